// quick_hands: a call goes to the idle agent whose handling times have been the shortest so far, which the policy
// learns while it runs. Whoever has handled little is taken to be like everybody else: `prior` is that handling time,
// and it weighs as much as `prior_calls` calls.
#include <bit>
#include <cstdint>
#include <stdexcept>
#include <variant>
#include <vector>

#include "policies/contract/plugin.hpp"

namespace {

using namespace twinline;
using namespace std::chrono_literals;

class QuickHands final : public RoutingPolicy {
 public:
  static constexpr PolicyInfo info{"quick_hands", 1,
                                   "Gives a call to the idle agent whose handling has been quickest so far."};
  struct Params {
    Duration prior = 4min;
    std::int64_t prior_calls = 5;
  };
  static constexpr auto schema = fields(
      field("prior", &Params::prior, between(Duration{1s}, Duration{2h}),
            "Handling time that agents are taken to have before they have shown theirs."),
      field("prior_calls", &Params::prior_calls, between<std::int64_t>(1, 1000), "As many calls the prior weighs."));

  QuickHands(const Centre& centre, const Params& params)
      : prior_(params.prior), prior_calls_(params.prior_calls), agents_(centre.agents.size()) {}

  void decide(const View& view, const Occasion& occasion, Decisions& decisions) const override {
    switch (occasion.kind) {
      case Occasion::Kind::call_waits: {
        const CallView& call = view.call(occasion.call);
        if (const AgentIndex agent = quickest_for(view, call, {}, decisions)) decisions.assign(call.id, agent);
        return;
      }
      case Occasion::Kind::agent_free: {
        if (const CallSlot call = first_for(view, occasion.agent)) {
          decisions.assign(view.call(call).id, occasion.agent);
        }
        return;
      }
      case Occasion::Kind::review: return look_again_at_all(view, decisions);
      case Occasion::Kind::timer:
      case Occasion::Kind::forecast_changed: return;
    }
  }

  HappeningSet interests() const override { return HappeningSet::of<HandlingEnded, CentreChanged>(); }

  void learn(const Happening& happening, const View& view) override {
    if (agents_.size() < view.agents.size()) agents_.resize(view.agents.size());
    if (const auto* ended = std::get_if<HandlingEnded>(&happening)) {
      Experience& experience = agents_[ended->agent.value];
      ++experience.calls;
      experience.handled += ended->talk + ended->wrap_up;
    }
  }

  void save(StateWriter& writer) const override {
    writer.put(state_version);
    writer.put(static_cast<std::uint32_t>(agents_.size()));
    for (const Experience& experience : agents_) {
      writer.put(experience.calls);
      writer.put(experience.handled);
    }
  }

  void restore(StateReader& reader) override {
    std::uint8_t version = 0;
    std::uint32_t agents = 0;
    reader.get(version);
    if (version != state_version) throw std::runtime_error("quick_hands: state of an unknown version");
    reader.get(agents);
    agents_.clear();
    for (; agents > 0; --agents) {
      Experience& experience = agents_.emplace_back();
      reader.get(experience.calls);
      reader.get(experience.handled);
    }
  }

 private:
  static constexpr std::uint8_t state_version = 1;

  struct Experience {
    std::int64_t calls = 0;
    Duration handled{0};
  };

  Duration expected(AgentIndex agent) const {
    if (agent.value >= agents_.size()) return prior_;
    const Experience& experience = agents_[agent.value];
    return (prior_ * prior_calls_ + experience.handled) / (prior_calls_ + experience.calls);
  }

  /// When the policy comes into force, calls may wait beside agents who idle.
  void look_again_at_all(const View& view, Decisions& decisions) const {
    std::vector<bool> taken(view.agents.size());
    for (const LineView& line : view.lines) {
      for (CallSlot slot = line.first; slot; slot = view.call(slot).next) {
        const AgentIndex agent = quickest_for(view, view.call(slot), taken, decisions);
        if (!agent) break;  // nor is there one for the rest of the line
        decisions.assign(view.call(slot).id, agent);
        taken[agent.value] = true;
      }
    }
  }

  /// Of those who idle and are not taken; `taken` is empty where nobody is. Ties go to the group that comes first in
  /// the call type's ranking, then to the lower agent index.
  AgentIndex quickest_for(const View& view, const CallView& call, const std::vector<bool>& taken,
                          Decisions& decisions) const {
    AgentIndex quickest;
    for (const Eligibility& eligibility : view.centre->eligible_groups[call.type.value]) {
      const auto idle = view.idle_agents(eligibility.group, call.type);
      for (std::size_t word = 0; word < idle.size(); ++word) {
        for (std::uint64_t rest = idle[word]; rest != 0; rest &= rest - 1) {
          const AgentIndex agent{word * 64 + static_cast<std::size_t>(std::countr_zero(rest))};
          if (!taken.empty() && taken[agent.value]) continue;
          decisions.explain(call.id, agent, -in_seconds(expected(agent)), "expected handling time");
          if (!quickest || expected(agent) < expected(quickest)) quickest = agent;
        }
      }
    }
    return quickest;
  }

  /// The call that has waited longest of all that the agent may serve: only the heads of lines compete.
  static CallSlot first_for(const View& view, AgentIndex agent) {
    CallSlot first;
    for (const LineIndex line : view.lines_for(view.agent(agent).group)) {
      const CallSlot head = view.line(line).first;
      if (head && (!first || view.call(head).place < view.call(first).place)) first = head;
    }
    return first;
  }

  Duration prior_;
  std::int64_t prior_calls_;
  std::vector<Experience> agents_;
};

}  // namespace

TWINLINE_POLICY(QuickHands)
