// The other way from the media server: one TCP connection over which it tells every digit that a party of any session
// presses (RFC 4733). A lost connection is the first sign that the server died, sooner than a request that stays
// without an answer. It is opened again, with growing pauses. Which session a digit belongs to is decided by whoever
// listens.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "live_bridge/media/bencode.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "live_bridge/wall/timers.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::media {

class DigitFeed {
 public:
  using Pressed = std::function<void(std::string_view call_id, std::string_view tag, char digit)>;
  /// Told once per change: the server answered on a new connection; there is none, or none any more.
  using Connected = std::function<void(bool)>;

  /// Throws std::invalid_argument where the address is no number.
  DigitFeed(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::Endpoint& server, Pressed pressed,
            Connected connected);
  ~DigitFeed();
  DigitFeed(const DigitFeed&) = delete;
  DigitFeed& operator=(const DigitFeed&) = delete;

  /// The server is known to be away, though the connection does not show it: a machine that lost its power says no
  /// good-bye.
  void reopen();

 private:
  void open();
  void greet();
  void receive();
  void take_messages();
  void take(const bencode::Value& message);
  void lose();

  EventLoop& loop_;
  Timers& timers_;
  const Clock& clock_;
  const scenarios::Endpoint server_;
  Pressed pressed_;
  Connected connected_;
  Timers::Timer next_try_;
  int socket_ = -1;
  bool greeted_ = false;
  std::optional<bool> told_;
  Time greet_until_;
  Duration pause_;
  std::string received_;
};

}  // namespace twinline::live::media
