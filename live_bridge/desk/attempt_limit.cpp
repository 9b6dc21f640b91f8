#include "live_bridge/desk/attempt_limit.hpp"

#include <algorithm>

namespace twinline::live::desk {

Duration AttemptLimit::try_now(const std::string& name, Time now) {
  Count& count = count_of(name, now);
  if (now - count.span_began >= span_) count = {now, now, 0};
  if (count.attempts >= attempts_) return count.span_began + span_ - now;
  ++count.attempts;
  count.tried = now;
  return Duration{0};
}

void AttemptLimit::take_back(const std::string& name) {
  const auto found = counts_.find(name);
  if (found != counts_.end() && found->second.attempts > 0) --found->second.attempts;
}

AttemptLimit::Count& AttemptLimit::count_of(const std::string& name, Time now) {
  const auto found = counts_.find(name);
  if (found != counts_.end()) return found->second;
  if (counts_.size() >= names_) {
    counts_.erase(std::min_element(counts_.begin(), counts_.end(),
                                   [](const auto& a, const auto& b) { return a.second.tried < b.second.tried; }));
  }
  return counts_.emplace(name, Count{now, now, 0}).first->second;
}

}  // namespace twinline::live::desk
