#include "policies/contract/expected_wait.hpp"

#include <algorithm>

namespace twinline {

Duration expected_wait(const View& view, QueueIndex queue, CallTypeIndex type, std::uint32_t to_be_served) {
  const bool shared = !view.centre->call_types[type.value].whole_agent;
  std::uint32_t served_at_once = 0;
  for (const Eligibility& eligible : view.centre->eligible_groups[type.value]) {
    const std::uint32_t by_each = shared ? view.centre->groups[eligible.group.value].capacity : 1U;
    served_at_once += view.group(eligible.group).logged_in * by_each;
  }
  return view.queue(queue).average_handling * std::int64_t{to_be_served} / std::int64_t{std::max(served_at_once, 1U)};
}

Duration expected_wait(const View& view, CallTypeIndex type) {
  const QueueIndex queue = view.centre->call_types[type.value].queue;
  return expected_wait(view, queue, type, view.queue(queue).waiting + 1);
}

}  // namespace twinline
