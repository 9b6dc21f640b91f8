#include "policies/rollout/split.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>
#include <vector>

namespace twinline {
namespace {

constexpr std::uint32_t state_version = 1;
constexpr std::array arms{Arm::incumbent, Arm::candidate};

/// The split's own time is that of part 0.
constexpr std::uint8_t part_of(Arm arm) { return arm == Arm::incumbent ? 1 : 2; }
constexpr Arm arm_of_part(std::uint8_t part) {
  return part == part_of(Arm::candidate) ? Arm::candidate : Arm::incumbent;
}

void explain(Arm arm, Decisions& decisions) {
  decisions.explain({}, {}, 0, arm == Arm::candidate ? "the candidate decides" : "the incumbent decides");
}

/// The calls in line, in the order in which they began to wait.
std::vector<const CallView*> waiting_calls(const View& view) {
  std::vector<const CallView*> waiting;
  for (const LineView& line : view.lines) {
    for (CallSlot slot = line.first; slot; slot = view.call(slot).next) waiting.push_back(&view.call(slot));
  }
  std::sort(waiting.begin(), waiting.end(), [](const CallView* a, const CallView* b) { return a->place < b->place; });
  return waiting;
}

}  // namespace

Split::Split(Side incumbent, Side candidate, SplitRule rule)
    : sides_{std::move(incumbent), std::move(candidate)},
      interests_{sides_[0].policy->interests(), sides_[1].policy->interests()},
      rule_(std::move(rule)) {}

void Split::decide(const View& view, const Occasion& occasion, Decisions& decisions) const {
  switch (occasion.kind) {
    case Occasion::Kind::call_waits: {
      const Arm owner = owner_of(view.call(occasion.call), view);
      explain(owner, decisions);
      return ask_about_its_own(owner, view, occasion, decisions);
    }
    case Occasion::Kind::agent_free: {
      const Arm decider = decider_about(occasion.agent, view);
      explain(decider, decisions);
      return ask(decider, view, occasion, decisions);
    }
    case Occasion::Kind::timer:
      if (occasion.part == 0) return begin_block(view, decisions);
      return ask_about_its_own(arm_of_part(occasion.part), view, occasion, decisions);
    case Occasion::Kind::review: await_next_block(view, decisions); break;
    case Occasion::Kind::forecast_changed: break;
  }
  for (const Arm arm : arms) ask_about_its_own(arm, view, occasion, decisions);
}

/// Whose word counts about the call now.
Arm Split::owner_of(const CallView& call, const View& view) const {
  if (rule_.by == SplitBy::block) return rule_.arm_at(view.now);
  return rule_.arm_of(call.key, call.queue, call.queued_at);
}

Arm Split::decider_about(AgentIndex agent, const View& view) const {
  if (rule_.by == SplitBy::block) return rule_.arm_at(view.now);
  const CallView* longest = nullptr;
  bool of_both = false;
  for (const LineIndex index : view.lines_for(view.agent(agent).group)) {
    const LineView& line = view.line(index);
    if (!line.first || !view.has_room_for(agent, line.type)) continue;
    const CallView& first = view.call(line.first);
    of_both = of_both || (longest != nullptr && owner_of(first, view) != owner_of(*longest, view));
    if (longest == nullptr || first.place < longest->place) longest = &first;
  }
  if (longest == nullptr) return Arm::incumbent;
  const bool draws = rule_.by == SplitBy::call && rule_.freed_agent == FreedAgent::drawn && of_both;
  return draws ? rule_.arm_of_freed(agent, view.agent(agent).offers, view.now) : owner_of(*longest, view);
}

void Split::ask(Arm arm, const View& view, const Occasion& occasion, Decisions& decisions) const {
  decisions.speak_for(part_of(arm));
  side(arm).policy->decide(view, {occasion.kind, occasion.call, occasion.agent}, decisions);
  decisions.speak_for(0);
}

void Split::ask_about_its_own(Arm arm, const View& view, const Occasion& occasion, Decisions& decisions) const {
  const std::size_t said_before = decisions.list().size();
  ask(arm, view, occasion, decisions);
  decisions.take_back(said_before, [&](const Decision& decision) { return !may_say(arm, decision, view); });
}

bool Split::may_say(Arm arm, const Decision& decision, const View& view) const {
  switch (decision.kind) {
    case Decision::Kind::reconsider: return true;
    case Decision::Kind::hold_agent: return rule_.by != SplitBy::block || arm == rule_.arm_at(view.now);
    case Decision::Kind::assign:
    case Decision::Kind::hold_call:
    case Decision::Kind::requeue:
    case Decision::Kind::reconsider_call: break;
  }
  // A call that is not there is nobody's: the ACD records what was said of it.
  const std::size_t slot = decision.call.slot.value;
  if (slot >= view.calls.size() || view.calls[slot].id != decision.call) return true;
  return owner_of(view.calls[slot], view) == arm;
}

/// As when a policy comes into force, for the arm whose turn it is now. An occasion may not beget another at its own
/// instant, so the calls come up one by one at the next.
void Split::begin_block(const View& view, Decisions& decisions) const {
  await_next_block(view, decisions);
  for (const CallView* call : waiting_calls(view)) decisions.reconsider_at(call->id, view.now + Duration{1});
  ask_about_its_own(rule_.arm_at(view.now), view, {Occasion::Kind::review, {}, {}}, decisions);
}

void Split::await_next_block(const View& view, Decisions& decisions) const {
  if (rule_.by != SplitBy::block) return;
  decisions.reconsider_at(std::max(rule_.began, rule_.beginning_of(rule_.block_of(view.now) + 1)));
}

void Split::learn(const Happening& happening, const View& view) {
  std::exception_ptr thrown;
  for (std::size_t arm = 0; arm < sides_.size(); ++arm) {
    if (!interests_[arm].has(happening)) continue;
    try {
      sides_[arm].policy->learn(happening, view);
    } catch (...) {
      thrown = std::current_exception();
    }
  }
  if (thrown) std::rethrow_exception(thrown);
}

void Split::save(StateWriter& writer) const {
  writer.put(state_version);
  for (const Side& side : sides_) {
    StateWriter own;
    side.policy->save(own);
    writer.put(static_cast<std::uint64_t>(own.bytes().size()));
    for (const std::uint8_t byte : own.bytes()) writer.put(byte);
  }
}

void Split::restore(StateReader& reader) {
  std::uint32_t version = 0;
  reader.get(version);
  if (version != state_version) throw std::runtime_error("snapshot is of another version of the split");
  for (const Side& side : sides_) {
    std::uint64_t size = 0;
    reader.get(size);
    std::vector<std::uint8_t> bytes;
    for (std::uint64_t read = 0; read < size; ++read) reader.get(bytes.emplace_back());
    StateReader own(bytes);
    side.policy->restore(own);
    if (!own.at_end()) throw std::runtime_error("snapshot holds more than a policy of the split knows");
  }
}

}  // namespace twinline
