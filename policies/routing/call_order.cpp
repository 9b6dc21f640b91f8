#include "policies/routing/call_order.hpp"

#include <algorithm>

namespace twinline {

std::vector<CallSlot> CallOrder::all_waiting(const View& view) const {
  std::vector<CallSlot> waiting;
  for (const LineView& line : view.lines) {
    for (CallSlot slot = line.first; slot; slot = view.call(slot).next) waiting.push_back(slot);
  }
  std::sort(waiting.begin(), waiting.end(),
            [&](CallSlot one, CallSlot other) { return goes_before(view, view.call(one), view.call(other)); });
  return waiting;
}

}  // namespace twinline
