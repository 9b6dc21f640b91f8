#include "live_bridge/rollout/state.hpp"

namespace twinline::live::rollout {

bool same(const scenarios::PolicyChoice& a, const scenarios::PolicyChoice& b) {
  return a.name == b.name && a.version == b.version && a.parameters == b.parameters && a.build == b.build;
}

}  // namespace twinline::live::rollout
