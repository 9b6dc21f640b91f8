// What a caller meets before the queue. The ACD asks when a call has a line, and again whenever a step that the policy
// chose has ended.
#pragma once

#include "policies/contract/state.hpp"
#include "policies/contract/view.hpp"

namespace twinline {

struct IvrOccasion {
  enum class Kind : std::uint8_t { arrived, step_ended };
  Kind kind = Kind::arrived;
  CallId call;
  std::uint32_t step = 0;  ///< steps done so far
  TreatmentOutcome outcome = TreatmentOutcome::finished;
};

struct IvrDecision {
  enum class Kind : std::uint32_t { enqueue, play, release };  ///< no padding: a decision is copied in whole words
  Kind kind = Kind::enqueue;
  CallTypeIndex type;  ///< for enqueue: as what the call waits; none keeps its type
  PromptIndex prompt;  ///< for play
};

class IvrPolicy {
 public:
  IvrPolicy() = default;
  IvrPolicy(const IvrPolicy&) = delete;
  IvrPolicy& operator=(const IvrPolicy&) = delete;
  virtual ~IvrPolicy() = default;

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
