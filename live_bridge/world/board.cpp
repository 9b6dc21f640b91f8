#include "live_bridge/world/board.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace twinline::live {
namespace {

desk::CallRow row_of(const CallView& call, const View& view) {
  desk::CallRow row{fmt::format("{:016x}", call.key), call.type, call.segment, call.queue, call.queued_at, {}};
  for (const Attribute& attribute : view.attributes(call.id.slot)) {
    row.attributes.emplace_back(view.centre->attributes[attribute.name.value], std::to_string(attribute.value));
  }
  return row;
}

bool concerns(const AskPeople& request, AgentIndex agent, GroupIndex group) {
  return request.agent ? request.agent == agent : request.group == group;
}

desk::AgentRow row_of(AgentIndex index, const View& view, Switchboard& switchboard) {
  const AgentView& agent = view.agent(index);
  desk::AgentRow row;
  row.agent = index;
  row.group = agent.group;
  row.state = agent.state;
  row.reason = agent.reason;
  row.since = agent.since;
  row.phone = switchboard.roster().phone(index);
  for (const AskPeople& request : switchboard.requests(view.now)) {
    if (!concerns(request, index, agent.group)) continue;
    row.requests.push_back(
        {request.request, request.kind, request.group, request.from, request.until, request.expires});
  }
  return row;
}

/// Calls by the agent who has them in hand, and the longest wait of each queue.
void add_calls(desk::Board& board, const View& view) {
  for (const CallView& call : view.calls) {
    const bool with_agent =
        call.state == CallState::offered || call.state == CallState::talking || call.state == CallState::wrapping_up;
    if (with_agent) board.agents[call.agent.value].call = row_of(call, view);
    if (call.state != CallState::waiting && call.state != CallState::offered) continue;
    Duration& longest = board.queues[call.queue.value].longest_wait;
    longest = std::max(longest, board.now - call.queued_at);
  }
}

}  // namespace

desk::Board painted_board(Time now, const View& view, Switchboard& switchboard, const QueueTally& tally) {
  desk::Board board;
  board.now = now;
  for (std::size_t agent = 0; agent < view.agents.size(); ++agent) {
    board.agents.push_back(row_of(AgentIndex{agent}, view, switchboard));
  }
  for (const auto& [agent, number] : switchboard.numbers_in_hand()) board.agents[agent.value].caller_number = number;
  for (const auto& [agent, progress] : switchboard.recordings_in_hand()) board.agents[agent.value].recording = progress;
  for (std::size_t queue = 0; queue < view.queues.size(); ++queue) {
    const QueueView& seen = view.queues[queue];
    const QueueCounts counts = tally.of(QueueIndex{queue});
    board.queues.push_back({QueueIndex{queue},
                            seen.waiting + seen.ringing,
                            {},
                            counts.offered,
                            counts.answered,
                            counts.abandoned,
                            counts.answered_in_threshold});
  }
  add_calls(board, view);
  for (std::size_t trunk = 0; trunk < view.trunks.size(); ++trunk) {
    board.trunks.push_back(
        {TrunkIndex{trunk}, view.trunks[trunk].up, view.trunks[trunk].busy_lines, view.centre->trunks[trunk].lines});
  }
  board.media_up = switchboard.media_up();
  return board;
}

}  // namespace twinline::live
