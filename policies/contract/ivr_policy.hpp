// What a caller meets before the queue, and after the talk. The ACD asks when a call has a line, whenever a step that
// the policy chose has ended, and when an agent has hung up on a caller whose type has a survey. decide() is const:
// where a call stands is kept by the ACD, in CallView::position, as the policy's last decision left it.
#pragma once

#include "policies/contract/flow.hpp"
#include "policies/contract/state.hpp"
#include "policies/contract/view.hpp"

namespace twinline {

struct IvrOccasion {
  enum class Kind : std::uint8_t {
    arrived,
    step_ended,          ///< what was played has ended, as `outcome` says
    input_received,      ///< `input` is the answer to a collect
    look_up_ended,       ///< `look_up` says how; what was learnt is among the call's attributes
    transfer_out_ended,  ///< in vain: `transfer` says why
    talk_ended,          ///< the agent has hung up and the caller's survey begins
    resumed,             ///< the caller is back from hold and what was played or asked was cut short: say it again
  };
  Kind kind = Kind::arrived;
  CallId call{};
  std::uint32_t step = 0;  ///< steps done so far
  TreatmentOutcome outcome = TreatmentOutcome::finished;
  LookUpOutcome look_up = LookUpOutcome::answered;
  TransferOutcome transfer = TransferOutcome::failed;
  const InputReceived* input = nullptr;
};

/// After the talk only play, collect, look_up and release have a meaning; everything else releases the caller.
struct IvrDecision {
  enum class Kind : std::uint32_t {  // no padding: a decision is copied in whole words
    enqueue,
    play,
    release,
    collect,
    look_up,
    transfer_out,
    take_message,  ///< the call flows out as voicemail
    call_back,     ///< the call flows out as a callback
  };
  Kind kind = Kind::enqueue;
  CallTypeIndex type{};  ///< for enqueue: as what the call waits; for play: whose wait is expected; none keeps its type
  PromptIndex prompt{};  ///< for play, collect and take_message
  FlowPosition position{};
  TreatmentKind treatment = TreatmentKind::announcement;  ///< for play: that, expected_wait or an offer
  ReleaseCause cause = ReleaseCause::closed;              ///< for release: that, flow_ended or steered
  LookUpIndex source{};
  DestinationIndex destination{};
  Duration deadline{0};  ///< of the look-up
  DigitRules digits{};
  Attribute remember{};  ///< becomes known of the call, when it has a name
};

class IvrPolicy {
 public:
  IvrPolicy() = default;
  IvrPolicy(const IvrPolicy&) = delete;
  IvrPolicy& operator=(const IvrPolicy&) = delete;
  virtual ~IvrPolicy() = default;

  /// Must be a function of view and occasion alone. May throw: the call is then put into its queue, or released after
  /// the talk, and the ACD records it.
  virtual IvrDecision decide(const View& view, const IvrOccasion& occasion) const = 0;
  virtual HappeningSet interests() const { return {}; }
  virtual void learn(const Happening& happening, const View& view) {
    static_cast<void>(happening);
    static_cast<void>(view);
  }
  virtual void save(StateWriter& writer) const { static_cast<void>(writer); }
  virtual void restore(StateReader& reader) { static_cast<void>(reader); }
};

}  // namespace twinline
