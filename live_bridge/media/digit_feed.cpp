#include "live_bridge/media/digit_feed.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

#include "live_bridge/media/socket_address.hpp"
#include "live_bridge/wall/log.hpp"

namespace twinline::live::media {
namespace {

constexpr Duration shortest_pause{50ms};
constexpr Duration longest_pause{2s};
constexpr Duration greeting_interval{20ms};
constexpr Duration longest_greeting{2s};
constexpr std::size_t largest_message = 65536;
constexpr std::string_view greeting = "feed d7:command4:pinge";
constexpr std::string_view keys_by_event = "0123456789*#ABCD";  // by event number (RFC 4733, section 3.2)

}  // namespace

DigitFeed::DigitFeed(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::Endpoint& server,
                     Pressed pressed, Connected connected)
    : loop_(loop),
      timers_(timers),
      clock_(clock),
      server_(server),
      pressed_(std::move(pressed)),
      connected_(std::move(connected)),
      next_try_(timers_, [this](Time) { socket_ < 0 ? open() : greet(); }),
      pause_(shortest_pause) {
  (void)socket_address(server_);  // throws now rather than at each try
  next_try_.set(clock_.now());
}

DigitFeed::~DigitFeed() {
  if (socket_ < 0) return;
  loop_.unwatch(socket_);
  close(socket_);
}

void DigitFeed::reopen() {
  if (told_ == true) lose();
}

void DigitFeed::open() {
  const SocketAddress address = socket_address(server_);
  socket_ = socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0 || (connect(socket_, address.get(), address.size) != 0 && errno != EINPROGRESS)) {
    lose();
    return;
  }
  loop_.watch(socket_, [this] { receive(); });
  greeted_ = false;
  greet_until_ = clock_.now() + longest_greeting;
  greet();
}

/// The loop tells only of files that can be read, so the server is made to speak: a connection stands when its pong
/// comes.
void DigitFeed::greet() {
  if (told_ == true) return;
  if (clock_.now() >= greet_until_) {
    lose();
    return;
  }
  if (!greeted_) {
    const ssize_t sent = send(socket_, greeting.data(), greeting.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINPROGRESS && errno != ENOTCONN && errno != EINTR) {
      lose();
      return;
    }
    greeted_ = sent == static_cast<ssize_t>(greeting.size());
  }
  next_try_.set(greeted_ ? greet_until_ : clock_.now() + greeting_interval);
}

void DigitFeed::receive() {
  std::array<char, 4096> buffer;
  const ssize_t size = recv(socket_, buffer.data(), buffer.size(), 0);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size <= 0) {
    lose();
    return;
  }
  received_.append(buffer.data(), static_cast<std::size_t>(size));
  take_messages();
}

void DigitFeed::take_messages() {
  std::size_t taken = 0;
  std::vector<bencode::Value> messages;
  bool readable = true;
  while (taken < received_.size()) {
    const std::string_view rest = std::string_view{received_}.substr(taken);
    const std::size_t space = rest.find(' ');
    if (space == std::string_view::npos) break;
    bencode::Decoded decoded = bencode::decode(rest.substr(space + 1));
    if (decoded.outcome == bencode::Outcome::malformed) readable = false;
    if (decoded.outcome != bencode::Outcome::whole) break;
    messages.push_back(std::move(decoded.value));
    taken += space + 1 + decoded.size;
  }
  received_.erase(0, taken);
  readable = readable && received_.size() <= largest_message;
  for (const bencode::Value& message : messages) take(message);
  if (readable) return;
  // Where one message ends is lost, and with it where the next begins: only a new connection helps.
  log_warning("the media server's event connection carried something unreadable; it is opened anew");
  lose();
}

void DigitFeed::take(const bencode::Value& message) {
  if (message.text_at("result") == "pong" && told_ != true) {
    told_ = true;
    pause_ = shortest_pause;
    next_try_.cancel();
    connected_(true);
    return;
  }
  const bencode::Value* data = message.find("data");
  if (message.text_at("notify") != "onDTMF" || !data) return;
  const auto event = data->number_at("event");
  if (!event || *event < 0 || *event >= static_cast<std::int64_t>(keys_by_event.size())) return;
  pressed_(data->text_at("callid"), data->text_at("source_tag"), keys_by_event[static_cast<std::size_t>(*event)]);
}

void DigitFeed::lose() {
  if (socket_ >= 0) {
    loop_.unwatch(socket_);
    close(socket_);
    socket_ = -1;
  }
  received_.clear();
  next_try_.set(clock_.now() + pause_);
  pause_ = std::min(pause_ * 2, longest_pause);
  if (std::exchange(told_, false) != false) connected_(false);
}

}  // namespace twinline::live::media
