#include "tests/bridge/desk/made_up_world.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

namespace twinline::live::desk_test {
namespace {

constexpr int crowd = 25;

void change_state(desk::AgentRow& row, AgentState state, Time now, NotReadyReason reason = NotReadyReason::none) {
  row.state = state;
  row.reason = reason;
  row.since = now;
  if (state != AgentState::offered && state != AgentState::busy) row.caller_number.clear();
  if (state == AgentState::ready || state == AgentState::not_ready) row.call.reset();
}

}  // namespace

Centre small_centre() {
  Centre centre;
  centre.queues.resize(2);
  centre.queues[0].name = "support";
  centre.queues[1].name = "loans";
  centre.groups.resize(2);
  centre.groups[0].name = "service";
  centre.groups[1].name = "advice";
  for (const char* name : {"Anna Amsler", "Bert Brun", "Carla Conti"}) centre.agents.push_back({name, GroupIndex{0}});
  for (int i = 1; i <= crowd; ++i) centre.agents.push_back({fmt::format("Person {}", i), GroupIndex{1}});
  centre.call_types.resize(2);
  centre.call_types[0].name = "question";
  centre.call_types[0].queue = QueueIndex{0};
  centre.call_types[1].name = "new_loan";
  centre.call_types[1].queue = QueueIndex{1};
  centre.segments.resize(1);
  centre.segments[0].name = "gold";
  centre.trunks.resize(1);
  centre.trunks[0].name = "carrier";
  return centre;
}

scenarios::BridgeSettings small_settings(const Centre& centre, const std::string& password_file, std::uint16_t port) {
  scenarios::BridgeSettings settings;
  settings.http.listen = {"127.0.0.1", port};
  std::getline(std::ifstream(password_file), settings.rollout.operators["olga"]);
  for (std::size_t i = 0; i < centre.agents.size(); ++i) {
    scenarios::AgentAccount account;
    account.agent = AgentIndex{i};
    account.user = i == 0 ? "anna" : i == 1 ? "bert" : i == 2 ? "carla" : fmt::format("p{}", i - 2);
    account.desk_password_file = password_file;
    account.supervisor = i == 2;
    settings.agents.push_back(account);
  }
  return settings;
}

MadeUpWorld::MadeUpWorld(const Centre& centre) : centre_(centre) {
  for (std::size_t i = 0; i < centre.agents.size(); ++i) {
    desk::AgentRow row;
    row.agent = AgentIndex{i};
    row.group = centre.agents[i].group;
    row.phone = true;
    board_.agents.push_back(row);
  }
  for (std::size_t i = 0; i < centre.queues.size(); ++i) {
    desk::QueueRow row;
    row.queue = QueueIndex{i};
    board_.queues.push_back(row);
  }
  board_.trunks.push_back({TrunkIndex{0}, true, 3, 30});
}

std::shared_ptr<const desk::Board> MadeUpWorld::board() {
  board_.now += 1ms;
  ++boards_;
  return std::make_shared<const desk::Board>(board_);
}

void MadeUpWorld::handle(const desk::Command& command) {
  if (mute_) return;
  const std::string refused = apply(command.action);
  changed();
  command.answered(refused);
}

std::string MadeUpWorld::apply(const desk::Action& action) {
  return std::visit(
      [&](const auto& what) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(what)>, desk::Drain>) {
          board_.draining = what.on;
          return {};
        } else if constexpr (std::is_same_v<std::decay_t<decltype(what)>, desk::ReadMetrics>) {
          *what.text = fmt::format("# TYPE twinline_boards counter\ntwinline_boards {}\n", boards_);
          return {};
        } else if constexpr (std::is_same_v<std::decay_t<decltype(what)>, desk::OnLoop>) {
          what.what();
          return {};
        } else {
          return apply_to_row(board_.agents.at(what.agent.value), action);
        }
      },
      action);
}

std::string MadeUpWorld::apply_to_row(desk::AgentRow& row, const desk::Action& action) {
  const bool in_talk = row.state == AgentState::busy;
  if (const auto* set = std::get_if<desk::SetPresence>(&action)) {
    if (in_talk || row.state == AgentState::offered) return "there is a call";
    if (set->presence == Presence::ready && !row.phone) return "the phone is not registered";
    const AgentState state = set->presence == Presence::ready       ? AgentState::ready
                             : set->presence == Presence::not_ready ? AgentState::not_ready
                                                                    : AgentState::logged_out;
    change_state(row, state, board_.now, set->reason);
  } else if (std::holds_alternative<desk::FinishWrapUp>(action)) {
    if (row.state != AgentState::wrap_up) return "there is no wrap-up";
    change_state(row, AgentState::ready, board_.now);
  } else if (const auto* answer = std::get_if<desk::AnswerRequest>(&action)) {
    if (std::erase_if(row.requests, [&](const auto& open) { return open.request == answer->request; }) == 0) {
      return "the request is over";
    }
  } else if (std::holds_alternative<desk::ReleaseAgent>(action)) {
    change_state(row, AgentState::ready, board_.now);
  } else if (const auto* move = std::get_if<desk::MoveAgent>(&action)) {
    row.group = move->group;
  } else if (!in_talk) {
    return "there is no call";
  } else if (const auto* transfer = std::get_if<desk::TransferToQueue>(&action)) {
    ++board_.queues.at(centre_.call_types.at(transfer->type.value).queue.value).waiting;
    change_state(row, AgentState::wrap_up, board_.now);
  } else if (const auto* pause = std::get_if<desk::PauseRecording>(&action)) {
    row.recording = pause->paused ? recording::Progress::paused : recording::Progress::recording;
  } else if (const auto* outside = std::get_if<desk::TransferToNumber>(&action)) {
    if (!outside->number.starts_with("+41")) return "this number may not be called";
    change_state(row, AgentState::wrap_up, board_.now);
  } else if (std::holds_alternative<desk::HangUp>(action)) {
    change_state(row, AgentState::wrap_up, board_.now);
  }
  return {};
}

void MadeUpWorld::obey(const std::string& line) {
  std::istringstream words{line};
  std::string verb, user, rest;
  words >> verb >> user;
  std::getline(words >> std::ws, rest);
  if (verb == "mute") {
    mute_ = user == "on";
    return;
  }
  desk::AgentRow& row = row_of(user);
  if (verb == "offer") {
    change_state(row, AgentState::offered, board_.now);
    row.call = desk::CallRow{fmt::format("{:016x}", ++calls_),
                             CallTypeIndex{1},
                             SegmentIndex{0},
                             QueueIndex{1},
                             board_.now,
                             {{"open_ticket", "4711"}, {"path", "welcome, menu 2"}}};
    row.caller_number = rest;
    ++board_.queues[1].offered;
  } else if (verb == "answer") {
    row.recording = recording::Progress::recording;
    change_state(row, AgentState::busy, board_.now);
    ++board_.queues[1].answered;
    ++board_.queues[1].answered_in_threshold;
  } else if (verb == "hang-up") {
    change_state(row, AgentState::wrap_up, board_.now);
  } else if (verb == "request") {
    row.requests.push_back({RequestId{++requests_}, RequestKind::move_group, GroupIndex{1}, board_.now, board_.now + 1h,
                            board_.now + 5min});
  } else if (verb == "phone") {
    row.phone = rest == "on";
    if (!row.phone) change_state(row, AgentState::not_ready, board_.now, NotReadyReason::phone_lost);
  } else if (verb == "attribute") {
    row.call->attributes.emplace_back("note", rest);
  } else {
    throw std::runtime_error("unknown command: " + line);
  }
  changed();
}

desk::AgentRow& MadeUpWorld::row_of(const std::string& user) {
  const auto settings = small_settings(centre_, {}, 0);
  const auto account = std::find_if(settings.agents.begin(), settings.agents.end(),
                                    [&](const scenarios::AgentAccount& entry) { return entry.user == user; });
  if (account == settings.agents.end()) throw std::runtime_error("unknown user: " + user);
  return board_.agents[account->agent.value];
}

}  // namespace twinline::live::desk_test
