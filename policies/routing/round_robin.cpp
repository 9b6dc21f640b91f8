#include "policies/routing/round_robin.hpp"

#include <stdexcept>
#include <variant>

#include "policies/routing/idle_agents.hpp"

namespace twinline {
namespace {

constexpr std::uint8_t state_version = 1;

}  // namespace

AgentIndex RoundRobin::agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                                 Decisions& decisions) const {
  const std::size_t circle = view.agents.size();
  // After a change of the centre the index may lie beyond its last agent; the circle then goes on from
  // wherever that is.
  const std::size_t start = last_offered_ ? (last_offered_.value + std::size_t{1}) % circle : 0;
  const auto steps_to = [&](std::size_t agent) { return (agent + circle - start) % circle; };

  AgentIndex next;
  for (const Eligibility& eligibility : view.centre->eligible_groups[call.type.value]) {
    const AgentBits bits = idle.of(eligibility.group, call.type);
    auto found = first_agent_from(bits, start);
    if (!found) found = first_agent_from(bits, 0);
    if (found && (!next || steps_to(*found) < steps_to(next.value))) next = AgentIndex{*found};
  }
  if (decisions.wants_reasons()) {
    for_each_idle(view, call, idle, [&](const Eligibility&, AgentIndex agent) {
      decisions.explain(call.id, agent, -static_cast<double>(steps_to(agent.value)),
                        agent == next ? "next in turn" : "later in turn");
    });
  }
  return next;
}

void RoundRobin::learn(const Happening& happening, const View&) {
  if (const auto* made = std::get_if<OfferMade>(&happening)) last_offered_ = made->offer.agent;
}

void RoundRobin::save(StateWriter& writer) const {
  writer.put(state_version);
  writer.put(last_offered_);
}

void RoundRobin::restore(StateReader& reader) {
  std::uint8_t version = 0;
  reader.get(version);
  if (version != state_version) throw std::runtime_error("round_robin: state of an unknown version");
  reader.get(last_offered_);
}

}  // namespace twinline
