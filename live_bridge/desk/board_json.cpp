#include "live_bridge/desk/board_json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "live_bridge/desk/words.hpp"

namespace twinline::live::desk {
namespace {

using Json = nlohmann::ordered_json;

// Attributes come from outside and may hold bytes that are no text.
std::string in_one_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json seconds(Duration duration) { return static_cast<double>(duration / 1ms) / 1e3; }
Json seconds(Time time) { return time == never ? Json() : seconds(time.time_since_epoch()); }

// Parentheses, not braces: those would make an array of one.
Json name_or_null(const std::string& name) { return name.empty() ? Json() : Json(name); }

Json call_json(const CallRow& call, const Directory& directory) {
  Json attributes = Json::array();
  for (const auto& [name, value] : call.attributes) attributes.push_back({{"name", name}, {"value", value}});
  return {{"name", call.name},
          {"type", name_or_null(directory.name_of(call.type))},
          {"segment", name_or_null(directory.name_of(call.segment))},
          {"queue", name_or_null(directory.name_of(call.queue))},
          {"queued_at", seconds(call.queued_at)},
          {"attributes", std::move(attributes)}};
}

Json request_json(const OpenRequestRow& request, const Directory& directory) {
  return {{"id", request.request.value},
          {"kind", word_of(request_kinds, request.kind)},
          {"group", name_or_null(directory.name_of(request.group))},
          {"from", seconds(request.from)},
          {"until", seconds(request.until)},
          {"expires", seconds(request.expires)}};
}

Json row_json(const AgentRow& row, const Directory& directory) {
  const Account* const account = directory.account(row.agent);
  Json requests = Json::array();
  for (const auto& request : row.requests) requests.push_back(request_json(request, directory));
  return {{"user", name_or_null(account ? account->user : "")},
          {"name", directory.name_of(row.agent)},
          {"group", name_or_null(directory.name_of(row.group))},
          {"state", word_of(agent_states, row.state)},
          {"reason", word_of(reasons, row.reason)},
          {"since", seconds(row.since)},
          {"phone", row.phone},
          {"recording", word_of(recording_progress, row.recording)},
          {"call", row.call ? call_json(*row.call, directory) : Json()},
          {"requests", std::move(requests)}};
}

bool has_a_caller(const AgentRow& row) { return row.state == AgentState::offered || row.state == AgentState::busy; }

Json own_row_json(const AgentRow& row, const Directory& directory) {
  Json json = row_json(row, directory);
  if (has_a_caller(row) && !row.caller_number.empty()) json["caller_number"] = row.caller_number;
  return json;
}

Json queues_json(const Board& board, const Directory& directory) {
  Json queues = Json::array();
  for (const auto& queue : board.queues) {
    queues.push_back({{"name", directory.name_of(queue.queue)},
                      {"waiting", queue.waiting},
                      {"longest_wait", seconds(queue.longest_wait)},
                      {"offered", queue.offered},
                      {"answered", queue.answered},
                      {"abandoned", queue.abandoned},
                      {"answered_in_threshold", queue.answered_in_threshold}});
  }
  return queues;
}

void add_what_supervisors_see(Json& json, const Board& board, const Directory& directory) {
  Json& agents = json["agents"] = Json::array();
  for (const auto& row : board.agents) agents.push_back(row_json(row, directory));
  Json& trunks = json["trunks"] = Json::array();
  for (const auto& trunk : board.trunks) {
    trunks.push_back(
        {{"name", directory.name_of(trunk.trunk)}, {"up", trunk.up}, {"busy", trunk.busy}, {"lines", trunk.lines}});
  }
  json["media_up"] = board.media_up;
  json["store_up"] = board.store_up;
}

}  // namespace

std::string board_json(const BoardOnShow& on_show, Time now, const Directory& directory, const Account& reader) {
  const Board& board = *on_show.board;
  const auto own = std::find_if(board.agents.begin(), board.agents.end(),
                                [&](const AgentRow& row) { return reader.agent && row.agent == reader.agent; });
  Json json{{"now", seconds(board.now + (now - on_show.shown_at))},
            {"draining", board.draining},
            {"you", own == board.agents.end() ? Json() : own_row_json(*own, directory)},
            {"queues", queues_json(board, directory)}};
  if (reader.supervisor) add_what_supervisors_see(json, board, directory);
  return in_one_line(json);
}

std::string account_json(const Account& account, const Directory& directory, const std::string& csrf_token) {
  Json reasons_offered = Json::array();
  for (const auto& reason : reasons_to_give) reasons_offered.push_back(reason.word);
  return in_one_line({{"user", account.user},
                      {"name", account.name},
                      {"role", account.supervisor ? "supervisor" : "agent"},
                      {"csrf_token", csrf_token},
                      {"reasons", std::move(reasons_offered)},
                      {"call_types", directory.call_types()},
                      {"groups", directory.groups()}});
}

}  // namespace twinline::live::desk
