#include "sim/lab/replay.hpp"

#include "scenarios/menu/policy_menus.hpp"

namespace twinline::sim {

ReplayResult replay(const std::filesystem::path& path, std::size_t from_segment, const EntrySink& sink,
                    const journal::RoutingWrapper& wrap) {
  const auto makers = journal::with_wrapped_routing(scenarios::policy_makers<journal::PolicyMakers>(), wrap);
  return journal::replay(path, from_segment, makers, [&](const journal::Entry& entry, const Outcome& outcome) {
    if (sink) sink(entry, outcome);
    return true;
  });
}

}  // namespace twinline::sim
