#include "policies/contract/expected_wait.hpp"

#include <algorithm>

namespace twinline {

Duration expected_wait(const View& view, QueueIndex queue, CallTypeIndex type, std::uint32_t to_be_served) {
  std::uint32_t agents = 0;
  for (const Eligibility& eligible : view.centre->eligible_groups[type.value])
    agents += view.group(eligible.group).logged_in;
  return view.queue(queue).average_handling * std::int64_t{to_be_served} / std::int64_t{std::max(agents, 1U)};
}

Duration expected_wait(const View& view, CallTypeIndex type) {
  const QueueIndex queue = view.centre->call_types[type.value].queue;
  return expected_wait(view, queue, type, view.queue(queue).waiting + 1);
}

}  // namespace twinline
