// Tells the story of one call while its journal is replayed: whoever replays hands over each entry and each occasion at
// which the routing policy was asked. Nothing is read and nobody is asked here.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "policies/contract/centre.hpp"
#include "reports/explain/call_story.hpp"
#include "reports/journal/record.hpp"
#include "reports/replay/overheard.hpp"

namespace twinline::reports {

class StoryTeller {
 public:
  /// "2026-11-22 08:15:00.250", or nothing.
  using LocalText = std::function<std::string(Time)>;

  /// The key says which call of this id is meant: a bridge that starts anew gives out the same ids once more. `centre`
  /// has the names of everything that the journal tells of, and must outlive this.
  StoryTeller(CallId call, CallKey key, const Centre& centre, LocalText local);

  /// An occasion at which the policy was asked; before the entry that it belongs to.
  void heard(const journal::Overheard& heard);

  /// An entry of the journal, each in its order.
  void happened(const journal::Entry& entry);

  /// The story so far.
  const CallStory& story() const { return story_; }

 private:
  void tell_arrival(Time at, const CallArrived& arrival);
  void append(Time at, LifeEvent event);
  std::uint32_t decision_for(AgentIndex agent) const;

  CallId call_;
  CallKey key_;
  const Centre* centre_;
  LocalText local_;
  CallStory story_;
  bool arrived_ = false;
  std::uint64_t arrivals_ = 0;
  std::size_t steps_before_ = 0;   ///< how many there were when the latest entry was over
  std::vector<AgentIndex> given_;  ///< by step: who was to get the call, if anybody
};

}  // namespace twinline::reports
