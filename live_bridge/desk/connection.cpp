#include "live_bridge/desk/connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <utility>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace twinline::live::desk {
namespace {

constexpr std::size_t longest_first_line = 2048;
constexpr std::size_t longest_head = 8192;
constexpr std::size_t most_bytes = 32 * 1024;
constexpr Duration time_to_read = 3s;
constexpr Duration time_to_write = 5s;
constexpr int linger_milliseconds = 300;

Connection::Address address_of(int socket, int (*which)(int, sockaddr*, socklen_t*)) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  auto* const address = reinterpret_cast<sockaddr*>(&storage);
  if (which(socket, address, &size) != 0 || getnameinfo(address, size, host.data(), host.size(), port.data(),
                                                        port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return {};
  }
  return {host.data(), std::atoi(port.data())};
}

}  // namespace

Connection::Connection(int socket, const Clock& clock)
    : socket_(socket), clock_(clock), read_until_(clock.now() + time_to_read) {}

Connection::~Connection() {
  if (socket_ >= 0) close(socket_);
}

Connection::Head Connection::read_head() {
  while (true) {
    const auto line_end = read_ahead_.find('\n');
    if (std::min(line_end, read_ahead_.size()) > longest_first_line) return Head::line_too_long;
    if (const auto end = read_ahead_.find("\r\n\r\n"); end != read_ahead_.npos) {
      return end > longest_head ? Head::too_long : Head::complete;
    }
    if (read_ahead_.size() > longest_head) return Head::too_long;
    std::array<char, 4096> part;
    const long count = receive(part.data(), part.size());
    if (count == 0) return Head::gone;
    if (count < 0) return read_ahead_.empty() ? Head::gone : Head::too_slow;
    read_ahead_.append(part.data(), static_cast<std::size_t>(count));
  }
}

long Connection::read(char* to, std::size_t size) {
  if (used_ == read_ahead_.size()) return receive(to, size);
  const std::size_t count = std::min(size, read_ahead_.size() - used_);
  std::copy_n(read_ahead_.data() + used_, count, to);
  used_ += count;
  return static_cast<long>(count);
}

long Connection::receive(char* to, std::size_t size) {
  if (received_ >= most_bytes || !wait_for(POLLIN, read_until_)) return -1;
  const ssize_t count = recv(socket_, to, size, 0);
  if (count > 0) received_ += static_cast<std::size_t>(count);
  return count;
}

bool Connection::write(std::string_view text) {
  const Time until = clock_.now() + time_to_write;
  while (!text.empty()) {
    const ssize_t count = send(socket_, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
      return false;
    } else if (!wait_for(POLLOUT, until)) {
      return false;
    }
  }
  return true;
}

bool Connection::can_read() const { return used_ < read_ahead_.size() || wait_for(POLLIN, read_until_); }

Connection::Address Connection::peer() const { return address_of(socket_, getpeername); }
Connection::Address Connection::own() const { return address_of(socket_, getsockname); }

int Connection::release() { return std::exchange(socket_, -1); }

void Connection::linger() {
  shutdown(socket_, SHUT_WR);
  // Closing a socket with unread bytes resets the connection, and the peer may lose the response with it.
  std::array<char, 4096> ignored;
  for (std::size_t count = 0; count < most_bytes;) {
    pollfd file{socket_, POLLIN, 0};
    if (poll(&file, 1, linger_milliseconds) <= 0) return;
    const ssize_t received = recv(socket_, ignored.data(), ignored.size(), MSG_DONTWAIT);
    if (received <= 0) return;
    count += static_cast<std::size_t>(received);
  }
}

bool Connection::wait_for(short events, Time until) const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock_.now());
  if (left.count() <= 0) return false;
  pollfd file{socket_, events, 0};
  return poll(&file, 1, static_cast<int>(left.count())) > 0;
}

bool is_loopback(std::string_view ip) { return ip == "::1" || ip.starts_with("127.") || ip.starts_with("::ffff:127."); }

}  // namespace twinline::live::desk
