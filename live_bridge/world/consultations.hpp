// Consultations: an agent's phone calls a colleague or a number outside through the bridge, as a rule while a caller is
// on hold. The ACD knows nothing of them, only that who is in one is offered no call meanwhile. Each has a session of
// its own at the media server, in which the agent who asks stands where callers stand. Joining the caller with who was
// asked is the switchboard's; this gives the other leg away to it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "live_bridge/media/media_server.hpp"
#include "live_bridge/sip/stack.hpp"
#include "live_bridge/store/dialogs.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/timers.hpp"
#include "live_bridge/world/outside_calls.hpp"
#include "live_bridge/world/roster.hpp"
#include "policies/contract/ids.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live {

class Consultations {
 public:
  struct Surroundings {
    sip::Stack& stack;
    media::MediaServer* media;  ///< none in direct mode
    Timers& timers;
    const Clock& clock;
    const scenarios::BridgeSettings& settings;
    Roster& roster;
    OutsideCalls& outside;
    store::Dialogs& dialogs;
    std::function<CallKey(const std::string&)> pseudonym;
    std::function<bool(AgentIndex)> talks, is_rung;  ///< with, or for, a caller
  };

  explicit Consultations(Surroundings surroundings) : around_(std::move(surroundings)) {}

  /// An agent's phone calls. It may ask a colleague whose phone can be reached and is not in use, and, while it has a
  /// caller, a number that the toll rules allow.
  void begin(const sip::Invitation& invitation);

  // As in sip::Listener, of legs that may or may not be of a consultation; the others are ignored.
  void confirmed(sip::LegId leg);
  void answered(sip::LegId leg, const std::string& sdp);
  void refused(sip::LegId leg, const sip::Cause& cause);
  void ended(sip::LegId leg);
  void offered(sip::LegId leg, const std::string& sdp);
  void offer_accepted(sip::LegId leg, const std::string& sdp);
  void offer_refused(sip::LegId leg, const sip::Cause& cause);

  bool has(sip::LegId leg) const { return find(leg) != nullptr; }
  bool has(AgentIndex agent) const;

  /// Whom the agent talks with in the consultation of this leg of the agent's own.
  struct Asked {
    sip::LegId leg;
    AgentIndex colleague;  ///< none: a number outside
    TrunkIndex trunk;
  };
  /// none: it is not this agent's, or nobody has answered.
  std::optional<Asked> asked_by(AgentIndex agent, sip::LegId own) const;

  /// The consultation is over, but who was asked stays on the line and now belongs to the switchboard, and with it the
  /// toll entry. The colleague stays engaged.
  TollLedger::Entry hand_over(sip::LegId own);

  /// The media server was lost, and the sound of all of them with it.
  void end_all();

  /// After a restart: whether these bytes are of a consultation. If so, both sides are hung up on.
  bool recall(const store::KeptDialog& kept);

 private:
  struct Consultation {
    std::uint64_t name = 0;
    media::MediaId media_id;
    AgentIndex agent, colleague;
    OutsideCall outside;  ///< where there is no colleague
    sip::LegId own, other;
    std::string offer;  ///< the agent's
    std::string party;
    std::uint32_t parties = 0;
    bool is_answered = false;
    Timers::Timer limit;
  };

  Consultation* find(sip::LegId leg) const;
  Consultation* find_named(std::uint64_t name) const;
  /// The status with which to refuse; 0: it may begin.
  int refusal(const sip::Invitation& invitation, AgentIndex colleague) const;
  using GoOn = std::function<void(Consultation&, const media::Reply&)>;
  media::Done if_agreed(const Consultation& consultation, GoOn go_on);
  void open_media(Consultation& consultation);
  void call_next(Consultation& consultation, const sip::Cause& before);
  void call(Consultation& consultation, const std::string& sdp);
  void connect(Consultation& consultation, const std::string& sdp);
  void give_up(Consultation& consultation, const sip::Cause& cause);
  void keep(const Consultation& consultation);
  void remove(Consultation& consultation);
  AgentIndex agent_named(const std::string& user) const;
  const std::string& user_of(AgentIndex agent) const;

  Surroundings around_;
  std::vector<std::unique_ptr<Consultation>> all_;
  std::uint64_t begun_ = 0;
};

}  // namespace twinline::live
