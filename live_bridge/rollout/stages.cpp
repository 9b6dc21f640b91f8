#include "live_bridge/rollout/stages.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "reports/manifest/gate.hpp"

namespace twinline::live::rollout {
namespace {

using Reasons = std::vector<std::string>;

constexpr std::array<std::string_view, std::variant_size_v<Step>> words{"promote", "shadow",   "canary",
                                                                        "full",    "rollback", "freeze"};

const std::string is_frozen = "the rollout is frozen; freeze --off ends that";

/// All that the state has against a step of this kind.
struct Against {
  const State& state;
  const Rules& rules;

  Reasons operator()(const Promote& step) const {
    Reasons reasons = step.verdict.against;
    if (state.frozen) reasons.push_back(is_frozen);
    if (state.stage == Stage::shadow || state.stage == Stage::canary) {
      reasons.push_back(fmt::format("a {} of {} is going on; roll it back or make it full first", word_of(state.stage),
                                    rollout::in_words(*state.candidate)));
    }
    if (step.verdict.promoted) {
      check_bars(*step.verdict.promoted, reasons);
      check_order(*step.verdict.promoted, reasons);
    }
    return reasons;
  }
  Reasons operator()(const BeginShadow&) const {
    Reasons reasons = against_going_on();
    if (state.stage == Stage::shadow && !rules.shadow_has_died) reasons.push_back("the candidate is in shadow already");
    if (state.stage == Stage::canary) reasons.push_back("the candidate decides already; roll it back first");
    return reasons;
  }
  Reasons operator()(const BeginCanary& step) const {
    Reasons reasons = against_going_on();
    reasons.insert(reasons.end(), step.against.begin(), step.against.end());
    return reasons;
  }
  Reasons operator()(const GoFull&) const {
    Reasons reasons = against_going_on();
    if (state.candidate && state.stage != Stage::canary && !rules.settings.full_without_canary) {
      reasons.push_back("there was no canary; bridge.promotion.full_without_canary does without");
    }
    return reasons;
  }
  Reasons operator()(const RollBack&) const {
    if (state.candidate || state.former) return {};
    return {"there is nothing to go back to"};
  }
  Reasons operator()(const Freeze& step) const {
    const bool acknowledges = !step.on && !state.alarm.empty();
    if (step.on != state.frozen || acknowledges) return {};
    return {step.on ? "the rollout is frozen already" : "the rollout is not frozen"};
  }

  /// What a step forwards needs in any case.
  Reasons against_going_on() const {
    Reasons reasons;
    if (state.frozen) reasons.push_back(is_frozen);
    if (!state.candidate) reasons.push_back("there is no candidate; promote a manifest first");
    if (state.candidate) check_bars(*state.candidate, reasons);
    return reasons;
  }

  void check_bars(const Promoted& promoted, Reasons& reasons) const {
    const std::string bar = bar_of(promoted, rules.barred);
    if (!bar.empty()) reasons.push_back("barred: " + bar);
  }

  void check_order(const Promoted& promoted, Reasons& reasons) const {
    if (!state.in_force) return;
    if (state.in_force->read.sha256 == promoted.read.sha256) reasons.push_back("the manifest is in force already");
    std::vector<manifest::Refusal> refusals;
    manifest::check_order(promoted.read, {{"routing", state.in_force->read}}, refusals);
    for (const manifest::Refusal& refusal : refusals) {
      reasons.push_back(fmt::format("{}: {}", manifest::reason_name(refusal.reason), refusal.detail));
    }
  }
};

struct After {
  State state;

  State operator()(const Promote& step) {
    state.candidate = step.verdict.promoted;
    state.stage = Stage::off;
    return std::move(state);
  }
  State operator()(const BeginShadow&) {
    state.stage = Stage::shadow;
    return std::move(state);
  }
  State operator()(const BeginCanary& step) {
    state.stage = Stage::canary;
    state.split = step.split;
    return std::move(state);
  }
  State operator()(const GoFull&) {
    state.former = Former{std::move(state.in_force)};
    state.in_force = std::exchange(state.candidate, std::nullopt);
    state.alarm.clear();
    state.split.reset();
    state.stage = Stage::full;
    return std::move(state);
  }
  State operator()(const RollBack&) {
    if (state.candidate) {
      state.candidate.reset();
    } else {
      state.in_force = std::move(state.former->manifest);
      state.former.reset();
      state.alarm.clear();
    }
    state.split.reset();
    state.stage = Stage::off;
    return std::move(state);
  }
  State operator()(const Freeze& step) {
    state.frozen = step.on;
    if (!step.on) state.alarm.clear();
    return std::move(state);
  }
};

struct Words {
  const State& state;

  std::string operator()(const Promote& step) const {
    return fmt::format("{} becomes the candidate: {}", rollout::in_words(*step.verdict.promoted),
                       rollout::in_words(step.verdict.promoted->policy));
  }
  std::string operator()(const BeginShadow&) const {
    return fmt::format("{} decides in shadow", rollout::in_words(state.candidate->policy));
  }
  std::string operator()(const BeginCanary& step) const {
    return fmt::format("{} decides in a canary: {}", rollout::in_words(state.candidate->policy),
                       rollout::in_words(step.split));
  }
  std::string operator()(const GoFull&) const {
    return fmt::format("{} decides about all calls, in place of {}", rollout::in_words(state.candidate->policy),
                       rollout::in_words(state.incumbent()));
  }
  std::string operator()(const RollBack&) const {
    if (state.candidate) {
      return fmt::format("{} is given up, {} decides", rollout::in_words(state.candidate->policy),
                         rollout::in_words(state.incumbent()));
    }
    const auto& former = state.former->manifest;
    return fmt::format("{} decides again, in place of {}", rollout::in_words(former ? former->policy : state.own),
                       rollout::in_words(state.incumbent()));
  }
  std::string operator()(const Freeze& step) const {
    if (step.on) return "no step forwards until freeze --off";
    return fmt::format("steps forwards may be taken{}{}", state.frozen ? " again" : "",
                       state.alarm.empty() ? "" : "; the alarm is acknowledged");
  }
};

}  // namespace

std::vector<std::string> against(const Step& step, const State& state, const Rules& rules) {
  return std::visit(Against{state, rules}, step);
}

std::string bar_of(const Promoted& promoted, const BarredPolicies& barred) {
  const Barred* bar = barred.find_manifest(promoted.read.sha256);
  if (!bar) bar = barred.find(PolicyKind::routing, identity_of(promoted.policy));
  return bar ? bar->why : std::string{};
}

State after(const Step& step, State state) { return std::visit(After{std::move(state)}, step); }

std::string in_words(const Step& step, const State& state) { return std::visit(Words{state}, step); }

std::string_view word_of(const Step& step) { return words[step.index()]; }

}  // namespace twinline::live::rollout
