#include "live_bridge/explain/explained_call.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "live_bridge/rollout/local_day.hpp"
#include "live_bridge/rollout/state_file.hpp"
#include "reports/explain/story_json.hpp"
#include "reports/explain/story_words.hpp"
#include "reports/journal/instant_text.hpp"
#include "reports/kpi/local_text.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/menu/split_policy.hpp"
#include "scenarios/schema/policy_text.hpp"

namespace twinline::live::explain {
namespace {

scenarios::PolicyChoice choice_of(const journal::PolicyIdentity& identity) {
  return {identity.name, identity.version, identity.parameters, identity.build};
}

/// Those that might have decided, the likeliest first.
std::vector<OtherPolicy> others_of(const rollout::State& rollout) {
  std::vector<OtherPolicy> others;
  if (rollout.candidate) others.push_back({rollout.candidate->policy, "candidate"});
  others.push_back({rollout.incumbent(), "in_force"});
  if (rollout.former) {
    const std::optional<rollout::Promoted>& before = rollout.former->manifest;
    others.push_back({before ? before->policy : rollout.own, "former"});
  }
  return others;
}

/// The arm of a canary that did not have the call.
OtherPolicy other_arm(const reports::CallFound& call) {
  const reports::FirstWait& wait = *call.waited;
  const scenarios::SplitChoice split = scenarios::split_of(call.newest.centre, choice_of(wait.routing));
  const bool was_candidates = split.rule.arm_of(call.key, wait.queue, wait.began) == Arm::candidate;
  return was_candidates ? OtherPolicy{split.incumbent, "incumbent"} : OtherPolicy{split.candidate, "candidate"};
}

bool can_be_made(const Centre& centre, const scenarios::PolicyChoice& policy) {
  try {
    return scenarios::make_routing(centre, policy) != nullptr;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

std::optional<OtherPolicy> other_policy(const reports::CallFound& call, const std::optional<rollout::State>& rollout,
                                        const rollout::BarredPolicies& barred) {
  if (!call.waited) return std::nullopt;
  const auto may_be_asked = [&](const OtherPolicy& other) {
    const journal::PolicyIdentity identity = rollout::identity_of(other.policy);
    return identity != call.waited->routing && barred.find(PolicyKind::routing, identity) == nullptr &&
           can_be_made(call.newest.centre, other.policy);
  };
  std::vector<OtherPolicy> others;
  if (call.waited->routing.name == scenarios::split_name) {
    others.push_back(other_arm(call));
  } else if (rollout) {
    others = others_of(*rollout);
  }
  const auto other = std::find_if(others.begin(), others.end(), may_be_asked);
  return other == others.end() ? std::nullopt : std::optional(std::move(*other));
}

std::string explained(const scenarios::Bridge& bridge, CallKey key) {
  const std::filesystem::path journal = bridge.settings.store.journal;
  const auto found = reports::find_call(journal, key);
  if (!found) throw NoSuchCall(fmt::format("the journal has no call {}", reports::words::of(key)));
  journal::Overhearing overhearing;
  const auto other = other_policy(*found, rollout::read_state(rollout::state_file_beside(journal)),
                                  rollout::BarredPolicies::read(rollout::barred_file(journal)));
  if (other) {
    overhearing.make_other = [&](const Centre& centre) { return scenarios::make_routing(centre, other->policy); };
    overhearing.other = rollout::identity_of(other->policy);
  }
  const UtcTime world_start = journal::instant_of(found->newest.world_start);
  reports::ToldCall told = reports::tell_call(
      journal, *found, scenarios::policy_makers<journal::PolicyMakers>(), std::move(overhearing), [&](Time at) {
        const std::string& zone = found->newest.time_zone;
        return reports::local_text(rollout::local_day(zone, world_start, at), at);
      });
  if (told.difference) throw std::invalid_argument(reports::in_words(*told.difference));
  if (other) {
    told.story.other = scenarios::policy_text(other->policy);
    told.story.other_role = other->role;
  }
  return reports::to_json(told.story);
}

}  // namespace twinline::live::explain
