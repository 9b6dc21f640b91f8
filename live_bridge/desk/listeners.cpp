#include "live_bridge/desk/listeners.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <string_view>
#include <system_error>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "live_bridge/wall/behind_the_loop.hpp"

namespace twinline::live::desk {
namespace {

constexpr Duration second = 1s;

int whole_milliseconds(Duration duration) {
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(std::max(duration, Duration{0})).count());
}

}  // namespace

struct Listeners::Places {
  std::mutex mutex;
  std::map<std::string, std::size_t> by_user;
  std::size_t all = 0;
};

struct Listeners::Connection {
  Connection(int to, Listener whose, Time now) : socket(to), listener(std::move(whose)), last_sent(now) {
    // A peer that vanished without a word is noticed by the system.
    const unsigned int patience = 20'000;
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
  }
  ~Connection() { close(socket); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void send(std::string_view text, Time now) {
    unsent.append(text);
    flush(now);
  }

  void flush(Time now) {
    while (!unsent.empty()) {
      const ssize_t count = ::send(socket, unsent.data(), unsent.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK) gone = true;
      if (count <= 0) return;
      unsent.erase(0, static_cast<std::size_t>(count));
      last_sent = now;
    }
    if (last_word) gone = true;
  }

  /// Nothing is expected from a listener but the end.
  void read() {
    std::array<char, 512> ignored;
    const ssize_t count = recv(socket, ignored.data(), ignored.size(), MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) gone = true;
  }

  int socket;
  Listener listener;
  std::string unsent;
  bool behind = true;      ///< has not been sent the newest board
  bool last_word = false;  ///< to be closed when everything is sent
  bool gone = false;
  Time last_sent;
};

Listeners::Listeners(const Clock& clock, const Limits& limits, Asks asks)
    : clock_(clock), limits_(limits), asks_(std::move(asks)), places_(std::make_shared<Places>()) {
  wake_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (wake_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  thread_ = std::thread{[this] { serve(); }};
}

Listeners::~Listeners() {
  stopping_ = true;
  eventfd_write(wake_, 1);
  thread_.join();
  for (const auto& newcomer : newcomers_) close(newcomer.first);
  close(wake_);
}

std::shared_ptr<void> Listeners::place_for(const std::string& user) {
  const std::lock_guard lock{places_->mutex};
  auto& of_user = places_->by_user[user];
  if (of_user >= limits_.per_user || places_->all >= limits_.all) return nullptr;
  ++of_user;
  ++places_->all;
  return {places_.get(), [places = places_, user](void*) {
            const std::lock_guard given_back{places->mutex};
            --places->all;
            if (--places->by_user[user] == 0) places->by_user.erase(user);
          }};
}

void Listeners::add(int socket, Listener listener) {
  {
    const std::lock_guard lock{mutex_};
    newcomers_.emplace_back(socket, std::move(listener));
  }
  eventfd_write(wake_, 1);
}

void Listeners::board_changed() {
  if (!changed_.exchange(true)) eventfd_write(wake_, 1);
}

void Listeners::serve() {
  run_behind_the_loop();
  last_second_ = last_round_ = clock_.now();
  while (!stopping_) {
    wait(clock_.now());
    take_newcomers();
    const Time now = clock_.now();
    if (changed_ && now - last_round_ >= limits_.between_boards) begin_round(now);
    for (const auto& connection : connections_) {
      if (connection->behind && connection->unsent.empty() && !connection->gone) send_board(*connection, now);
    }
    if (now - last_second_ >= second) {
      last_second_ = now;
      asks_.each_second(now);
      for (const auto& connection : connections_) look_after(*connection, now);
    }
    std::erase_if(connections_, [](const auto& connection) { return connection->gone; });
  }
  connections_.clear();
}

/// Sleeps until there is something to do, and sends and reads what can be.
void Listeners::wait(Time now) {
  Time next = last_second_ + second;
  if (changed_) next = std::min(next, last_round_ + limits_.between_boards);
  std::vector<pollfd> files{{wake_, POLLIN, 0}};
  files.reserve(connections_.size() + 1);
  for (const auto& connection : connections_) {
    const int wanted = connection->unsent.empty() ? POLLIN : POLLIN | POLLOUT;
    files.push_back({connection->socket, static_cast<short>(wanted), 0});
  }
  if (poll(files.data(), files.size(), whole_milliseconds(next - now)) <= 0) return;

  eventfd_t count = 0;
  if (files[0].revents != 0) eventfd_read(wake_, &count);
  const Time woken = clock_.now();
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    const auto happened = files[i + 1].revents;
    if ((happened & (POLLIN | POLLERR | POLLHUP)) != 0) connections_[i]->read();
    if ((happened & POLLOUT) != 0) connections_[i]->flush(woken);
  }
}

void Listeners::take_newcomers() {
  std::vector<std::pair<int, Listener>> taken;
  {
    const std::lock_guard lock{mutex_};
    taken.swap(newcomers_);
  }
  for (auto& [socket, listener] : taken) {
    connections_.push_back(std::make_unique<Connection>(socket, std::move(listener), clock_.now()));
    connections_.back()->send("retry: 2000\n\n", clock_.now());
  }
}

void Listeners::begin_round(Time now) {
  changed_ = false;  // before looking: what changes from here on is for the next round
  last_round_ = now;
  for (const auto& connection : connections_) connection->behind = true;
}

void Listeners::send_board(Connection& connection, Time now) {
  connection.behind = false;
  const std::string board = asks_.board(connection.listener, now);
  if (!board.empty()) connection.send("event: board\ndata: " + board + "\n\n", now);
}

void Listeners::look_after(Connection& connection, Time now) {
  if (!connection.unsent.empty()) {
    if (now - connection.last_sent >= limits_.slowest) connection.gone = true;
  } else if (!asks_.keep(connection.listener, now)) {
    connection.last_word = true;
    connection.send("event: logged_out\ndata: {}\n\n", now);
  } else if (now - connection.last_sent >= limits_.keep_alive) {
    connection.send(": still here\n\n", now);
  }
}

}  // namespace twinline::live::desk
