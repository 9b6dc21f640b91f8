// Whether a manifest may become a candidate here: what reports/manifest says of it by the bridge's gate, and whether
// its policy is there to be made. It reads files and takes its time, so it works on threads that no call waits for.
// Whether it is the time for a candidate is stages.hpp's business.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "live_bridge/rollout/promoted.hpp"
#include "live_bridge/wall/utc.hpp"
#include "policies/contract/centre.hpp"
#include "policies/contract/promotion_gate.hpp"

namespace twinline::live::rollout {

struct Verdict {
  std::optional<Promoted> promoted;  ///< none where its policy is not here
  std::vector<std::string> against;  ///< "expired: it was good until …"; empty: accepted
};

class Judge {
 public:
  Judge(PromotionGate gate, Centre centre) : gate_(std::move(gate)), centre_(std::move(centre)) {}

  /// Any thread; several at once. Evidence lies beside the manifest. Throws reports::JsonReadError where the file is no
  /// manifest, manifest::KeyError where the keys cannot be read.
  Verdict judge(const std::filesystem::path& file, UtcTime at) const;

 private:
  PromotionGate gate_;
  Centre centre_;  ///< for which the policy is made
};

}  // namespace twinline::live::rollout
