// The desk's HTTP interface: which requests there are, who may send them and what they do. A route either answers from
// what is known here (sessions, the board) or turns the request into one Action, hands it to the loop and tells how
// that went. docs/desk.md describes the interface for those who use it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "live_bridge/desk/board_json.hpp"
#include "live_bridge/desk/commands.hpp"
#include "live_bridge/desk/directory.hpp"
#include "live_bridge/desk/http_message.hpp"
#include "live_bridge/desk/latest.hpp"
#include "live_bridge/desk/listeners.hpp"
#include "live_bridge/desk/logins.hpp"
#include "live_bridge/desk/sessions.hpp"
#include "live_bridge/recording/archive.hpp"
#include "live_bridge/wall/clock.hpp"

namespace twinline::live::desk {

class Routes {
 public:
  /// What the routes stand on; all of it may be used by many threads at once and must outlive them.
  struct Ground {
    const Clock& clock;
    const Latest<Directory>& directory;
    const Latest<BoardOnShow>& board;
    Sessions& sessions;
    Logins& logins;
    CommandQueue& commands;
    Listeners& listeners;
    const recording::Archive* recordings;  ///< null where nobody is recorded
    Errands errands;
  };
  explicit Routes(Ground ground) : ground_(std::move(ground)) {}

  /// Never throws for what a request says; on any thread but the loop's.
  HttpResponse answer(const HttpRequest& request);

 private:
  enum class Access { anyone, agents, supervisors, operators };
  using Segments = std::vector<std::string>;

  /// A request whose sender is known.
  struct Visit {
    const HttpRequest& request;
    Segments path;
    std::shared_ptr<const Directory> directory;
    const Account* account = nullptr;  ///< null when nobody is logged in
    Session session;
    std::string operator_name;  ///< of whoever came with a token

    AgentIndex own_agent() const;
  };
  using Handler = HttpResponse (Routes::*)(const Visit&);
  struct Route {
    std::string_view method, path;  ///< a segment "*" stands for any
    Access access;
    Handler handler;
  };
  static const std::vector<Route>& table();

  HttpResponse dispatch(const HttpRequest& request);
  void admit(const Route& route, Visit& visit);
  void admit_operator(Visit& visit);

  HttpResponse log_in(const Visit& visit);
  HttpResponse log_out(const Visit& visit);
  HttpResponse show_account(const Visit& visit);
  HttpResponse show_board(const Visit& visit);
  HttpResponse listen_to_events(const Visit& visit);
  HttpResponse set_presence(const Visit& visit);
  HttpResponse finish_wrap_up(const Visit& visit);
  HttpResponse answer_request(const Visit& visit);
  HttpResponse transfer(const Visit& visit);
  HttpResponse hang_up(const Visit& visit);
  HttpResponse pause_recording(const Visit& visit);
  HttpResponse list_recordings(const Visit& visit);
  HttpResponse get_recording(const Visit& visit);
  HttpResponse release(const Visit& visit);
  HttpResponse move(const Visit& visit);
  HttpResponse listen_in(const Visit& visit);
  HttpResponse drain(const Visit& visit);
  HttpResponse explain_call(const Visit& visit);
  HttpResponse show_rollout(const Visit& visit);
  HttpResponse manage_rollout(const Visit& visit);
  HttpResponse take_score(const Visit& visit);
  HttpResponse show_metrics(const Visit& visit);
  HttpResponse show_health(const Visit& visit);

  const recording::Archive& archive() const;
  HttpResponse ask_about_rollout(const Visit& visit, std::string action, std::string body);
  HttpResponse carry_out(Action action);
  /// The same, with an audit line that says who did `what`.
  HttpResponse carry_out_as_supervisor(const Visit& visit, Action action, const std::string& what);

  Ground ground_;
};

}  // namespace twinline::live::desk
