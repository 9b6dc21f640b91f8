// The open pages: connections over which the board is sent as server-sent events, at once and then whenever it changed,
// but a few times a second at most. One thread serves all of them and never waits for one: to a page that takes too
// slowly it sends nothing until it has caught up, and then the newest board only. The number of pages is bounded.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "live_bridge/desk/http_message.hpp"
#include "live_bridge/wall/clock.hpp"

namespace twinline::live::desk {

class Listeners {
 public:
  struct Limits {
    std::size_t per_user = 8, all = 2048;
    Duration between_boards = 200ms;
    Duration keep_alive = 15s;  ///< a comment when nothing else was sent for so long
    Duration slowest = 20s;     ///< who takes longer for what was sent is dropped
  };

  /// What the listeners ask of the rest; all are called on their thread.
  struct Asks {
    std::function<bool(const Listener&, Time now)> keep;  ///< false: the session is over
    /// What this listener shall see, in one line; empty when there is nothing yet.
    std::function<std::string(const Listener&, Time now)> board;
    std::function<void(Time now)> each_second;
  };

  /// Starts the thread. Throws std::system_error where the system has no eventfd or thread to give.
  Listeners(const Clock& clock, const Limits& limits, Asks asks);
  ~Listeners();
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;

  /// A place for one more listener of this user, kept as long as what is returned; null when there is none. Any thread.
  std::shared_ptr<void> place_for(const std::string& user);

  /// The connection, whose response head has been sent, is the listeners' from now on. Any thread.
  void add(int socket, Listener listener);

  /// There is something new to see. Any thread; costs one system call at most.
  void board_changed();

 private:
  struct Connection;
  struct Places;

  void serve();
  void wait(Time now);
  void take_newcomers();
  void begin_round(Time now);
  void send_board(Connection& connection, Time now);
  void look_after(Connection& connection, Time now);

  const Clock& clock_;
  const Limits limits_;
  const Asks asks_;
  std::shared_ptr<Places> places_;
  int wake_ = -1;
  std::atomic<bool> changed_{false}, stopping_{false};
  std::mutex mutex_;
  std::vector<std::pair<int, Listener>> newcomers_;

  // The thread's own.
  std::vector<std::unique_ptr<Connection>> connections_;
  Time last_round_, last_second_;

  std::thread thread_;
};

}  // namespace twinline::live::desk
