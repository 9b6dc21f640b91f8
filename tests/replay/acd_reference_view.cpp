// The View of the reference ACD, worked out from nothing but the lists of calls and agents.
#include <algorithm>

#include "tests/replay/acd_reference.hpp"

namespace twinline::reference {

std::vector<Call*> ReferenceAcd::waiting_by_place() {
  std::vector<Call*> waiting;
  for (Call& call : calls_) {
    if (call.row.state == CallState::waiting) waiting.push_back(&call);
  }
  std::sort(waiting.begin(), waiting.end(), [](const Call* a, const Call* b) { return a->row.place < b->row.place; });
  return waiting;
}

const View& ReferenceAcd::view() {
  call_rows_.clear();
  attribute_rows_.assign(calls_.size() * max_attributes, Attribute{});
  for (std::size_t slot = 0; slot < calls_.size(); ++slot) {
    call_rows_.push_back(calls_[slot].row);
    call_rows_.back().attribute_count = static_cast<std::uint8_t>(calls_[slot].attributes.size());
    std::copy(calls_[slot].attributes.begin(), calls_[slot].attributes.end(),
              attribute_rows_.begin() + static_cast<std::ptrdiff_t>(slot * max_attributes));
  }

  line_rows_.clear();
  for (const Line& line : lines_) line_rows_.push_back({line.queue, line.type, line.priority, {}, {}, 0});
  for (const Call* call : waiting_by_place()) {
    for (std::size_t index = 0; index < lines_.size(); ++index) {
      LineView& line = line_rows_[index];
      if (line.queue != call->row.queue || line.type != call->row.type || line.priority != call->row.priority) continue;
      CallView& row = call_rows_[call->row.id.slot.value];
      row.line = LineIndex{index};
      row.previous = line.last;
      row.next = {};
      if (line.last) call_rows_[line.last.value].next = row.id.slot;
      if (!line.first) line.first = row.id.slot;
      line.last = row.id.slot;
      ++line.waiting;
    }
  }

  lines_by_group_.assign(centre_.groups.size(), {});
  for (std::size_t group = 0; group < centre_.groups.size(); ++group) {
    for (std::size_t line = 0; line < lines_.size(); ++line) {
      if (centre_.eligibility_of(GroupIndex{group}, lines_[line].type))
        lines_by_group_[group].push_back(LineIndex{line});
    }
  }
  line_spans_.assign(lines_by_group_.begin(), lines_by_group_.end());

  agent_rows_.clear();
  group_rows_.assign(centre_.groups.size(), GroupView{});
  const std::size_t words = (agents_.size() + 63) / 64;
  idle_bits_.assign(words * centre_.groups.size(), 0);
  free_bits_.assign(words * centre_.groups.size(), 0);
  for (std::size_t index = 0; index < agents_.size(); ++index) {
    const Agent& agent = agents_[index];
    agent_rows_.push_back(agent.row);
    GroupView& group = group_rows_[agent.row.group.value];
    if (agent.row.state != AgentState::logged_out) ++group.logged_in;
    if (agent.row.state == AgentState::not_ready) ++group.not_ready;
    if (agent.row.engaged > 0) ++group.engaged;
    const std::size_t word = agent.row.group.value * words + index / 64;
    if (agent.idle) idle_bits_[word] |= std::uint64_t{1} << (index % 64);
    if (agent.idle && agent.row.engaged == 0) free_bits_[word] |= std::uint64_t{1} << (index % 64);
  }
  std::vector<std::size_t> idle;
  for (std::size_t index = 0; index < agents_.size(); ++index) {
    if (agents_[index].idle) idle.push_back(index);
  }
  std::sort(idle.begin(), idle.end(), [this](std::size_t a, std::size_t b) {
    const Agent &one = agents_[a], &other = agents_[b];
    if (one.row.engaged != other.row.engaged) return one.row.engaged < other.row.engaged;
    return one.idle_order < other.idle_order;
  });
  for (const std::size_t index : idle) {
    GroupView& group = group_rows_[agents_[index].row.group.value];
    agent_rows_[index].previous_idle = group.latest_idle;
    agent_rows_[index].next_idle = {};
    if (group.latest_idle) agent_rows_[group.latest_idle.value].next_idle = AgentIndex{index};
    if (!group.longest_idle) group.longest_idle = AgentIndex{index};
    group.latest_idle = AgentIndex{index};
    ++group.idle;
  }

  queue_rows_.clear();
  for (const Counts& counts : counts_) {
    queue_rows_.push_back({0, 0, counts.entered, counts.answered, counts.abandoned, counts.average});
  }
  trunk_rows_.clear();
  for (const bool up : trunk_up_) trunk_rows_.push_back({0, up});
  view_.busy_ivr_ports = 0;
  for (const Call& call : calls_) {
    if (call.row.state == CallState::waiting) ++queue_rows_[call.row.queue.value].waiting;
    if (call.row.state == CallState::offered) ++queue_rows_[call.row.queue.value].ringing;
    if (call.has_port) ++view_.busy_ivr_ports;
    if (call.has_line) ++trunk_rows_[call.row.trunk.value].busy_lines;
  }

  view_.now = now_;
  view_.centre = &centre_;
  view_.calls = call_rows_;
  view_.agents = agent_rows_;
  view_.groups = group_rows_;
  view_.lines = line_rows_;
  view_.queues = queue_rows_;
  view_.trunks = trunk_rows_;
  view_.sites = sites_;
  view_.services = services_;
  view_.forecasts = forecasts_;
  view_.attribute_table = attribute_rows_;
  view_.lines_by_group = line_spans_;
  view_.idle_bits = idle_bits_;
  view_.free_bits = free_bits_;
  view_.policy_seed = policy_seed_;
  return view_;
}

}  // namespace twinline::reference
