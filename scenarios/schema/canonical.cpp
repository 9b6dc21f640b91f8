#include <map>

#include <fmt/format.h>

#include "scenarios/schema/canonical_form.hpp"
#include "scenarios/schema/load.hpp"

namespace twinline::scenarios {
namespace {

class CanonicalForm {
 public:
  std::string of(const Scenario& scenario) {
    out_.line("form", 1);
    out_.text("currency", scenario.currency);
    centre(scenario.centre);
    out_.each("segment_shares", scenario.segment_shares, [&](double share) { out_.line("share", share); });
    out_.each("callers", scenario.callers, [&](const Callers& entry) { callers(entry); });
    out_.each("people", scenario.people, [&](const People& entry) { people(entry); });
    write_canonical("busyness_by_day", scenario.busyness_by_day, out_);
    write_canonical("busyness_by_interval", scenario.busyness_by_interval, out_);
    // What scenarios with one trunk, or none, came to before there could be more stays as it was.
    const bool has_trunks = !scenario.centre.trunks.empty();
    out_.line("trunk_of_calls", (has_trunks ? TrunkIndex{0} : TrunkIndex{}).value);
    if (scenario.centre.trunks.size() > 1) trunk_shares(scenario.callers);
    horizon(scenario.horizon);
    policy("routing", scenario.routing);
    policy("staffing", scenario.staffing);
    policy("ivr", scenario.ivr);
    variance_reduction(scenario.variance_reduction);
    // What scenarios without an IVR came to before there was one stays as it was.
    if (!scenario.centre.flows.empty()) out_.under("ivr_flows", [&] { ivr(scenario); });
    write_canonical_demand(scenario, out_);
    write_canonical_self_service(scenario, out_);
    if (scenario.infrastructure) {
      out_.under("infrastructure", [&] { write_canonical(*scenario.infrastructure, out_); });
    }
    write_canonical_outbound(scenario, out_);
    if (scenario.journeys) out_.under("journeys", [&] { write_canonical(*scenario.journeys, out_); });
    if (scenario.customers) {
      out_.under("customers", [&] { write_canonical(*scenario.customers, scenario.people, out_); });
    }
    return out_.take();
  }

 private:
  template <class Enumeration>
  static int number(Enumeration value) {
    return static_cast<int>(value);
  }

  void centre(const Centre& centre) {
    out_.each("skills", centre.skills, [&](const std::string& name) { out_.text("name", name); });
    out_.each("attributes", centre.attributes, [&](const std::string& name) { out_.text("name", name); });
    out_.each("prompts", centre.prompts, [&](const std::string& name) { out_.text("name", name); });
    out_.each("queues", centre.queues, [&](const Queue& entry) { queue(entry); });
    out_.each("groups", centre.groups, [&](const AgentGroup& group) {
      out_.text("name", group.name);
      out_.line("capacity", group.capacity);
      out_.each("skills", group.skills, [&](const SkillLevel& skill) {
        out_.line("skill", skill.skill.value);
        out_.line("level", skill.level);
      });
    });
    out_.each("agents", centre.agents, [&](const Agent& agent) {
      out_.text("name", agent.name);
      out_.line("group", agent.group.value);
    });
    out_.each("call_types", centre.call_types, [&](const CallType& entry) { call_type(entry); });
    out_.each("segments", centre.segments, [&](const Segment& segment) {
      out_.text("name", segment.name);
      out_.line("priority", segment.priority);
      out_.line("value", segment.value);
    });
    out_.each("trunks", centre.trunks, [&](const Trunk& trunk) {
      out_.text("name", trunk.name);
      out_.line("lines", trunk.lines);
    });
    out_.line("offers.ring_limit", centre.offers.ring_limit);
    refusal("offers.no_answer", centre.offers.no_answer);
    refusal("offers.declined", centre.offers.declined);
    refusal("offers.unreachable", centre.offers.unreachable);
  }

  void trunk_shares(const std::vector<Callers>& callers) {
    out_.each("trunk_shares", callers, [&](const Callers& of_type) {
      out_.each("shares", of_type.trunk_shares, [&](double share) { out_.line("share", share); });
    });
  }

  void refusal(std::string_view key, const RefusalRule& rule) {
    out_.under(key, [&] {
      out_.line("then", number(rule.then));
      out_.line("cool_down", rule.cool_down);
    });
  }

  void queue(const Queue& queue) {
    out_.text("name", queue.name);
    out_.line("threshold", queue.service_level.threshold);
    out_.line("target", queue.service_level.target);
    out_.line("definition", number(queue.service_level.definition));
    out_.line("short_abandon", queue.service_level.short_abandon);
    out_.each("treatments", queue.treatments, [&](const Treatment& treatment) {
      out_.line("after", treatment.after);
      out_.line("kind", number(treatment.kind));
      out_.line("prompt", treatment.prompt.value);
      out_.line("to", treatment.to.value);
      out_.line("every", treatment.every);
    });
  }

  void ivr(const Scenario& scenario) {
    const Centre& centre = scenario.centre;
    out_.each("call_types", centre.call_types, [&](const CallType& type) {
      out_.line("flow", type.flow.value);
      out_.line("survey", type.survey.value);
    });
    out_.each("flows", centre.flows,
              [&](const Flow& flow) { out_.each("steps", flow.steps, [&](const Step& entry) { step(entry); }); });
    out_.each("hours", centre.hours, [&](const BusinessHours& hours) {
      out_.each("open", hours.open, [&](const BusinessHours::Span& span) {
        out_.line("from", span.from);
        out_.line("until", span.until);
      });
    });
    out_.line("look_ups", centre.look_ups.size());
    if (!scenario.look_up_at_arrival.empty()) {
      out_.each("look_up_at_arrival", scenario.look_up_at_arrival,
                [&](LookUpIndex source) { out_.line("source", source.value); });
    }
    out_.line("destinations", centre.destinations.size());
    out_.each("at_step", scenario.ivr_people.at_step, [&](const std::vector<AtStep>& flow) {
      out_.each("step", flow, [&](const AtStep& entry) {
        out_.line("hangs_up", entry.hangs_up);
        out_.line("presses_nothing", entry.presses_nothing);
        out_.line("presses_wrong", entry.presses_wrong);
        out_.each("keys", entry.keys, [&](double share) { out_.line("share", share); });
        write_canonical("takes", entry.takes, out_);
      });
    });
    out_.each("prompts", scenario.ivr_people.prompts,
              [&](const std::optional<Distribution>& length) { write_canonical("length", length, out_); });
    out_.each("sources", scenario.ivr_people.sources, [&](const SourceAnswers& source) {
      out_.under("takes", [&] { distribution(source.takes); });
      out_.line("fails", source.fails);
      out_.each("values", source.values, [&](const SourceAnswers::Values& values) {
        out_.line("attribute", values.attribute.value);
        out_.each("shares", values.shares, [&](const auto& share) {
          out_.line("value", share.first);
          out_.line("share", share.second);
        });
      });
    });
  }

  void step(const Step& step) {
    out_.line("kind", number(step.kind));
    out_.line("prompt", step.prompt.value);
    out_.line("next", step.next.value);
    out_.line("otherwise", step.otherwise.value);
    out_.each("branches", step.branches, [&](const Branch& branch) {
      out_.line("value", branch.value);
      out_.line("to", branch.to.value);
    });
    out_.line("attribute", step.attribute.value);
    out_.line("first_key", step.digits.first_key);
    out_.line("next_key", step.digits.next_key);
    out_.line("fewest", step.digits.fewest);
    out_.line("most", step.digits.most);
    out_.line("secret", number(step.digits.secret));
    out_.line("tries", step.tries);
    out_.line("on_nothing", step.on_nothing.value);
    out_.line("on_wrong", step.on_wrong.value);
    out_.line("hours", step.hours.value);
    out_.line("source", step.source.value);
    out_.line("deadline", step.deadline);
    out_.line("type", step.type.value);
    out_.line("destination", step.destination.value);
    out_.line("self_served", number(step.self_served));
  }

  void call_type(const CallType& type) {
    out_.text("name", type.name);
    out_.line("queue", type.queue.value);
    out_.each("needs", type.needs, [&](SkillIndex need) { out_.line("skill", need.value); });
    out_.each("ranking", type.ranking, [&](GroupIndex group) { out_.line("group", group.value); });
    out_.line("priority", type.priority);
    out_.line("value", type.value);
    out_.line("wrap_up", number(type.wrap_up));
    // What telephone calls came to before there were other channels stays as it was.
    if (type.channel != Channel::voice) out_.text("channel", name_of(type.channel));
    if (type.deadline > Duration{0}) out_.line("deadline", type.deadline);
  }

  void distribution(const Distribution& entry) { write_canonical(entry, out_); }

  void by_period(std::string_view key, const ByPeriod<Distribution>& periods) {
    out_.each(key, periods, [&](const Period<Distribution>& period) {
      out_.line("from", period.from);
      distribution(period.value);
    });
  }

  void callers(const Callers& callers) {
    out_.under("arrivals", [&] { write_canonical(callers.arrivals, out_); });
    if (callers.patience) by_period("patience", *callers.patience);
    out_.line("balk", callers.balk);
    by_period("talk", callers.handling.talk);
    out_.line("hold_share", callers.handling.hold_share);
    out_.under("hold", [&] { distribution(callers.handling.hold); });
    by_period("wrap_up", callers.handling.wrap_up);
    out_.line("redial_share", callers.redial_share);
    out_.under("redial_delay", [&] { distribution(callers.redial_delay); });
    out_.line("most_attempts", callers.most_attempts);
    out_.line("accepts_callback", callers.accepts_callback);
    out_.under("prompt_length", [&] { distribution(callers.prompt_length); });
  }

  void steps(const std::vector<StaffingStep>& steps) {
    out_.each("steps", steps, [&](const StaffingStep& step) {
      out_.line("from", step.from);
      out_.line("agents", step.agents);
    });
  }

  void people(const People& people) {
    out_.each("by_weekday", people.schedule.by_weekday, [&](const auto& day) {
      out_.line("day", day.first);
      steps(day.second);
    });
    out_.each("by_date", people.schedule.by_date, [&](const auto& day) {
      out_.text("day", day.first);
      steps(day.second);
    });
    out_.each("performance", people.performance, [&](const SkillPerformance& performance) {
      out_.line("type", performance.type.value);
      out_.line("speed", performance.speed);
    });
    out_.line("no_answer_share", people.no_answer_share);
    out_.line("no_answer_after", people.no_answer_after);
    out_.line("decline_share", people.decline_share);
    write_canonical("answer_after", people.answer_after, out_);
    out_.line("cost_per_hour", people.cost_per_hour);
    if (!people.pace.empty()) out_.each("pace", people.pace, [&](double rate) { out_.line("rate", rate); });
  }

  void horizon(const Horizon& horizon) {
    out_.each("days", horizon.days, [&](const Day& day) {
      out_.line("midnight", day.midnight);
      out_.line("opens", day.opens);
      out_.line("closes", day.closes);
      out_.line("length", day.length);
      out_.text("date", fmt::format("{}-{}-{}", day.year, day.month, day.day));
      out_.line("utc_offset", day.utc_offset_seconds);
      out_.line("clock_change_at", day.clock_change_at);
      out_.line("clock_change", day.clock_change_seconds);
    });
    out_.line("end", horizon.end);
    out_.line("warm_up", horizon.warm_up);
    out_.line("run_out", number(horizon.run_out));
    out_.line("at_closing", number(horizon.at_closing));
    out_.text("time_zone", horizon.time_zone);
    out_.line("interval", horizon.interval);
    out_.line("fold", number(horizon.fold_by_weekday));
    if (horizon.steady_state) out_.line("batches", horizon.steady_state->batches);
  }

  /// Only where there is some, so that the hashes of scenarios without it are what they were before there was any.
  void variance_reduction(const VarianceReduction& reduction) {
    if (!reduction.is_used()) return;
    out_.under("variance_reduction", [&] {
      out_.line("antithetic", number(reduction.antithetic));
      out_.line("busyness_strata", reduction.busyness_strata);
      out_.line("arrivals", number(reduction.arrivals));
      out_.line("offered_load", number(reduction.offered_load));
      out_.line("erlang_a", number(reduction.erlang_a));
    });
  }

  void policy(std::string_view key, const PolicyChoice& choice) {
    out_.under(key, [&] {
      out_.text("name", choice.name);
      out_.line("version", choice.version);
      if (!choice.build.empty()) out_.text("build", choice.build);
      out_.each("parameters", choice.parameters,
                [&](const ParameterText& parameter) { out_.text(parameter.name, parameter.value); });
    });
  }

  CanonicalWriter out_;
};

}  // namespace

std::string canonical(const Scenario& scenario) { return CanonicalForm().of(scenario); }

}  // namespace twinline::scenarios
