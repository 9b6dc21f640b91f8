// What each route does; routes.cpp says which there are and lets in who may.
#include <charconv>
#include <chrono>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/desk/request_body.hpp"
#include "live_bridge/desk/routes.hpp"
#include "live_bridge/desk/secrets.hpp"
#include "live_bridge/desk/session_cookie.hpp"
#include "live_bridge/recording/listing.hpp"
#include "live_bridge/wall/log.hpp"

namespace twinline::live::desk {
namespace {

constexpr std::chrono::milliseconds patience{2000};
constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_criterion = 64;

HttpResponse json_response(std::string json) {
  HttpResponse response;
  response.body = std::move(json);
  return response;
}

HttpResponse done() { return json_response(R"({"ok":true})"); }

/// The agent whom a supervisor's path names.
const Account& account_in(const Directory& directory, const std::string& user) {
  const Account* const account = directory.account(user);
  if (!account || !account->agent) throw Refusal(404, fmt::format("no agent is called '{}'", user));
  return *account;
}

/// As boards, records and recordings show it.
bool names_a_call(const std::string& text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

HttpResponse response_of(ErrandReply reply) {
  HttpResponse response = json_response(std::move(reply.body));
  response.status = reply.status;
  return response;
}

HttpResponse try_again_later(int status, const std::string& why, Duration after) {
  auto response = error_response(status, why);
  response.headers.emplace_back("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(after).count()));
  return response;
}

}  // namespace

AgentIndex Routes::Visit::own_agent() const {
  if (!account->agent) throw Refusal(403, "this account is no agent's");
  return account->agent;
}

HttpResponse Routes::log_in(const Visit& visit) {
  const RequestBody body{visit.request.body, {"user", "password"}};
  const std::string user = body.text("user"), password = body.text("password");
  if (user.size() > longest_name || password.size() > longest_name) {
    throw Refusal(400, fmt::format("user and password have {} bytes at most", longest_name));
  }
  const Account* const account = visit.directory->account(user);
  const auto checked = ground_.logins.check(user, account ? account->password_hash : std::string{}, password,
                                            visit.request.client, ground_.clock.now());
  // A name that is none is not logged: people type passwords into the wrong field.
  const std::string_view logged_name = account ? std::string_view{user} : "somebody unknown";
  switch (checked.outcome) {
    case Logins::Outcome::accepted: break;
    case Logins::Outcome::wrong:
      log_warning("desk: {} failed to log in from {}", logged_name, visit.request.client);
      return error_response(401, "user or password is wrong");
    case Logins::Outcome::limited:
      log_warning("desk: {} tried to log in too often from {}", logged_name, visit.request.client);
      return try_again_later(429, "too many attempts; wait some minutes", checked.retry_after);
    case Logins::Outcome::busy: return try_again_later(503, "many log in at this moment; try again", 1s);
  }
  const auto opened = ground_.sessions.open(user, ground_.clock.now());
  log_info("desk: {} logged in from {}", user, visit.request.client);
  auto response =
      json_response(account_json(*visit.directory->account(user), *visit.directory, opened.session.csrf_token));
  response.headers.emplace_back("Set-Cookie", cookie_with(opened.token, visit.request.encrypted));
  return response;
}

HttpResponse Routes::log_out(const Visit& visit) {
  const RequestBody body{visit.request.body, {}};
  ground_.sessions.close(visit.session.key);
  log_info("desk: {} logged out", visit.account->user);
  auto response = done();
  response.headers.emplace_back("Set-Cookie", cookie_removed());
  return response;
}

HttpResponse Routes::show_account(const Visit& visit) {
  // No error: a page asks this first of all, to know whether to show the login.
  if (!visit.account) return json_response(R"({"user":null})");
  return json_response(account_json(*visit.account, *visit.directory, visit.session.csrf_token));
}

HttpResponse Routes::show_board(const Visit& visit) {
  const auto board = ground_.board.get();
  if (!board) throw Refusal(503, "the bridge is starting");
  return json_response(board_json(*board, ground_.clock.now(), *visit.directory, *visit.account));
}

HttpResponse Routes::listen_to_events(const Visit& visit) {
  if (visit.request.method != "GET") throw Refusal(405, "events can only be listened to");
  auto place = ground_.listeners.place_for(visit.account->user);
  if (!place) return try_again_later(503, "too many pages are open", 10s);
  HttpResponse response;
  response.content_type = "text/event-stream";
  response.listener = Listener{visit.session.key, visit.account->user, std::move(place)};
  return response;
}

HttpResponse Routes::set_presence(const Visit& visit) {
  const RequestBody body{visit.request.body, {"presence", "reason"}};
  const auto presence = body.choice("presence", presences);
  auto reason = NotReadyReason::none;
  if (presence == Presence::not_ready) {
    reason = body.choice("reason", reasons_to_give);
  } else if (body.has("reason")) {
    throw Refusal(400, "'reason' goes with the presence 'not_ready' only");
  }
  return carry_out(SetPresence{visit.own_agent(), presence, reason});
}

HttpResponse Routes::finish_wrap_up(const Visit& visit) {
  const RequestBody body{visit.request.body, {}};
  return carry_out(FinishWrapUp{visit.own_agent()});
}

HttpResponse Routes::answer_request(const Visit& visit) {
  const RequestBody body{visit.request.body, {"answer"}};
  const std::string& text = visit.path.back();
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) throw Refusal(404, "requests are named by numbers");
  return carry_out(AnswerRequest{RequestId{number}, visit.own_agent(), body.choice("answer", request_answers)});
}

HttpResponse Routes::transfer(const Visit& visit) {
  const RequestBody body{visit.request.body, {"call_type", "number"}};
  if (body.has("number") == body.has("call_type")) {
    throw Refusal(400, "give a 'call_type' or a 'number', one of the two");
  }
  if (body.has("number")) return carry_out(TransferToNumber{visit.own_agent(), body.text("number")});
  const auto type = place_of(body.text("call_type"), visit.directory->call_types(), "call type");
  return carry_out(TransferToQueue{visit.own_agent(), CallTypeIndex{type}});
}

HttpResponse Routes::hang_up(const Visit& visit) {
  const RequestBody body{visit.request.body, {}};
  return carry_out(HangUp{visit.own_agent()});
}

HttpResponse Routes::pause_recording(const Visit& visit) {
  const RequestBody body{visit.request.body, {"paused"}};
  return carry_out(PauseRecording{visit.own_agent(), body.flag("paused")});
}

const recording::Archive& Routes::archive() const {
  if (!ground_.recordings) throw Refusal(404, "nobody is recorded here");
  return *ground_.recordings;
}

HttpResponse Routes::list_recordings(const Visit& visit) {
  const recording::Archive& recordings = archive();
  recordings.audit().append(utc_now(), {visit.account->user, "listed", "", "at the desk"});
  return json_response(recording::json_of(recordings.list()));
}

HttpResponse Routes::get_recording(const Visit& visit) {
  const std::string& name = visit.path.back();
  HttpResponse response;
  response.content_type = "audio/wav";
  try {
    archive().get(name, visit.account->user, [&](std::span<const std::uint8_t> bytes) {
      response.body.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    });
  } catch (const recording::NoRecording& none) {
    throw Refusal(404, none.what());
  }
  response.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}.wav\"", name));
  return response;
}

HttpResponse Routes::release(const Visit& visit) {
  const RequestBody body{visit.request.body, {}};
  const Account& agent = account_in(*visit.directory, visit.path[2]);
  return carry_out_as_supervisor(visit, ReleaseAgent{visit.account->agent, agent.agent}, "release " + agent.user);
}

HttpResponse Routes::move(const Visit& visit) {
  const RequestBody body{visit.request.body, {"group"}};
  const Account& agent = account_in(*visit.directory, visit.path[2]);
  const std::string name = body.text("group");
  const GroupIndex group{place_of(name, visit.directory->groups(), "group")};
  return carry_out_as_supervisor(visit, MoveAgent{visit.account->agent, agent.agent, group},
                                 fmt::format("move {} to group {}", agent.user, name));
}

HttpResponse Routes::listen_in(const Visit& visit) {
  const RequestBody body{visit.request.body, {}};
  const Account& agent = account_in(*visit.directory, visit.path[2]);
  return carry_out_as_supervisor(visit, ListenIn{visit.account->agent, agent.agent}, "listen in on " + agent.user);
}

HttpResponse Routes::drain(const Visit& visit) {
  const RequestBody body{visit.request.body, {"on"}};
  const bool on = body.flag("on");
  return carry_out_as_supervisor(visit, Drain{visit.account->agent, on}, on ? "drain" : "end the drain");
}

HttpResponse Routes::explain_call(const Visit& visit) {
  const std::string& call = visit.path[2];
  if (!names_a_call(call)) throw Refusal(404, "calls are named by 16 hexadecimal digits");
  HttpResponse response = response_of(ground_.errands.explain_call(call));
  if (response.status == 503) response.headers.emplace_back("Retry-After", "2");
  return response;
}

HttpResponse Routes::show_rollout(const Visit& visit) { return ask_about_rollout(visit, "status", ""); }

HttpResponse Routes::manage_rollout(const Visit& visit) {
  return ask_about_rollout(visit, visit.path.back(), visit.request.body);
}

HttpResponse Routes::ask_about_rollout(const Visit& visit, std::string action, std::string body) {
  const bool at_the_desk = visit.operator_name.empty();
  const RolloutRequest request{at_the_desk ? visit.account->user : visit.operator_name, std::move(action),
                               std::move(body)};
  return response_of(ground_.errands.manage_rollout(request, [this](std::function<void()> what) {
    return ground_.commands.ask(OnLoop{std::move(what)}, patience).outcome == CommandQueue::Outcome::carried_out;
  }));
}

HttpResponse Routes::take_score(const Visit& visit) {
  const std::string& token = visit.directory->scores_token();
  if (token.empty()) throw Refusal(404, "this bridge takes no scores; bridge.http.scores_token_file names a token");
  constexpr std::string_view scheme = "Bearer ";
  const std::string& given = visit.request.authorization;
  if (!given.starts_with(scheme) || !same_secret(digest(given.substr(scheme.size())), token)) {
    throw Refusal(401, "the header Authorization has no bearer token, or a wrong one");
  }
  const RequestBody body{visit.request.body, {"call", "criterion", "score"}};
  const Score score{body.text("call"), body.text("criterion"), body.number("score")};
  if (!names_a_call(score.call)) throw Refusal(400, "'call' must be a call's name, 16 hexadecimal digits");
  if (score.criterion.empty() || score.criterion.size() > longest_criterion) {
    throw Refusal(400, fmt::format("'criterion' has 1 to {} bytes", longest_criterion));
  }
  try {
    ground_.errands.keep_score(score);
  } catch (const std::exception& failure) {
    log_warning("a quality score is not kept: {}", failure.what());
    return try_again_later(503, "the score could not be kept; send it again", 10s);
  }
  return done();
}

HttpResponse Routes::show_metrics(const Visit& visit) {
  if (!visit.request.from_this_machine) throw Refusal(403, "metrics are given to this machine only");
  const auto text = std::make_shared<std::string>();
  HttpResponse response = carry_out(ReadMetrics{text});
  if (response.status != 200) return response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = *text;
  return response;
}

HttpResponse Routes::show_health(const Visit&) {
  const auto board = ground_.board.get();
  if (!board) throw Refusal(503, "the bridge is starting");
  return json_response(board->board->draining ? R"({"status":"draining"})" : R"({"status":"up"})");
}

HttpResponse Routes::carry_out(Action action) {
  const auto answer = ground_.commands.ask(std::move(action), patience);
  switch (answer.outcome) {
    case CommandQueue::Outcome::carried_out: break;
    case CommandQueue::Outcome::refused: return error_response(409, answer.why);
    case CommandQueue::Outcome::unanswered:
      return error_response(504, "no answer within two seconds; it may still be carried out");
    case CommandQueue::Outcome::closed: return try_again_later(503, "the bridge takes no commands now", 1s);
  }
  return done();
}

HttpResponse Routes::carry_out_as_supervisor(const Visit& visit, Action action, const std::string& what) {
  auto response = carry_out(std::move(action));
  log_info("audit: {} asked to {}: {}", visit.account->user, what,
           response.status == 200 ? "done" : fmt::format("not done ({})", response.status));
  return response;
}

}  // namespace twinline::live::desk
