// The IVR as a self-service, in the canonical form: only what a scenario asks for, so that the hashes of those that
// came before there was any of it stay.
#include "scenarios/schema/canonical_form.hpp"

namespace twinline::scenarios {
namespace {

void write_shares(const std::vector<std::pair<std::int64_t, double>>& shares, CanonicalWriter& out) {
  out.each("shares", shares, [&](const auto& share) {
    out.line("value", share.first);
    out.line("share", share.second);
  });
}

void write_what_goes_by_the_matter(const SourceAnswers& source, CanonicalWriter& out) {
  if (source.by_matter.empty()) return;
  out.each("by_matter", source.by_matter, [&](const SourceAnswers::ValuesByMatter& values) {
    out.line("attribute", values.attribute.value);
    out.each("matters", values.shares, [&](const auto& shares) { write_shares(shares, out); });
  });
}

void write_callers(const Callers& callers, CanonicalWriter& out) {
  write_canonical("identification", callers.handling.identification, out);
  if (callers.handling.with_context != 1) out.line("with_context", callers.handling.with_context);
  write_canonical("finds_out", callers.finds_out, out);
}

void write_step(const Step& step, const AtStep& people, CanonicalWriter& out) {
  if (step.human) out.line("human", step.human.value);
  if (people.opts_out > 0) out.line("opts_out", people.opts_out);
  if (people.resolved != 1) out.line("resolved", people.resolved);
  if (step.kind != StepKind::steer) return;
  out.line("accepts", people.accepts);
  out.line("incentive", people.incentive);
  write_canonical("after", people.after, out);
}

}  // namespace

void write_canonical_self_service(const Scenario& scenario, CanonicalWriter& out) {
  const auto write_each = [&](std::string_view key, const auto& list, auto write) {
    for (std::size_t position = 0; position < list.size(); ++position) {
      out.under(fmt::format("{}.{}", key, position), [&] { write(position); });
    }
  };
  if (scenario.centre.ivr_ports.ports > 0) {
    out.line("ivr_ports", scenario.centre.ivr_ports.ports);
    out.line("when_busy", static_cast<int>(scenario.centre.ivr_ports.when_busy));
  }
  write_each("callers_served", scenario.callers, [&](std::size_t type) { write_callers(scenario.callers[type], out); });
  write_each("sources_told", scenario.ivr_people.sources,
             [&](std::size_t source) { write_what_goes_by_the_matter(scenario.ivr_people.sources[source], out); });
  write_each("flow", scenario.centre.flows, [&](std::size_t flow) {
    const std::vector<Step>& steps = scenario.centre.flows[flow].steps;
    write_each("step", steps,
               [&](std::size_t step) { write_step(steps[step], scenario.ivr_people.at_step[flow][step], out); });
  });
}

}  // namespace twinline::scenarios
