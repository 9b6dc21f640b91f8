#include "policies/ivr/straight.hpp"

namespace twinline {

IvrDecision StraightToQueue::decide(const View&, const IvrOccasion&) const {
  return {IvrDecision::Kind::enqueue, CallTypeIndex{}, PromptIndex{}};
}

}  // namespace twinline
