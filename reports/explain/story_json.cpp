#include "reports/explain/story_json.hpp"

#include <cmath>
#include <string_view>

#include <nlohmann/json.hpp>

namespace twinline::reports {
namespace {

using Json = nlohmann::ordered_json;

std::string_view call_standing_name(CallStanding standing) {
  switch (standing) {
    case CallStanding::chosen: return "chosen";
    case CallStanding::left: return "left";
    case CallStanding::passed_over: break;
  }
  return "passed_over";
}

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json name_or_null(const std::string& name) { return name.empty() ? Json(nullptr) : Json(name); }

Json policy_object(const journal::PolicyIdentity& policy) {
  Json parameters = Json::object();
  for (const ParameterText& parameter : policy.parameters) parameters[parameter.name] = parameter.value;
  return {{"name", policy.name}, {"version", policy.version}, {"parameters", parameters}};
}

Json answer_object(const PolicyAnswer& answer) {
  Json candidates = Json::array();
  for (const Candidate& candidate : answer.candidates) {
    candidates.push_back({{"call", name_or_null(candidate.call)},
                          {"this_call", candidate.is_this_call},
                          {"agent", name_or_null(candidate.agent)},
                          {"group", name_or_null(candidate.group)},
                          {"score", number_or_null(candidate.score)},
                          {"why", candidate.why},
                          {"won", candidate.won}});
  }
  return {{"decided", answer.decided}, {"because", answer.because}, {"candidates", candidates}};
}

Json known_object(const Known& known, Time arrived) {
  Json attributes = Json::object(), queues = Json::array(), groups = Json::array();
  for (const AttributeSeen& attribute : known.attributes) attributes[attribute.name] = attribute.value;
  for (const QueueSeen& queue : known.queues) {
    queues.push_back({{"queue", queue.name}, {"waiting", queue.waiting}, {"ringing", queue.ringing}});
  }
  for (const GroupSeen& group : known.groups) {
    groups.push_back({{"group", group.name},
                      {"rank", group.rank},
                      {"level", group.level},
                      {"idle", group.idle},
                      {"engaged", group.engaged},
                      {"not_ready", group.not_ready},
                      {"logged_in", group.logged_in}});
  }
  Json object{{"queue", known.queue},
              {"type", known.type},
              {"priority", known.priority},
              {"waited_seconds", in_seconds(known.waited)},
              {"ahead_in_line", known.ahead},
              {"asked", known.asked},
              {"refusals", known.refusals},
              {"attributes", attributes},
              {"queues", queues},
              {"groups", groups},
              {"forecast", nullptr}};
  if (known.forecast) {
    object["forecast"] = {{"from_seconds", in_seconds(known.forecast->from - arrived)},
                          {"until_seconds", in_seconds(known.forecast->until - arrived)},
                          {"calls", number_or_null(known.forecast->calls)},
                          {"low", number_or_null(known.forecast->low)},
                          {"high", number_or_null(known.forecast->high)}};
  }
  return object;
}

Json step_object(const RoutingStep& step, Time arrived) {
  Json object{{"number", step.number},
              {"at_seconds", in_seconds(step.at - arrived)},
              {"local", name_or_null(step.local)},
              {"occasion", step.occasion},
              {"standing", call_standing_name(step.standing)},
              {"policy", policy_object(step.policy)},
              {"known", known_object(step.known, arrived)},
              {"recorded", answer_object(step.recorded)}};
  if (step.other) {
    object["counterfactual"] = answer_object(*step.other);
    object["counterfactual"]["differs"] = step.differs;
  }
  return object;
}

}  // namespace

std::string to_json(const CallStory& story) {
  Json life = Json::array(), steps = Json::array();
  for (const LifeEvent& event : story.life) {
    life.push_back({{"at_seconds", in_seconds(event.at - story.arrived)},
                    {"local", name_or_null(event.local)},
                    {"event", event.kind},
                    {"text", event.text},
                    {"decision", event.decision == 0 ? Json(nullptr) : Json(event.decision)}});
  }
  for (const RoutingStep& step : story.steps) steps.push_back(step_object(step, story.arrived));
  Json json{{"schema", "twinline.explain/1"},
            {"call",
             {{"key", story.key},
              {"id", story.id},
              {"number", story.ordinal == 0 ? Json(nullptr) : Json(story.ordinal)},
              {"type", story.type},
              {"segment", name_or_null(story.segment)},
              {"trunk", name_or_null(story.trunk)},
              {"attempt", story.attempt}}},
            {"arrived_at_seconds", in_seconds(story.arrived - world_start)},
            {"time_zone", story.time_zone},
            {"ended", story.ended},
            {"life", life},
            {"decisions", steps}};
  if (!story.other.empty()) {
    json["counterfactual"] = {
        {"policy", story.other}, {"role", name_or_null(story.other_role)}, {"limits", counterfactual_limits}};
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace twinline::reports
