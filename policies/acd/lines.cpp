// Lines: the waiting calls of one queue, type and priority, in the order in which they began to wait.
#include <cassert>

#include "policies/acd/acd.hpp"

namespace twinline {

LineIndex Acd::line_for(QueueIndex queue, CallTypeIndex type, std::uint8_t priority) {
  const std::size_t position =
      (queue.value * centre_.call_types.size() + type.value) * (highest_priority + std::size_t{1}) + priority;
  LineIndex& line = line_index_[position];
  if (line) return line;
  line = LineIndex{lines_.size()};
  LineView view;
  view.queue = queue;
  view.type = type;
  view.priority = priority;
  lines_.push_back(view);
  for (const Eligibility& eligible : centre_.eligible_groups[type.value]) {
    lines_by_group_[eligible.group.value].push_back(line);
  }
  refresh_view();
  return line;
}

/// Works out anew which line is where and whom it concerns, after the centre has come or changed.
void Acd::index_lines() {
  constexpr std::size_t priorities = highest_priority + std::size_t{1};
  line_index_.assign(centre_.queues.size() * centre_.call_types.size() * priorities, LineIndex{});
  lines_by_group_.assign(centre_.groups.size(), {});
  for (std::size_t position = 0; position < lines_.size(); ++position) {
    const LineView& line = lines_[position];
    line_index_[(line.queue.value * centre_.call_types.size() + line.type.value) * priorities + line.priority] =
        LineIndex{position};
    for (const Eligibility& eligible : centre_.eligible_groups[line.type.value]) {
      lines_by_group_[eligible.group.value].push_back(LineIndex{position});
    }
  }
}

void Acd::link_into_line(CallView& call) {
  call.line = line_for(call.queue, call.type, call.priority);
  LineView& line = lines_[call.line.value];
  // From the end: only a call that returns after a refused offer, or overflows, is not the last.
  CallSlot before = line.last;
  while (before && calls_[before.value].place > call.place) before = calls_[before.value].previous;
  call.previous = before;
  call.next = before ? calls_[before.value].next : line.first;
  (before ? calls_[before.value].next : line.first) = call.id.slot;
  (call.next ? calls_[call.next.value].previous : line.last) = call.id.slot;
  ++line.waiting;
  ++queues_[call.queue.value].waiting;
}

void Acd::unlink_from_line(CallView& call) {
  LineView& line = lines_[call.line.value];
  (call.previous ? calls_[call.previous.value].next : line.first) = call.next;
  (call.next ? calls_[call.next.value].previous : line.last) = call.previous;
  call.previous = {};
  call.next = {};
  assert(line.waiting > 0);
  --line.waiting;
  --queues_[call.queue.value].waiting;
}

}  // namespace twinline
