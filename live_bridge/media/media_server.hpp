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
  std::string sdp;       ///< for the party whose turn it is
  Duration duration{0};  ///< of a prompt that begins to play
  std::string error;     ///< "timeout" when the media server is silent; else its reason, or ours
};
using Done = std::function<void(const Reply&)>;

struct Party {
  /// In order of preference; empty: as offered. A phone without preference is offered what the caller speaks and,
  /// behind it, what is missing of PCMA and PCMU.
  std::vector<std::string> codecs;
  bool comedia = false;  ///< audio goes to where it comes from; if not, to the SDP's address and nowhere else
};

/// How long ago a party last sent a packet; none: never.
struct Activity {
  std::optional<Duration> caller, agent;
};

/// The server's ports at which the audio of either party of a session arrives.
struct AudioPorts {
  std::vector<std::uint16_t> caller, agent;
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
  MediaServer(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::MediaSettings& settings,
              Digit digit, Health health);
  ~MediaServer();
  MediaServer(const MediaServer&) = delete;
  MediaServer& operator=(const MediaServer&) = delete;

  // Of one session, requests are carried out in the order in which they are made. Every Done is called once, later than
  // the call it was given to, unless the session is closed before: then never. Where a codec or an SDP is at fault, the
  // error is "no common codec" or "unreadable SDP", and the session is as it was.

  /// The caller's offer; the reply has our answer. The caller can hear prompts from then on. When the server died and
  /// is up again, open(), invite() and bridge() under the same id and parties bring the session back.
  void open(const MediaId& id, const std::string& caller_offer, const Party& caller, Done done);
  /// The caller made no offer; the reply has ours. complete() takes the answer, and the caller's answer to any later
  /// SDP of ours, in case it moved or changed its codec; of the reply only `ok` counts.
  void open_without_offer(const MediaId& id, const Party& caller, Done done);
  void complete(const MediaId& id, const std::string& caller_answer, Done done);

  /// Plays NAME.au of the prompts to the caller, in place of what plays. The reply has the duration of one round. While
  /// the caller is on hold nothing plays: what played is stopped, play() refused.
  void play(const MediaId& id, const std::string& prompt, bool forever, Done done);
  void stop(const MediaId& id);

  /// An offer for a phone that shall talk with the caller. `party` names the attempt; the caller hears what plays on.
  void invite(const MediaId& id, const std::string& party, const Party& agent, Done done);
  /// The phone's answer: both hear each other. The reply has a new SDP for the caller, who must be re-invited with it.
  void bridge(const MediaId& id, const std::string& party, const std::string& agent_answer, Done done);
  /// Back to prompts. The reply has a new SDP for the caller.
  void unbridge(const MediaId& id, Done done);
  /// A re-offer of a party within the session (hold, resume, another codec); the reply has the answer for it. The other
  /// side is told nothing and needs no re-invite: it goes on speaking, unheard by who holds.
  void reoffer(const MediaId& id, bool by_caller, const std::string& sdp, Done done);

  /// All that arrives is captured into a file of the server's own, one for each time; beside it the server writes the
  /// line that `notes` gives.
  using Notes = std::function<std::string(const AudioPorts&)>;
  void start_recording(const MediaId& id, Notes notes, Done done);
  void stop_recording(const MediaId& id, Done done);
  /// A listener is added who hears the caller and who is bridged with him now; the reply has an offer for that phone,
  /// one audio line for each, because the server does not mix. listen() takes its answer.
  void subscribe(const MediaId& id, Done done);
  void listen(const MediaId& id, const std::string& answer, Done done);

  /// Measured by counted packets from query to query, so an answer can be younger than the truth by one interval of
  /// asking.
  void query(const MediaId& id, std::function<void(std::optional<Activity>)> done);
  void close(const MediaId& id);

  /// A session that an earlier process opened goes on under its id; nothing is sent. The second also tells which party
  /// the caller talks with, the third with which one he did before unbridge().
  void adopt(const MediaId& id, const std::string& caller_sdp, const Party& caller);
  void adopt_talk(const MediaId& id, const std::string& party, const std::string& agent_answer,
                  const Party& agent = {});
  void adopt_parted(const MediaId& id, const std::string& party, const std::string& agent_answer, const Party& agent);

  bool is_up() const;
  Statistics statistics() const;

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace twinline::live::media
