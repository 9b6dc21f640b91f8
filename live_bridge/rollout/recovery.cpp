#include "live_bridge/rollout/recovery.hpp"

#include <fmt/format.h>

#include "live_bridge/rollout/stages.hpp"

namespace twinline::live::rollout {
namespace {

/// Why it may not decide here; empty where it may.
std::string objection_to(const Promoted& promoted, const BarredPolicies& barred, const manifest::PluginOf& plugin_of) {
  if (const std::string bar = bar_of(promoted, barred); !bar.empty()) return "it is barred: " + bar;
  const auto plugin = plugin_of(promoted.read.manifest.policy);
  if (!plugin) return "there is no such policy here";
  return *plugin == promoted.policy.build ? std::string{} : "the policy of this name and version is another file now";
}

std::string given_up(const Promoted& promoted, const std::string& why) {
  return fmt::format("{} of {} is given up: {}", in_words(promoted.policy), in_words(promoted), why);
}

}  // namespace

std::vector<std::string> recover(State& state, const BarredPolicies& barred, const manifest::PluginOf& plugin_of,
                                 const std::string& against_canary) {
  std::vector<std::string> words;
  if (state.candidate) {
    std::string why = objection_to(*state.candidate, barred, plugin_of);
    if (why.empty() && state.split) why = against_canary;
    if (!why.empty()) {
      words.push_back(given_up(*state.candidate, why));
      state = after(RollBack{}, std::move(state));
    }
  }
  while (state.in_force) {
    const std::string why = objection_to(*state.in_force, barred, plugin_of);
    if (why.empty()) break;
    words.push_back(given_up(*state.in_force, why));
    state.in_force = state.former ? std::move(state.former->manifest) : std::nullopt;
    state.former.reset();
    state.alarm.clear();
    state.split.reset();
    state.candidate.reset();
    state.stage = Stage::off;
  }
  return words;
}

}  // namespace twinline::live::rollout
