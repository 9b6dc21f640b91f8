#include "live_bridge/media/control_channel.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include "live_bridge/media/socket_address.hpp"

namespace twinline::live::media {
namespace {

// How long each try waits. A server on the same machine answers within a millisecond; what takes a second is away.
constexpr std::array<Duration, 3> patience{Duration{200ms}, Duration{300ms}, Duration{500ms}};

// A burst of replies must fit while the thread is busy with something else.
constexpr int socket_buffer = 4 << 20;
constexpr std::size_t largest_datagram = 65536;

}  // namespace

ControlChannel::ControlChannel(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::Endpoint& server)
    : loop_(loop),
      timers_(timers),
      clock_(clock),
      // The server remembers replies by cookie: a bridge that was restarted must not be given those of its forerunner.
      cookie_prefix_(fmt::format("{:x}_{:x}_", getpid(), clock.now().time_since_epoch().count())) {
  const SocketAddress address = socket_address(server);
  socket_ = socket(address.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0) throw std::system_error(errno, std::generic_category(), "media control socket");
  setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &socket_buffer, sizeof socket_buffer);
  setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &socket_buffer, sizeof socket_buffer);
  // Connected, the socket takes datagrams from the server alone.
  if (connect(socket_, address.get(), address.size) != 0) {
    const int error = errno;
    close(socket_);
    throw std::system_error(error, std::generic_category(), "media control socket");
  }
  loop_.watch(socket_, [this] { receive(); });
}

ControlChannel::~ControlChannel() {
  loop_.unwatch(socket_);
  close(socket_);
}

void ControlChannel::ask(const bencode::Dictionary& request, Answered answered) {
  const std::uint64_t number = ++requests_;
  Waiting& waiting = waiting_[number];
  waiting.datagram = fmt::format("{}{} {}", cookie_prefix_, number, bencode::encode(request));
  waiting.answered = std::move(answered);
  waiting.again = Timers::Timer{timers_, [this, number](Time) { send_try(number); }};
  send_try(number);
}

void ControlChannel::send_try(std::uint64_t number) {
  Waiting& waiting = waiting_.at(number);
  if (waiting.tries == patience.size()) {
    ++timeouts_;
    settle(number, nullptr);
    return;
  }
  // A datagram that cannot be sent is one that was lost: the next try makes up for it.
  (void)send(socket_, waiting.datagram.data(), waiting.datagram.size(), MSG_NOSIGNAL);
  waiting.again.set(clock_.now() + patience[waiting.tries++]);
}

void ControlChannel::receive() {
  std::array<char, largest_datagram> buffer;
  while (true) {
    const ssize_t size = recv(socket_, buffer.data(), buffer.size(), 0);
    // Refused: an earlier datagram found nobody. The tries go on, for the server may be on its way back.
    if (size < 0 && (errno == ECONNREFUSED || errno == EINTR)) continue;
    if (size < 0) return;
    take({buffer.data(), static_cast<std::size_t>(size)});
  }
}

void ControlChannel::take(std::string_view datagram) {
  if (!datagram.starts_with(cookie_prefix_)) return;
  datagram.remove_prefix(cookie_prefix_.size());
  std::uint64_t number = 0;
  const char* const end = datagram.data() + datagram.size();
  const auto [stop, error] = std::from_chars(datagram.data(), end, number);
  if (error != std::errc{} || stop == end || *stop != ' ' || !waiting_.contains(number)) return;
  const std::string_view body{stop + 1, static_cast<std::size_t>(end - stop - 1)};
  const bencode::Decoded decoded = bencode::decode(body);
  // What cannot be understood is no reply; where none comes, the tries run out.
  if (decoded.outcome == bencode::Outcome::whole) settle(number, &decoded.value);
}

void ControlChannel::settle(std::uint64_t number, const bencode::Value* reply) {
  const auto node = waiting_.extract(number);
  node.mapped().answered(reply);
}

}  // namespace twinline::live::media
