#include "live_bridge/desk/desk.hpp"

#include <utility>

#include "live_bridge/desk/board_json.hpp"
#include "live_bridge/desk/commands.hpp"
#include "live_bridge/desk/directory.hpp"
#include "live_bridge/desk/http_server.hpp"
#include "live_bridge/desk/latest.hpp"
#include "live_bridge/desk/listeners.hpp"
#include "live_bridge/desk/logins.hpp"
#include "live_bridge/desk/routes.hpp"
#include "live_bridge/desk/sessions.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/log.hpp"

namespace twinline::live::desk {

class Desk::Server {
 public:
  Server(EventLoop& loop, const scenarios::BridgeSettings& settings, const Centre& centre,
         std::function<void(const Command&)> handle, Errands errands)
      : commands_(loop, std::move(handle)),
        directory_(std::make_shared<const Directory>(settings, centre)),
        listeners_(clock_, Listeners::Limits{},
                   {.keep = [this](const Listener& listener, Time now) { return keep(listener, now); },
                    .board = [this](const Listener& listener, Time now) { return board_for(listener, now); },
                    .each_second = [this](Time now) { send_home_who_left(now); }}),
        recordings_(settings.recording ? std::make_unique<recording::Archive>(*settings.recording) : nullptr),
        routes_({clock_, directory_, board_, sessions_, logins_, commands_, listeners_, recordings_.get(),
                 std::move(errands)}),
        http_(
            clock_, settings.http.listen, [this](const HttpRequest& request) { return routes_.answer(request); },
            [this](int socket, Listener listener) { listeners_.add(socket, std::move(listener)); }) {
    log_info("desk: http://{}", scenarios::to_string(settings.http.listen));
  }

  ~Server() { commands_.close(); }  // or whoever is waiting for an answer would hold up the rest

  void show(std::shared_ptr<const Board> board) {
    board_.set(std::make_shared<const BoardOnShow>(BoardOnShow{std::move(board), clock_.now()}));
    listeners_.board_changed();
  }

  void reload(const scenarios::BridgeSettings& settings, const Centre& centre) {
    const auto former = directory_.get();
    const auto next = std::make_shared<const Directory>(settings, centre);
    directory_.set(next);
    for (const auto& account : former->accounts()) {
      const Account* const kept = next->account(account.user);
      if (!kept || kept->password_hash != account.password_hash) sessions_.close_all_of(account.user);
    }
    listeners_.board_changed();
  }

 private:
  bool keep(const Listener& listener, Time now) { return sessions_.use(listener.session, now); }

  std::string board_for(const Listener& listener, Time now) {
    const auto board = board_.get();
    const auto directory = directory_.get();
    const Account* const reader = directory->account(listener.user);
    if (!board || !reader || !keep(listener, now)) return {};
    return board_json(*board, now, *directory, *reader);
  }

  /// Whoever closed the last page for good is offered no calls any more.
  void send_home_who_left(Time now) {
    const auto directory = directory_.get();
    for (const auto& user : sessions_.take_gone(now)) {
      const Account* const account = directory->account(user);
      if (account && account->agent) commands_.tell(SetPresence{account->agent, Presence::logged_out});
    }
  }

  // In the order in which they need each other; the threads are last, and so end first.
  const Clock clock_;
  CommandQueue commands_;
  Latest<Directory> directory_;
  Latest<BoardOnShow> board_;
  Sessions sessions_;
  Logins logins_;
  Listeners listeners_;
  const std::unique_ptr<recording::Archive> recordings_;
  Routes routes_;
  HttpServer http_;
};

Desk::Desk(EventLoop& loop, const scenarios::BridgeSettings& settings, const Centre& centre,
           std::function<void(const Command&)> handle, Errands errands)
    : server_(std::make_unique<Server>(loop, settings, centre, std::move(handle), std::move(errands))) {}

Desk::~Desk() = default;

void Desk::show(std::shared_ptr<const Board> board) { server_->show(std::move(board)); }

void Desk::reload(const scenarios::BridgeSettings& settings, const Centre& centre) {
  server_->reload(settings, centre);
}

}  // namespace twinline::live::desk
