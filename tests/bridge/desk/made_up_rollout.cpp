#include "tests/bridge/desk/made_up_rollout.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/rollout/canary.hpp"
#include "live_bridge/shadow/shadow_status.hpp"
#include "live_bridge/wall/utc.hpp"
#include "tests/unit/rollout/rollout_calls.hpp"
#include "tests/unit/rollout/samples.hpp"

namespace twinline::live::desk_test {
namespace {

namespace calls = twinline::rollout::test;

constexpr std::uint32_t call_count = 4000;

scenarios::RolloutSettings settings() {
  scenarios::RolloutSettings settings;
  settings.rollback_at["service_level"] = 0.1;
  return settings;
}

rollout::Promoted candidate() {
  rollout::Promoted made = rollout::samples::promoted("round_robin", 4);
  manifest::Evidence evidence;
  evidence.scenario = "bank_week";
  evidence.replications = 200;
  manifest::Finding level, wait;
  level.against = wait.against = "as_is";
  level.kpi = "loans.service_level";
  wait.kpi = "mean_wait";
  level.mean = 0.0312, level.low = 0.0198, level.high = 0.0426;
  wait.mean = -2.41, wait.low = -4.9, wait.high = 0.08;
  level.named = wait.named = true;
  level.verdict = "better";
  wait.verdict = "undecided";
  evidence.findings = {level, wait};
  made.read.manifest.evidence = {evidence};
  manifest::Designs designs;
  designs.ways = {{"call", "longest_waiting", {{"service_level", -0.021, -0.025, -0.017, "biased"}}},
                  {"call", "drawn", {{"service_level", -0.004, -0.011, 0.003, "undecided"}}},
                  {"block", "longest_waiting", {{"service_level", 0.001, -0.002, 0.004, "negligible"}}}};
  made.read.manifest.forecast.emplace().designs = std::move(designs);
  return made;
}

}  // namespace

MadeUpRollout::MadeUpRollout(EventLoop& loop, const std::filesystem::path& folder)
    : centre_(reports::test::two_queue_centre()),
      settings_(settings()),
      rollout_(folder / "day.tlj", false, {"longest_idle_agent", 1, {}},
               {settings_,
                centre_,
                [](const scenarios::PolicyChoice&) {},
                [] { return [](Time) { return reports::GridDay{}; }; },
                loop,
                {"desk_probe", "shadow"}}),
      office_(rollout_, clock_) {
  office_.use({}, centre_, 7);
  take(rollout::Promote{{candidate(), {}}});
  const rollout::State& state = rollout_.state();
  take(rollout::canary_of(state.incumbent(), *state.candidate, {{{"share", "50 %"}}, true}, settings_,
                          {world_start, 7, centre_}));
  for (std::uint32_t number = 0; number < call_count; ++number) {
    const double waited = 60 * calls::drawn(5, number);
    rollout_.heard(calls::at(number), std::array{calls::wait_begins(number)});
    rollout_.heard(calls::at(number + 0.9), std::array{calls::wait_ends(number, number, waited)});
  }
}

void MadeUpRollout::begin_shadow() {
  take(rollout::Promote{{rollout::samples::promoted("random", 5), {}}});
  take(rollout::BeginShadow{});
}

void MadeUpRollout::tick() { rollout_.tick(clock_.now(), utc_now()); }

int MadeUpRollout::be_shadow() {
  shadow::ShadowStatus status;
  status.state = shadow::ShadowState::following;
  status.expected = 0.25;
  shadow::ShadowTally tally;
  tally.entries = 1200;
  tally.occasions = 400;
  tally.disagreements = 120;
  tally.by_cause[static_cast<std::size_t>(journal::DisagreementCause::other_agent)] = 118;
  tally.by_cause[static_cast<std::size_t>(journal::DisagreementCause::holds)] = 2;
  tally.dropped_occasions = 7;
  fmt::print("{}", shadow::to_json(status, tally));
  return 3;
}

void MadeUpRollout::take(const rollout::Step& step) {
  const rollout::Rollout::Answer answer = rollout_.take(step, "olga", false);
  if (!answer.against.empty()) throw std::runtime_error(fmt::format("{}", fmt::join(answer.against, "; ")));
}

desk::ErrandReply MadeUpRollout::answer(const desk::RolloutRequest& request, const desk::RunOnLoop& on_loop) const {
  rollout::Reply reply = office_.answer({request.who, request.action, request.body}, on_loop);
  return {reply.outcome == rollout::Reply::Outcome::done ? 200 : 409, std::move(reply.json)};
}

}  // namespace twinline::live::desk_test
