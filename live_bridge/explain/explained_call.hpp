// Why a call of this bridge was routed so: its story out of the bridge's own journal, by a replay with the policies
// that decided then, and with another one asked beside: the other arm. A replay asks policies again, one of which may
// hang or crash this time, so this belongs into a process of its own (explainer.hpp).
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "live_bridge/rollout/barred.hpp"
#include "live_bridge/rollout/state.hpp"
#include "policies/contract/ids.hpp"
#include "reports/explain/told_call.hpp"
#include "scenarios/schema/load_bridge.hpp"

namespace twinline::live::explain {

/// The journal has no such call.
class NoSuchCall : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The story as JSON, schema "twinline.explain/1". Throws NoSuchCall; journal::JournalError and reports::JsonReadError
/// where a file cannot be read; std::invalid_argument where nothing can be said of why, in words.
std::string explained(const scenarios::Bridge& bridge, CallKey key);

/// Who might have decided in the place of the policy that was in force.
struct OtherPolicy {
  scenarios::PolicyChoice policy;
  std::string role;  ///< "incumbent", "candidate", "in_force" (now), "former"
};

/// Of a call that came in a canary: the arm that it was not dealt to. Else of the rollout as it stands now, the
/// candidate, the policy in force or the one before it, whichever is first another one than decided then. None where
/// there is no other, and where it is barred or cannot be made here any more.
std::optional<OtherPolicy> other_policy(const reports::CallFound& call, const std::optional<rollout::State>& rollout,
                                        const rollout::BarredPolicies& barred);

}  // namespace twinline::live::explain
