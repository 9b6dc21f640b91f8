#include "policies/ivr/flow_checks.hpp"

#include <deque>
#include <utility>
#include <vector>

namespace twinline {
namespace {

bool asks(const Step& step) {
  return step.kind == StepKind::menu || step.kind == StepKind::collect || step.kind == StepKind::offer_callback ||
         step.kind == StepKind::bot || step.kind == StepKind::steer;
}

bool ends_the_flow(const Step& step) {
  return step.kind == StepKind::queue || step.kind == StepKind::voicemail || step.kind == StepKind::hang_up;
}

/// Calls `visit` with every way on out of the step; none is the queue.
template <class Visit>
void ways_on(const Step& step, Visit&& visit) {
  if (ends_the_flow(step)) return;
  const bool has_next = step.kind != StepKind::menu && step.kind != StepKind::branch && step.kind != StepKind::transfer;
  const bool has_otherwise = step.kind != StepKind::announce && step.kind != StepKind::say_wait &&
                             step.kind != StepKind::offer_callback && step.kind != StepKind::steer;
  if (has_next) visit(step.next);
  if (has_otherwise) visit(step.otherwise);
  if (step.kind == StepKind::collect && step.human) visit(step.human);
  if (step.kind == StepKind::menu || step.kind == StepKind::branch) {
    for (const Branch& branch : step.branches) visit(branch.to);
  }
}

}  // namespace

StepIndex step_going_round(const Flow& flow) {
  // Depth first over the steps that ask nothing; a way back to a step that is still open closes a circle.
  enum class Mark : std::uint8_t { unseen, open, done };
  std::vector<Mark> marks(flow.steps.size());
  StepIndex found;
  const auto explore = [&](const auto& self, StepIndex at) -> void {
    if (found || at.value >= flow.steps.size() || marks[at.value] == Mark::done || asks(flow.steps[at.value])) return;
    if (marks[at.value] == Mark::open) {
      found = at;
      return;
    }
    marks[at.value] = Mark::open;
    ways_on(flow.steps[at.value], [&](StepIndex next) { self(self, next); });
    marks[at.value] = Mark::done;
  };
  for (std::size_t step = 0; step < flow.steps.size(); ++step) explore(explore, StepIndex{step});
  return found;
}

std::optional<std::uint32_t> questions_to_a_human(const Flow& flow, StepIndex from) {
  // Breadth first with weights of 0 and 1: what costs no question goes to the front.
  std::vector<bool> seen(flow.steps.size());
  std::deque<std::pair<StepIndex, std::uint32_t>> ahead{{from, 0}};
  while (!ahead.empty()) {
    const auto [at, questions] = ahead.front();
    ahead.pop_front();
    if (at.value >= flow.steps.size()) return questions;
    if (seen[at.value]) continue;
    seen[at.value] = true;
    const Step& step = flow.steps[at.value];
    if (step.kind == StepKind::queue || step.kind == StepKind::transfer) return questions;
    ways_on(step, [&, so_far = questions](StepIndex next) {
      if (asks(step)) {
        ahead.emplace_back(next, so_far + 1);
      } else {
        ahead.emplace_front(next, so_far);
      }
    });
  }
  return std::nullopt;
}

}  // namespace twinline
