#include "live_bridge/sip/nonce_counts.hpp"

namespace twinline::live::sip {

bool NonceCounts::take(long long made, const std::string& nonce, std::uint32_t count) {
  const auto known = counts_.find({made, nonce});
  if (known != counts_.end()) {
    if (count <= known->second) return false;
    known->second = count;
    return true;
  }
  if (made <= forgotten_until_) return false;
  counts_.emplace(std::pair{made, nonce}, count);
  if (counts_.size() > capacity_) {
    forgotten_until_ = counts_.begin()->first.first;
    counts_.erase(counts_.begin());
  }
  return true;
}

void NonceCounts::forget_before(long long made) { counts_.erase(counts_.begin(), counts_.lower_bound({made, {}})); }

}  // namespace twinline::live::sip
