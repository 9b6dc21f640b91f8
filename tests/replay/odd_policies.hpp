// Policies that no centre would want: they throw, say nothing, decide nonsense, ask people at random. What they do is a
// pure function of what they see, so that two ACDs that agree get the same nonsense.
#pragma once

#include <array>
#include <stdexcept>

#include "policies/contract/choice.hpp"
#include "policies/contract/ivr_policy.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/contract/staffing_policy.hpp"

namespace twinline::reference {

/// Throws in decide() and learn(), holds, sends to and fro, names calls and agents that do not exist.
class MischievousRouting final : public RoutingPolicy {
 public:
  void decide(const View& view, const Occasion& occasion, Decisions& decisions) const override {
    const auto now = static_cast<std::uint64_t>(view.now.time_since_epoch().count());
    const std::uint64_t key = occasion.call ? view.call(occasion.call).key : 7919 * std::uint64_t{occasion.agent.value};
    const std::uint64_t bits =
        choice(view.policy_seed ^ now, key, occasion.call ? view.call(occasion.call).decisions : 0);
    const CallId call = any_call(view, bits >> 8);
    const AgentIndex agent{(bits >> 24) % (view.agents.size() + 1)};
    const Time later = view.now + Duration{static_cast<std::int64_t>(bits >> 40) % 20'000 * 1'000'000 - 2'000'000'000};
    switch (bits % 16) {
      case 0: throw std::runtime_error("mischief");
      case 1: decisions.assign(call, agent); throw 1;
      case 2:
        if (call) decisions.hold(call);
        break;
      case 3: decisions.hold(agent); break;
      case 4: decisions.requeue(call, QueueIndex{(bits >> 33) % (view.queues.size() + 1)}); break;
      case 5: decisions.reconsider_at(call, later); break;
      case 6: decisions.reconsider_at(later); break;
      case 7: decisions.assign(CallId{CallSlot{(bits >> 33) % 200}, 3}, agent); break;
      case 8:
        for (std::size_t each = 0; each < view.agents.size(); ++each) decisions.assign(call, AgentIndex{each});
        break;
      case 9:
        for (std::size_t each = 0; each < view.lines.size(); ++each) {
          if (view.lines[each].first) decisions.assign(view.call(view.lines[each].first).id, agent);
        }
        break;
      case 10: decisions.assign(CallId{}, AgentIndex{}); break;
      case 11:
        if (occasion.call) decisions.hold(occasion.call);
        if (occasion.agent) decisions.hold(occasion.agent);
        break;
      case 12:  // to and fro
        for (std::size_t queue = 0; occasion.call && queue < view.queues.size(); ++queue) {
          decisions.requeue(occasion.call, QueueIndex{queue});
        }
        break;
      default: break;
    }
  }

  HappeningSet interests() const override { return HappeningSet::of<OfferEnded, CallEnded, AgentChanged>(); }
  void learn(const Happening&, const View&) override {
    if (++learnt_ % 97 == 0) throw std::runtime_error("will not learn");
  }
  void save(StateWriter& writer) const override { writer.put(learnt_); }
  void restore(StateReader& reader) override { reader.get(learnt_); }

 private:
  /// Some call in a line, or none.
  static CallId any_call(const View& view, std::uint64_t bits) {
    if (view.lines.empty()) return {};
    CallSlot slot = view.lines[bits % view.lines.size()].first;
    for (std::uint64_t steps = bits % 4; steps > 0 && slot && view.call(slot).next; --steps)
      slot = view.call(slot).next;
    return slot ? view.call(slot).id : CallId{};
  }

  std::uint64_t learnt_ = 0;
};

/// Decides anything up to five times, names what is not there, changes types, remembers, turns callers away, throws.
/// What it decides hangs on all that it is told.
class OddIvr final : public IvrPolicy {
 public:
  IvrDecision decide(const View& view, const IvrOccasion& occasion) const override {
    using Kind = IvrDecision::Kind;
    const CallView& call = view.call(occasion.call);
    const std::uint64_t bits = choice(view.policy_seed, call.key, 1000 + occasion.step + told(occasion));
    if (bits % 16 == 0) throw std::runtime_error("no menu");
    IvrDecision decision;
    decision.position = {FlowIndex{(bits >> 20) % 3}, StepIndex{(bits >> 24) % 9}, occasion.step};
    decision.prompt = PromptIndex{std::size_t{1}};
    decision.type = CallTypeIndex{(bits >> 8) % (view.centre->call_types.size() + 2)};
    if (bits >> 28 & 1U)
      decision.remember = {AttributeIndex{(bits >> 32) % 20}, static_cast<std::int64_t>(told(occasion))};
    decision.treatment = static_cast<TreatmentKind>(std::array{0, 1, 4, 7}[(bits >> 40) % 4]);
    decision.cause =
        std::array{ReleaseCause::closed, ReleaseCause::flow_ended, ReleaseCause::steered}[(bits >> 42) % 3];
    decision.source = LookUpIndex{(bits >> 44) % 3};
    decision.destination = DestinationIndex{(bits >> 48) % 3};
    decision.deadline = 2s;
    decision.digits.most = static_cast<std::uint8_t>(1 + (bits >> 52) % 8);
    const bool is_over = occasion.step >= 5;
    constexpr std::array kinds{Kind::play,    Kind::play,         Kind::collect,      Kind::collect,   Kind::look_up,
                               Kind::look_up, Kind::transfer_out, Kind::take_message, Kind::call_back, Kind::release};
    if (!is_over && bits % 16 > 3) decision.kind = kinds[bits % kinds.size()];
    return decision;
  }

 private:
  static std::uint32_t told(const IvrOccasion& occasion) {
    std::uint32_t told = 100 * static_cast<std::uint32_t>(occasion.kind) + static_cast<std::uint32_t>(occasion.outcome);
    told += 10 * static_cast<std::uint32_t>(occasion.look_up) + 7 * static_cast<std::uint32_t>(occasion.transfer);
    if (occasion.input != nullptr) {
      told += 31 * static_cast<std::uint32_t>(occasion.input->outcome) + 17 * occasion.input->count;
      for (const char key : occasion.input->digits.text()) told = 5 * told + static_cast<std::uint32_t>(key);
    }
    return told;
  }
};

/// Asks one agent, or a group, whenever it is asked itself; sometimes too late, sometimes throws.
class AskingStaffing final : public StaffingPolicy {
 public:
  void decide(const View& view, const StaffingOccasion& occasion, StaffingDecisions& decisions) const override {
    const auto now = static_cast<std::uint64_t>(view.now.time_since_epoch().count());
    const std::uint64_t bits = choice(view.policy_seed + asked_, now, occasion.request.value);
    if (bits % 11 == 0) throw std::runtime_error("nobody asks me");
    const Duration ahead{static_cast<std::int64_t>(bits >> 40) % 30'000 * 1'000'000 - 1'000'000'000};
    if (bits % 3 == 0 && occasion.kind != StaffingOccasion::Kind::request_settled) {
      StaffingRequest request;
      request.kind = static_cast<RequestKind>((bits >> 8) % 6);
      request.group = GroupIndex{(bits >> 16) % view.groups.size()};
      if (bits % 2 == 0) request.agent = AgentIndex{(bits >> 24) % view.agents.size()};
      request.people = 1 + static_cast<std::uint32_t>((bits >> 32) % 3);
      request.from = view.now;
      request.until = view.now + 1h;
      request.expires = view.now + ahead;
      decisions.ask(request);
    }
    if (bits % 5 < 2) decisions.reconsider_at(view.now + ahead);
  }

  HappeningSet interests() const override { return HappeningSet::of<RequestSettled>(); }
  void learn(const Happening&, const View&) override { ++asked_; }
  void save(StateWriter& writer) const override { writer.put(asked_); }
  void restore(StateReader& reader) override { reader.get(asked_); }

 private:
  std::uint64_t asked_ = 0;
};

}  // namespace twinline::reference
