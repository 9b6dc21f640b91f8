// Routing: which call meets which agent. The ACD asks on an Occasion and carries out the Decisions after checking them;
// a policy never acts by itself. decide() is const: a policy changes only in learn(), from what the ACD really did, so
// a shadow that learns the same happenings stays equal to the one in force.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "policies/contract/append.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/state.hpp"
#include "policies/contract/view.hpp"

namespace twinline {

/// A policy may be made of others (policies/rollout/split.hpp). Each part has a time of its own at which to be asked
/// again; what is not made of others is part 0 alone.
inline constexpr std::uint8_t policy_parts = 3;

/// Why the policy is asked.
struct Occasion {
  enum class Kind : std::uint8_t {
    call_waits,  ///< `call` came into a line, or back into it, or its own reconsider time is due
    agent_free,  ///< `agent` can take a call and calls wait that the agent may serve
    timer,       ///< the time that the policy gave to reconsider_at(Time) has come
    review,      ///< a policy came into force, or the centre changed: every wait may be looked at
    forecast_changed,
  };
  Kind kind = Kind::call_waits;
  CallId call;
  AgentIndex agent;
  std::uint8_t part = 0;  ///< timer: whose time has come
};

struct Decision {
  enum class Kind : std::uint8_t { assign, hold_call, hold_agent, requeue, reconsider_call, reconsider };
  Kind kind = Kind::assign;
  CallId call;
  AgentIndex agent;
  QueueIndex queue;
  std::uint8_t part = 0;  ///< reconsider: whose time it is
  Time at;
  friend bool operator==(const Decision&, const Decision&) = default;
};

/// One candidate that a policy weighed, for whoever asks why; without call and agent, a word on the whole decision.
struct Reason {
  CallId call;
  AgentIndex agent;
  double score = 0;      ///< in the policy's own measure; the higher wins
  std::string_view why;  ///< a literal: "longest idle", "home group busy"
};

/// What a policy wants. Decisions are carried out in order; one that no longer fits is rejected and recorded.
class Decisions {
 public:
  /// Offer the call to the agent. Both must be free for it at that moment.
  void assign(CallId call, AgentIndex agent) {
    Decision& decision = add(Decision::Kind::assign);
    decision.call = call;
    decision.agent = agent;
  }

  /// Leave the call waiting on purpose although an agent who may serve it idles.
  void hold(CallId call) { add(Decision::Kind::hold_call).call = call; }

  /// Leave the agent idle on purpose although a call waits that the agent may serve.
  void hold(AgentIndex agent) { add(Decision::Kind::hold_agent).agent = agent; }

  /// Move the call to the line of another queue; its wait goes on.
  void requeue(CallId call, QueueIndex queue) {
    Decision& decision = add(Decision::Kind::requeue);
    decision.call = call;
    decision.queue = queue;
  }

  /// Ask again about this call at that time, if it still waits. A later wish replaces an earlier one.
  void reconsider_at(CallId call, Time at) {
    Decision& decision = add(Decision::Kind::reconsider_call);
    decision.call = call;
    decision.at = at;
  }

  /// Ask again at that time (Occasion::Kind::timer). A later wish replaces an earlier one.
  void reconsider_at(Time at) {
    Decision& decision = add(Decision::Kind::reconsider);
    decision.part = part_;
    decision.at = at;
  }

  /// For a policy made of others: whose the times are that reconsider_at(Time) is given from now on. Below
  /// policy_parts.
  void speak_for(std::uint8_t part) { part_ = part; }

  /// For a policy made of others: takes back those from the `first` on for which `condition` holds.
  template <class Condition>
  void take_back(std::size_t first, Condition&& condition) {
    const auto begin = list_.begin() + static_cast<std::ptrdiff_t>(first);
    list_.erase(std::remove_if(begin, list_.end(), condition), list_.end());
  }

  /// Records a candidate when reasons are kept; else costs one comparison.
  void explain(CallId call, AgentIndex agent, double score, std::string_view why) {
    if (reasons_ != nullptr) reasons_->push_back({call, agent, score, why});
  }
  bool wants_reasons() const { return reasons_ != nullptr; }

  std::span<const Decision> list() const { return list_; }
  void clear() {
    list_.clear();
    part_ = 0;
  }
  void keep_reasons_in(std::vector<Reason>* reasons) { reasons_ = reasons; }
  void reserve(std::size_t decisions) { list_.reserve(decisions); }

 private:
  /// In its place, so that small fields are not written in one and copied whole to another.
  Decision& add(Decision::Kind kind) {
    Decision& decision = append(list_);
    decision.kind = kind;
    return decision;
  }

  std::vector<Decision> list_;
  std::vector<Reason>* reasons_ = nullptr;
  std::uint8_t part_ = 0;
};

class RoutingPolicy {
 public:
  RoutingPolicy() = default;
  RoutingPolicy(const RoutingPolicy&) = delete;
  RoutingPolicy& operator=(const RoutingPolicy&) = delete;
  virtual ~RoutingPolicy() = default;

  /// Must be a function of view, occasion and the policy's learnt state alone. May throw: the ACD then serves first
  /// come, first served, and records it. A policy that idles an agent beside a call it may serve has to say so with
  /// hold().
  virtual void decide(const View& view, const Occasion& occasion, Decisions& decisions) const = 0;

  /// The kinds of happening that learn() wants.
  virtual HappeningSet interests() const { return {}; }
  virtual void learn(const Happening& happening, const View& view) {
    static_cast<void>(happening);
    static_cast<void>(view);
  }

  /// Writes and reads all learnt state; what is not in it does not survive a snapshot.
  virtual void save(StateWriter& writer) const { static_cast<void>(writer); }
  virtual void restore(StateReader& reader) { static_cast<void>(reader); }
};

}  // namespace twinline
