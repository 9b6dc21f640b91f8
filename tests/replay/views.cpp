#include "tests/replay/views.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace twinline::reference {
namespace {

/// Collects the first complaint.
class Complaint {
 public:
  explicit Complaint(std::string what) : what_(std::move(what)) {}
  template <class Value>
  void same(const char* name, const Value& value, const Value& expected) {
    if (!(value == expected)) complain(name);
  }
  void holds(const char* name, bool truth) {
    if (!truth) complain(name);
  }
  const std::string& text() const { return text_; }

 private:
  void complain(std::string_view name) {
    if (text_.empty()) text_.append(what_).append(": ").append(name);
  }

  std::string what_, text_;
};

template <class Row>
std::string numbered(std::string_view name, const Row& row) {
  std::string text{name};
  text.append(" ").append(std::to_string(row));
  return text;
}

std::string difference(const CallView& call, const CallView& expected) {
  Complaint complaint(numbered("call", expected.id.slot.value));
  complaint.same("state", call.state, expected.state);
  if (expected.state == CallState::gone) return complaint.text();
  complaint.same("id", call.id, expected.id);
  complaint.same("key", call.key, expected.key);
  complaint.same("arrived", call.arrived, expected.arrived);
  complaint.same("queued_at", call.queued_at, expected.queued_at);
  complaint.same("answered_at", call.answered_at, expected.answered_at);
  complaint.same("place", call.place, expected.place);
  complaint.same("value", call.value, expected.value);
  complaint.same("type", call.type, expected.type);
  complaint.same("segment", call.segment, expected.segment);
  complaint.same("queue", call.queue, expected.queue);
  complaint.same("trunk", call.trunk, expected.trunk);
  complaint.same("agent", call.agent, expected.agent);
  complaint.same("decisions", call.decisions, expected.decisions);
  complaint.same("refusals", call.refusals, expected.refusals);
  complaint.same("priority", call.priority, expected.priority);
  complaint.same("attempt", call.attempt, expected.attempt);
  complaint.same("held", call.held, expected.held);
  complaint.same("direction", call.direction, expected.direction);
  complaint.same("absent", call.absent, expected.absent);
  complaint.same("caller_holds", call.caller_holds, expected.caller_holds);
  complaint.same("position", call.position, expected.position);
  complaint.same("attribute_count", call.attribute_count, expected.attribute_count);
  if (expected.state != CallState::waiting) return complaint.text();
  complaint.same("line", call.line, expected.line);
  complaint.same("previous", call.previous, expected.previous);
  complaint.same("next", call.next, expected.next);
  return complaint.text();
}

std::string difference(std::size_t index, const AgentView& agent, const AgentView& expected) {
  Complaint complaint(numbered("agent", index));
  complaint.same("group", agent.group, expected.group);
  complaint.same("state", agent.state, expected.state);
  complaint.same("reason", agent.reason, expected.reason);
  complaint.same("held", agent.held, expected.held);
  complaint.same("engaged", agent.engaged, expected.engaged);
  complaint.same("capacity", agent.capacity, expected.capacity);
  complaint.same("answered", agent.answered, expected.answered);
  complaint.same("offers", agent.offers, expected.offers);
  complaint.same("since", agent.since, expected.since);
  complaint.same("idle_since", agent.idle_since, expected.idle_since);
  complaint.same("logged_in_at", agent.logged_in_at, expected.logged_in_at);
  complaint.same("handled", agent.handled, expected.handled);
  if (expected.engaged > 0) complaint.same("engaged_since", agent.engaged_since, expected.engaged_since);
  complaint.same("previous_idle", agent.previous_idle, expected.previous_idle);
  complaint.same("next_idle", agent.next_idle, expected.next_idle);
  return complaint.text();
}

template <class Row, class Same>
std::string difference(const char* name, std::span<const Row> rows, std::span<const Row> expected, Same same) {
  if (rows.size() != expected.size()) return std::string{name}.append(": other number of rows");
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!same(rows[row], expected[row])) return numbered(name, row);
  }
  return {};
}

}  // namespace

std::string difference(const View& view, const View& expected) {
  for (std::size_t slot = 0; slot < std::max(view.calls.size(), expected.calls.size()); ++slot) {
    const CallView none;
    const CallView& call = slot < view.calls.size() ? view.calls[slot] : none;
    const CallView& other = slot < expected.calls.size() ? expected.calls[slot] : none;
    if (auto text = difference(call, other); !text.empty()) return text;
    if (other.state == CallState::gone) continue;
    const auto attributes = view.attributes(CallSlot{slot}), others = expected.attributes(CallSlot{slot});
    if (!std::equal(attributes.begin(), attributes.end(), others.begin(), others.end()))
      return numbered("attributes", slot);
  }
  for (std::size_t agent = 0; agent < expected.agents.size(); ++agent) {
    if (auto text = difference(agent, view.agents[agent], expected.agents[agent]); !text.empty()) return text;
  }
  std::string text = difference("group", view.groups, expected.groups, [](const GroupView& a, const GroupView& b) {
    return a.longest_idle == b.longest_idle && a.latest_idle == b.latest_idle && a.idle == b.idle &&
           a.logged_in == b.logged_in && a.engaged == b.engaged && a.not_ready == b.not_ready;
  });
  if (text.empty())
    text = difference("line", view.lines, expected.lines, [](const LineView& a, const LineView& b) {
      return a.queue == b.queue && a.type == b.type && a.priority == b.priority && a.first == b.first &&
             a.last == b.last && a.waiting == b.waiting;
    });
  if (text.empty())
    text = difference("queue", view.queues, expected.queues, [](const QueueView& a, const QueueView& b) {
      return a.waiting == b.waiting && a.ringing == b.ringing && a.entered == b.entered && a.answered == b.answered &&
             a.abandoned == b.abandoned && a.average_handling == b.average_handling;
    });
  if (text.empty())
    text = difference("trunk", view.trunks, expected.trunks, [](const TrunkView& a, const TrunkView& b) {
      return a.busy_lines == b.busy_lines && a.up == b.up;
    });
  if (text.empty())
    text = difference("site", view.sites, expected.sites,
                      [](const SiteView& a, const SiteView& b) { return a.state == b.state && a.since == b.since; });
  if (text.empty())
    text = difference("service", view.services, expected.services, [](const ServiceView& a, const ServiceView& b) {
      return a.health == b.health && a.reported_at == b.reported_at && a.since == b.since;
    });
  if (text.empty())
    text = difference("forecast", view.forecasts, expected.forecasts, [](const ForecastView& a, const ForecastView& b) {
      return a.from == b.from && a.until == b.until && a.calls == b.calls && a.low == b.low && a.high == b.high;
    });
  if (text.empty() && view.busy_ivr_ports != expected.busy_ivr_ports) text = "busy ports of the IVR";
  if (text.empty()) text = difference("idle bits", view.idle_bits, expected.idle_bits, std::equal_to<>{});
  if (text.empty()) text = difference("free bits", view.free_bits, expected.free_bits, std::equal_to<>{});
  if (text.empty())
    text = difference("lines of group", view.lines_by_group, expected.lines_by_group,
                      [](std::span<const LineIndex> a, std::span<const LineIndex> b) {
                        return std::equal(a.begin(), a.end(), b.begin(), b.end());
                      });
  if (text.empty() && view.now != expected.now) text = "now";
  return text;
}

std::string broken_invariant(const View& view) {
  Complaint complaint("invariant");
  std::vector<std::uint32_t> in_hand(view.agents.size()), in_line(view.calls.size());
  std::vector<bool> taken_whole(view.agents.size());
  std::uint64_t waiting = 0;
  for (const CallView& call : view.calls) {
    const bool engages =
        call.state == CallState::offered || call.state == CallState::talking || call.state == CallState::wrapping_up;
    if (engages) ++in_hand[call.agent.value];
    if (engages && view.centre->call_types[call.type.value].whole_agent) taken_whole[call.agent.value] = true;
    if (call.state == CallState::waiting) ++waiting;
  }
  for (const LineView& line : view.lines) {
    CallSlot previous;
    std::uint32_t length = 0;
    for (CallSlot slot = line.first; slot && length <= view.calls.size();
         previous = slot, slot = view.call(slot).next) {
      const CallView& call = view.call(slot);
      ++length, ++in_line[slot.value];
      complaint.holds("who stands in a line waits", call.state == CallState::waiting);
      complaint.holds("neighbours know each other", call.previous == previous);
      complaint.holds("order of place", !previous || view.call(previous).place < call.place);
      complaint.holds("right line",
                      call.queue == line.queue && call.type == line.type && call.priority == line.priority);
    }
    complaint.same("end of the line", line.last, previous);
    complaint.same("length of the line", line.waiting, length);
    waiting -= std::min<std::uint64_t>(waiting, length);
  }
  complaint.same("who waits stands in a line", waiting, std::uint64_t{0});
  complaint.holds("nobody stands in two lines",
                  std::all_of(in_line.begin(), in_line.end(), [](auto n) { return n <= 1; }));

  for (std::size_t agent = 0; agent < view.agents.size(); ++agent) {
    complaint.same("calls in hand", std::uint32_t{view.agents[agent].engaged}, in_hand[agent]);
    complaint.holds("capacity", view.agents[agent].engaged <= view.agents[agent].capacity);
  }
  for (std::size_t group = 0; group < view.groups.size(); ++group) {
    const std::size_t words = (view.agents.size() + 63) / 64;
    const auto bits = view.idle_bits.subspan(group * words, words);
    std::uint32_t length = 0, set = 0;
    for (AgentIndex agent = view.groups[group].longest_idle; agent && length <= view.agents.size();
         agent = view.agent(agent).next_idle) {
      ++length;
      complaint.holds("idle bit", (bits[agent.value / 64] >> (agent.value % 64) & 1U) != 0);
      complaint.holds("idle agent has room",
                      view.agent(agent).engaged < view.agent(agent).capacity && !taken_whole[agent.value]);
      for (const LineIndex line : view.lines_for(GroupIndex{group})) {
        if (!view.has_room_for(agent, view.line(line).type)) continue;
        for (CallSlot slot = view.line(line).first; slot; slot = view.call(slot).next) {
          complaint.holds("nobody idles beside a call unless one is held",
                          view.agent(agent).held || view.call(slot).held);
        }
      }
    }
    for (const std::uint64_t word : bits) set += static_cast<std::uint32_t>(std::popcount(word));
    complaint.same("idle agents", view.groups[group].idle, length);
    complaint.same("idle bits", set, length);
  }
  return complaint.text();
}

}  // namespace twinline::reference
