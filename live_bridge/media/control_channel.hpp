// The way to the media server and back: requests of its ng protocol over UDP, each under a cookie of its own, sent
// again until the reply comes or time is up. A repeated cookie is answered from the server's memory, so asking again is
// never doing again. What is asked, and in which order, is the affair of whoever asks.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "live_bridge/media/bencode.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "live_bridge/wall/timers.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::media {

/// Null when the server kept silent.
using Answered = std::function<void(const bencode::Value* reply)>;

class ControlChannel {
 public:
  /// Throws std::system_error where a socket cannot be had, std::invalid_argument where the address is no number.
  ControlChannel(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::Endpoint& server);
  ~ControlChannel();
  ControlChannel(const ControlChannel&) = delete;
  ControlChannel& operator=(const ControlChannel&) = delete;

  /// `answered` is called once, on the loop's thread and never from within ask().
  void ask(const bencode::Dictionary& request, Answered answered);

  std::size_t outstanding() const { return waiting_.size(); }
  std::uint64_t requests() const { return requests_; }
  std::uint64_t timeouts() const { return timeouts_; }

 private:
  struct Waiting {
    std::string datagram;
    Answered answered;
    Timers::Timer again;
    std::size_t tries = 0;
  };

  void send_try(std::uint64_t number);
  void receive();
  void take(std::string_view datagram);
  void settle(std::uint64_t number, const bencode::Value* reply);

  EventLoop& loop_;
  Timers& timers_;
  const Clock& clock_;
  int socket_ = -1;
  std::string cookie_prefix_;
  std::uint64_t requests_ = 0, timeouts_ = 0;
  std::unordered_map<std::uint64_t, Waiting> waiting_;
};

}  // namespace twinline::live::media
