// What callers and agents hear: the control channel to an rtpengine process. One MediaId is one call's session there;
// the caller's party is fixed, agents' parties come and go. Requests go out in order and never block; replies come on
// the loop's thread. It parses no SIP and knows no call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "live_bridge/wall/event_loop.hpp"
#include "live_bridge/wall/timers.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::media {

/// Named by the bridge, unique over restarts; it is the call-id that the media server sees.
using MediaId = std::string;

struct Reply {
  bool ok = false;
  std::string sdp;          ///< for the party whose turn it is
  Duration duration{0};     ///< of a prompt that begins to play
  std::string error;        ///< "timeout" when the media server is silent
};
using Done = std::function<void(const Reply&)>;

struct Party {
  std::vector<std::string> codecs;  ///< in order of preference; empty: as offered
  bool comedia = false;             ///< audio goes to where it comes from
};

/// How long ago a party last sent a packet; none: never.
struct Activity {
  std::optional<Duration> caller, agent;
};

struct Statistics {
  std::uint64_t requests = 0, timeouts = 0, refusals = 0;
  std::size_t outstanding = 0, sessions = 0;
};

class MediaServer {
 public:
  using Digit = std::function<void(const MediaId&, bool from_caller, char digit)>;
  using Health = std::function<void(bool up)>;

  /// Throws std::system_error where a socket cannot be had; that the server is away is told by `health`.
  MediaServer(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::MediaSettings& settings, Digit digit,
              Health health);
  ~MediaServer();
  MediaServer(const MediaServer&) = delete;
  MediaServer& operator=(const MediaServer&) = delete;

  /// The caller's offer; the reply has our answer. The caller can hear prompts from then on.
  void open(const MediaId& id, const std::string& caller_offer, const Party& caller, Done done);
  /// The caller made no offer; the reply has ours. complete() takes the answer.
  void open_without_offer(const MediaId& id, const Party& caller, Done done);
  void complete(const MediaId& id, const std::string& caller_answer, Done done);

  /// Plays NAME.wav of the prompts to the caller, in place of what plays. The reply has the duration of one round.
  void play(const MediaId& id, const std::string& prompt, bool forever, Done done);
  void stop(const MediaId& id);

  /// An offer for a phone that shall talk with the caller. `party` names the attempt; the caller hears what plays on.
  void invite(const MediaId& id, const std::string& party, const Party& agent, Done done);
  /// The phone's answer: both hear each other. The reply has a new SDP for the caller, who must be re-invited with it.
  void bridge(const MediaId& id, const std::string& party, const std::string& agent_answer, Done done);
  /// Back to prompts. The reply has a new SDP for the caller.
  void unbridge(const MediaId& id, Done done);
  /// A re-offer of a party within the session (hold, resume, another codec); the reply has the answer for it.
  void reoffer(const MediaId& id, bool by_caller, const std::string& sdp, Done done);

  void start_recording(const MediaId& id, Done done);
  void stop_recording(const MediaId& id, Done done);
  /// A listener is added who hears both sides; the reply has an offer for that phone, listen() takes its answer.
  void subscribe(const MediaId& id, Done done);
  void listen(const MediaId& id, const std::string& answer, Done done);

  void query(const MediaId& id, std::function<void(std::optional<Activity>)> done);
  void close(const MediaId& id);

  bool is_up() const;
  Statistics statistics() const;

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace twinline::live::media
