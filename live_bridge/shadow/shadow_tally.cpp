#include "live_bridge/shadow/shadow_tally.hpp"

#include "reports/explain/routing_step.hpp"
#include "reports/explain/story_words.hpp"
#include "reports/journal/entry_text.hpp"

namespace twinline::live::shadow {
namespace {

Example example_of(journal::DisagreementCause cause, const journal::Overheard& heard, std::uint64_t entry) {
  Example example;
  example.cause = cause;
  example.entry = entry;
  example.at = heard.view.now;
  example.recorded = journal::to_text(heard.recorded.decisions);
  example.candidate =
      heard.other->threw.empty() ? journal::to_text(heard.other->decisions) : "threw: " + heard.other->threw;
  const CallId call = journal::call_at_issue(heard);
  if (!call || call.slot.value >= heard.view.calls.size()) return example;
  example.call = reports::words::of(heard.view.call(call).key);
  example.step = reports::routing_step(call, heard);
  return example;
}

}  // namespace

void count(const journal::Overheard& heard, std::uint64_t entry, ShadowTally& tally) {
  ++tally.occasions;
  const auto cause = journal::disagreement_in(heard);
  if (!cause) return;
  ++tally.disagreements;
  if (++tally.by_cause[static_cast<std::size_t>(*cause)] > examples_per_cause) return;
  tally.examples.push_back(example_of(*cause, heard, entry));
}

}  // namespace twinline::live::shadow
