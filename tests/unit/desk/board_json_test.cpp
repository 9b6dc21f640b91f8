#include "live_bridge/desk/board_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/unit/desk/sample_board.hpp"

namespace twinline::live::desk {
namespace {

const Directory& directory() {
  static const Directory made{samples::settings(), samples::centre()};
  return made;
}

std::string as_seen_by(const char* user, const std::shared_ptr<const Board>& board = samples::board()) {
  return board_json({board, world_start}, world_start, directory(), *directory().account(user));
}

nlohmann::json parsed(const std::string& text) { return nlohmann::json::parse(text); }

TEST_CASE("an agent sees the own row and the queues, word for word") {
  CHECK(
      as_seen_by("anna") ==
      R"({"now":20.0,"draining":false,"you":{"user":"anna","name":"Anna","group":"service","state":"offered",)"
      R"("reason":"none","since":10.0,"phone":true,"recording":"off","call":{"name":"call-1","type":"question","segment":null,)"
      R"("queue":"support","queued_at":5.0,"attributes":[{"name":"path","value":"menu 2"}]},"requests":[],)"
      R"("caller_number":"+41441111111"},"queues":[{"name":"support","waiting":2,"longest_wait":1.5,"offered":9,)"
      R"("answered":0,"abandoned":0,"answered_in_threshold":0}]})");
}

TEST_CASE("a number is shown to the agent whom the caller rings or talks to, and to nobody else") {
  CHECK(as_seen_by("anna").find("+41442222222") == std::string::npos);
  CHECK(as_seen_by("bert").find("+41441111111") == std::string::npos);
  CHECK(as_seen_by("carla").find("+4144") == std::string::npos);
  CHECK(parsed(as_seen_by("bert"))["you"]["caller_number"] == "+41442222222");
}

TEST_CASE("a number is not shown when the call is over, though the board still has it") {
  for (const auto state : {AgentState::wrap_up, AgentState::ready, AgentState::not_ready, AgentState::logged_out}) {
    const auto board = samples::board();
    board->agents[0].state = state;
    CHECK(as_seen_by("anna", board).find("+4144") == std::string::npos);
  }
}

TEST_CASE("a supervisor on the phone sees the own caller only") {
  const auto board = samples::board();
  board->agents[2] = samples::row(2, AgentState::busy, "+41443333333");
  const auto json = parsed(as_seen_by("carla", board));
  CHECK(json["you"]["caller_number"] == "+41443333333");
  for (const auto& row : json["agents"]) CHECK_FALSE(row.contains("caller_number"));
}

TEST_CASE("other agents, trunks and the bridge's health are for supervisors") {
  const auto agent = parsed(as_seen_by("anna"));
  for (const char* key : {"agents", "trunks", "media_up", "store_up"}) CHECK_FALSE(agent.contains(key));
  const auto supervisor = parsed(as_seen_by("carla"));
  CHECK(supervisor["agents"].size() == 3);
  CHECK(supervisor["agents"][1]["call"]["name"] == "call-1");
  CHECK(supervisor["trunks"][0] == nlohmann::json{{"name", "carrier"}, {"up", false}, {"busy", 1}, {"lines", 30}});
  CHECK(supervisor["media_up"] == true);
}

TEST_CASE("time goes on after the board was put up") {
  const auto& anna = *directory().account("anna");
  const auto text = board_json({samples::board(), world_start + 3s}, world_start + 5s, directory(), anna);
  CHECK(parsed(text)["now"] == 22.0);
}

TEST_CASE("what comes from outside stays text in one line, whatever bytes it has") {
  const auto board = samples::board();
  board->agents[0].call->attributes = {{"note", "</script>\n\"\xff\xfe"}};
  const auto text = as_seen_by("anna", board);
  CHECK(text.find('\n') == text.npos);
  CHECK(parsed(text)["you"]["call"]["attributes"][0]["value"] == "</script>\n\"\uFFFD\uFFFD");
}

TEST_CASE("what came to the centre after the directory was made has a number for a name") {
  const auto board = samples::board();
  board->agents[0].group = GroupIndex{7};
  board->agents.push_back(samples::row(8, AgentState::ready, ""));
  const auto json = parsed(as_seen_by("carla", board));
  CHECK(json["agents"][0]["group"] == "#7");
  CHECK(json["agents"][3]["name"] == "#8");
  CHECK(json["agents"][3]["user"].is_null());
}

TEST_CASE("every state, reason and kind of request has its word") {
  const auto board = samples::board();
  board->agents[0].reason = NotReadyReason::phone_lost;
  board->agents[0].recording = recording::Progress::paused;
  OpenRequestRow request;
  request.kind = RequestKind::join_emergency_group;
  request.until = never;
  board->agents[0].requests = {request};
  const auto you = parsed(as_seen_by("anna", board))["you"];
  CHECK(you["reason"] == "phone");
  CHECK(you["recording"] == "paused");
  CHECK(you["requests"][0]["kind"] == "join_emergency_group");
  CHECK(you["requests"][0]["until"].is_null());
}

TEST_CASE("an account tells its page the words that it may send") {
  const auto json = parsed(account_json(*directory().account("carla"), directory(), "secret"));
  CHECK(json["role"] == "supervisor");
  CHECK(json["csrf_token"] == "secret");
  CHECK(json["groups"] == nlohmann::json({"service", "advice"}));
  CHECK(json["reasons"] == nlohmann::json({"pause", "meeting", "training", "other"}));
}

}  // namespace
}  // namespace twinline::live::desk
