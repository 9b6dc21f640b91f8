#include "live_bridge/shadow/shadow_status.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/explain/story_words.hpp"

namespace twinline::live::shadow {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 5> state_names{"waiting", "following", "stopped", "hung", "failed"};

const char* name_of(ShadowState state) { return state_names[static_cast<std::size_t>(state)]; }

std::optional<double> share_of(const ShadowTally& tally) {
  if (tally.occasions == 0) return std::nullopt;
  return static_cast<double>(tally.disagreements) / static_cast<double>(tally.occasions);
}

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json policy_object(const journal::PolicyIdentity& policy) {
  Json parameters = Json::object();
  for (const ParameterText& parameter : policy.parameters) parameters[parameter.name] = parameter.value;
  return {{"name", policy.name}, {"version", policy.version}, {"parameters", parameters}, {"build", policy.build}};
}

Json answer_object(const std::string& decisions, const reports::PolicyAnswer* answer) {
  Json object{{"decisions", decisions}};
  if (answer == nullptr) return object;
  object["decided"] = answer->decided;
  object["because"] = answer->because;
  return object;
}

Json example_object(const Example& example) {
  const auto& step = example.step;
  const reports::PolicyAnswer* other = step && step->other ? &*step->other : nullptr;
  Json object{{"cause", journal::name_of(example.cause)},
              {"entry", example.entry},
              {"at_seconds", in_seconds(example.at - world_start)},
              {"call", example.call}};
  if (step) object["occasion"] = step->occasion;
  object["incumbent"] = answer_object(example.recorded, step ? &step->recorded : nullptr);
  object["candidate"] = answer_object(example.candidate, other);
  return object;
}

Json causes_object(const ShadowTally& tally) {
  Json causes = Json::object();
  for (std::size_t cause = 0; cause < tally.by_cause.size(); ++cause) {
    causes[std::string{journal::name_of(static_cast<journal::DisagreementCause>(cause))}] = tally.by_cause[cause];
  }
  return causes;
}

std::string percentage(double share) { return fmt::format("{:.2f} %", share * 100); }

}  // namespace

std::string to_json(const ShadowStatus& status, const ShadowTally& tally) {
  Json examples = Json::array();
  for (const Example& example : tally.examples) examples.push_back(example_object(example));
  const Json line{
      {"schema", "twinline.shadow/1"},
      {"state", name_of(status.state)},
      {"why", status.why},
      {"manifest", status.manifest},
      {"candidate", policy_object(status.candidate)},
      {"incumbent", status.incumbent ? policy_object(*status.incumbent) : Json(nullptr)},
      {"last_seconds", in_seconds(tally.last - world_start)},
      {"entries", tally.entries},
      {"occasions", tally.occasions},
      {"disagreements", tally.disagreements},
      {"disagreement_share", number(share_of(tally))},
      {"expected_disagreement_share", number(status.expected)},
      {"by_cause", causes_object(tally)},
      {"learning_failures", tally.learning_failures},
      {"behind", tally.behind},
      {"dropped", {{"occasions", tally.dropped_occasions}, {"entries", tally.dropped_entries}, {"skips", tally.skips}}},
      {"examples", examples}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string in_words(const ShadowStatus& status, const ShadowTally& tally) {
  std::string text = fmt::format("{}: {} beside {}: asked {} times, would have decided otherwise {} times",
                                 name_of(status.state), reports::words::policy(status.candidate),
                                 status.incumbent ? reports::words::policy(*status.incumbent) : "nobody yet",
                                 tally.occasions, tally.disagreements);
  if (const auto share = share_of(tally)) text += " (" + percentage(*share) + ")";
  if (status.expected) text += ", expected " + percentage(*status.expected);
  text += "\n";
  for (std::size_t cause = 0; cause < tally.by_cause.size(); ++cause) {
    if (tally.by_cause[cause] == 0) continue;
    text += fmt::format("  {}: {}\n", journal::name_of(static_cast<journal::DisagreementCause>(cause)),
                        tally.by_cause[cause]);
  }
  if (tally.dropped_occasions + tally.dropped_entries > 0) {
    text += fmt::format("  behind: not asked {} times, {} facts left out\n", tally.dropped_occasions,
                        tally.dropped_entries);
  }
  if (tally.learning_failures > 0) text += fmt::format("  learning failed {} times\n", tally.learning_failures);
  return status.why.empty() ? text : text + "  " + status.why + "\n";
}

}  // namespace twinline::live::shadow
