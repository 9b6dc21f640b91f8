#include "policies/contract/flow.hpp"

#include <algorithm>
#include <iterator>

namespace twinline {

bool BusinessHours::is_open(Time now) const {
  const auto later =
      std::upper_bound(open.begin(), open.end(), now, [](Time t, const Span& span) { return t < span.from; });
  return later != open.begin() && now < std::prev(later)->until;
}

}  // namespace twinline
