#include "policies/acd/acd.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <utility>

#include "policies/acd/telling.hpp"

namespace twinline {

Acd::Acd(Centre centre, Policies policies, std::uint64_t policy_seed)
    : centre_(std::move(centre)), policies_(std::move(policies)) {
  if (!policies_.routing || !policies_.staffing || !policies_.ivr) {
    throw std::invalid_argument("an ACD needs a routing, a staffing and an IVR policy");
  }
  view_.policy_seed = policy_seed;
  routing_timers_.fill(never);
  pending_.reserve(64);
  decisions_.reserve(64);
  fit_tables();
  update_interests();
}

inline void Acd::begin(Time now, Outcome& outcome) {
  now_ = now;
  view_.now = now;
  outcome_ = &outcome;
  decisions_.keep_reasons_in(nullptr);
  if (outcome.keep_reasons) [[unlikely]]
    decisions_.keep_reasons_in(&outcome.reasons);
}

void Acd::handle(Time now, const Fact& fact, Outcome& outcome) {
  assert(now >= now_);
  begin(now, outcome);
  std::visit([this](const auto& told) { on(told); }, fact);
  settle_pending();
}

void Acd::repeat(Time now, const Fact& fact, RecordedAnswers answers, Outcome& outcome) {
  recorded_ = &answers;
  handle(now, fact, outcome);
  recorded_ = nullptr;
}

void Acd::start(Time now, Outcome& outcome) {
  begin(now, outcome);
  ask_staffing(StaffingOccasion::Kind::start, {});
  want(Occasion::Kind::review);
  settle_pending();
}

/// Gives every table of the centre its rows; rows that exist stay as they are.
void Acd::fit_tables() {
  const std::size_t agents_before = agents_.size();
  agents_.resize(centre_.agents.size());
  agent_records_.resize(centre_.agents.size());
  groups_.resize(centre_.groups.size());
  queues_.resize(centre_.queues.size());
  trunks_.resize(centre_.trunks.size());
  sites_.resize(centre_.sites.size());
  services_.resize(centre_.services.size());
  forecasts_.resize(centre_.call_types.size());
  for (std::size_t agent = agents_before; agent < agents_.size(); ++agent)
    agents_[agent].group = centre_.agents[agent].group;

  const std::size_t capacity_before = capacity_;
  for (const AgentGroup& group : centre_.groups) capacity_ = std::max<std::size_t>(capacity_, group.capacity);
  std::vector<CallSlot> places(agents_.size() * capacity_);
  for (std::size_t agent = 0; agent < agents_before; ++agent) {
    for (std::size_t place = 0; place < capacity_before; ++place) {
      places[agent * capacity_ + place] = agent_calls_[agent * capacity_before + place];
    }
  }
  agent_calls_ = std::move(places);
  for (AgentView& agent : agents_) {
    agent.capacity = std::max(centre_.groups[agent.group.value].capacity, agent.engaged);
  }

  const std::size_t words = (agents_.size() + 63) / 64;
  idle_bits_.assign(groups_.size() * words, 0);
  if (capacity_ > 1) free_bits_ = idle_bits_;
  for (std::size_t agent = 0; agent < agents_.size(); ++agent) mark_idle(AgentIndex{agent});
  index_lines();
  refresh_view();
}

void Acd::refresh_view() {
  view_.centre = &centre_;
  view_.calls = calls_;
  view_.agents = agents_;
  view_.groups = groups_;
  view_.lines = lines_;
  view_.queues = queues_;
  view_.trunks = trunks_;
  view_.sites = sites_;
  view_.services = services_;
  view_.forecasts = forecasts_;
  view_.attribute_table = attributes_;
  view_.idle_bits = idle_bits_;
  view_.free_bits = capacity_ > 1 ? free_bits_ : idle_bits_;
  line_spans_.assign(lines_by_group_.begin(), lines_by_group_.end());
  view_.lines_by_group = line_spans_;
}

/// Tells a happening to the policies that learn from its kind. What they throw is recorded once.
void Acd::teach(const Happening& happening) {
  bool threw = false;
  const auto tell = [&](HappeningSet interests, auto& policy) {
    if (!interests.has(happening)) return;
    try {
      policy.learn(happening, view_);
    } catch (...) {
      threw = true;
    }
  };
  tell(routing_interests_, *policies_.routing);
  tell(staffing_interests_, *policies_.staffing);
  tell(ivr_interests_, *policies_.ivr);
  if (threw && !std::holds_alternative<DecisionRejected>(happening)) reject(DecisionFault::threw, {}, {});
}

void Acd::update_interests() {
  routing_interests_ = policies_.routing->interests();
  staffing_interests_ = policies_.staffing->interests();
  ivr_interests_ = policies_.ivr->interests();
  policy_interests_ = routing_interests_ | staffing_interests_ | ivr_interests_;
}

}  // namespace twinline
