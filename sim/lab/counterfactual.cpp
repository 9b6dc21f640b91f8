#include "sim/lab/counterfactual.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "reports/journal/entry_text.hpp"
#include "reports/replay/overheard_routing.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/replay.hpp"

namespace twinline::sim {
namespace {

/// What the two policies say, and where the replay stands.
struct Tally {
  CounterfactualResult result;
  std::size_t examples = 0;

  void disagree(Time at, std::string recorded, std::string other) {
    ++result.disagreements;
    if (result.first.size() < examples) {
      result.first.push_back({result.entries + 1, at, std::move(recorded), std::move(other)});
    }
  }
};

}  // namespace

CounterfactualResult counterfactual(const std::filesystem::path& path, const scenarios::PolicyChoice& other,
                                    std::size_t examples) {
  Tally tally;
  tally.examples = examples;
  journal::Overhearing overhearing;
  overhearing.make_other = [&](const Centre& centre) { return scenarios::make_routing(centre, other); };
  overhearing.other = {other.name, other.version, other.parameters, other.build};
  overhearing.tell = [&](const journal::Overheard& heard) {
    ++tally.result.occasions;
    if (!heard.other->threw.empty()) {
      tally.disagree(heard.view.now, journal::to_text(heard.recorded.decisions), "threw: " + heard.other->threw);
    } else if (heard.recorded.decisions != heard.other->decisions) {
      tally.disagree(heard.view.now, journal::to_text(heard.recorded.decisions),
                     journal::to_text(heard.other->decisions));
    }
  };
  const auto count = [&](const journal::Entry&, const Outcome&) { ++tally.result.entries; };
  const ReplayResult replayed = replay(path, 0, count, journal::overheard(std::move(overhearing)));
  if (replayed.difference) {
    throw std::invalid_argument("entry " + std::to_string(replayed.difference->entry) +
                                " does not replay, so nothing can be said of another policy");
  }
  tally.result.warnings = replayed.warnings;
  return tally.result;
}

}  // namespace twinline::sim
