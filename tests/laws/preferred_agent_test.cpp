// When everybody prefers one agent and waits for nobody else, the others might as well not be there.
#include <map>

#include <catch2/catch.hpp>

#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {
namespace {

/// How long each caller waited, by key.
std::map<CallKey, Duration> waits_by_key(const sim::Model& model) {
  std::map<CallKey, Duration> waits;
  run_watched(model, {model.scenario().seed, 0}, [&](const Occurrence&, const Outcome& outcome, const View&) {
    for (const Happening& happening : outcome.happenings) {
      if (const auto* ended = std::get_if<WaitEnded>(&happening)) waits[ended->key] = ended->waited;
    }
  });
  return waits;
}

}  // namespace

TEST_CASE("an agent whom everybody prefers without limit is alone, whoever else idles") {
  const scenarios::Overlays short_day{{"horizon.duration", "24 h"}, {"horizon.warm_up", "0 s"}};
  scenarios::Overlays alone = short_day;
  alone.emplace_back("groups.agents.scheduled", "1");
  scenarios::Overlays preferred = short_day;
  preferred.emplace_back("groups.agents.scheduled", "3");
  preferred.emplace_back("ivr.look_ups", "{everybody: {attributes: {preferred_agent: {0: 100 %}}}}");
  preferred.emplace_back("calls.call.look_up", "everybody");
  preferred.emplace_back("policies.routing", "{name: preferred_agent, params: {wait_at_most: 1 day}}");
  const auto waits = waits_by_key(*library_model("laws/m1.yaml", alone));
  CHECK(waits.size() > 100);
  CHECK(waits_by_key(*library_model("laws/m1.yaml", preferred)) == waits);

  // With a limit the others help, and nobody waits for longer than that in vain.
  preferred.back().second = "{name: preferred_agent, params: {wait_at_most: 10 s}}";
  CHECK(waits_by_key(*library_model("laws/m1.yaml", preferred)) != waits);
}

}  // namespace twinline::laws
