#include "tests/oracle/centre_chain.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace twinline::oracle {
namespace {

/// Reads and changes a state as what it stands for.
class Centre {
 public:
  Centre(const CentreModel& model, State& state) : model_(&model), state_(&state) {}

  std::uint16_t& serving(std::size_t group, std::size_t type) { return (*state_)[group * types() + type]; }
  std::uint16_t& waiting(std::size_t type) { return (*state_)[model_->groups.size() * types() + type]; }

  bool all_lines_taken() const {
    unsigned calls = 0;
    for (const std::uint16_t count : *state_) calls += count;
    return calls >= model_->lines;
  }

  std::optional<std::size_t> idle_group_for(std::size_t type) {
    for (const std::size_t group : model_->call_types[type].groups) {
      unsigned busy = 0;
      for (std::size_t served = 0; served < types(); ++served) busy += serving(group, served);
      if (busy < model_->groups[group].agents) return group;
    }
    return std::nullopt;
  }

  /// An agent has ended a call and takes the next of the best line; says of which type, if any waits.
  std::optional<std::size_t> end_service(std::size_t group, std::size_t type) {
    --serving(group, type);
    for (const std::size_t next : model_->groups[group].call_types) {
      if (waiting(next) == 0) continue;
      --waiting(next);
      ++serving(group, next);
      return next;
    }
    return std::nullopt;
  }

 private:
  std::size_t types() const { return model_->call_types.size(); }

  const CentreModel* model_;
  State* state_;
};

State empty_state(const CentreModel& model) { return State((model.groups.size() + 1) * model.call_types.size(), 0); }

/// The state after a call of this type has come and found a line into the centre, and whether it waits; nothing when
/// its queue is as long as is looked at.
struct AfterArrival {
  State state;
  bool waits = false;
};
std::optional<AfterArrival> after_arrival(const CentreModel& model, const State& before, std::size_t type) {
  AfterArrival after{before, false};
  Centre centre(model, after.state);
  if (const auto group = centre.idle_group_for(type)) {
    ++centre.serving(*group, type);
    return after;
  }
  if (centre.waiting(type) >= model.call_types[type].most_waiting) return std::nullopt;
  ++centre.waiting(type);
  after.waits = true;
  return after;
}

/// Something that may happen in a state.
struct Step {
  State to;
  double rate = 0;                       ///< per second; of an arrival the share that does not balk
  std::optional<std::size_t> arrival{};  ///< of this type
  bool takes_tagged = false;             ///< the tagged call is answered
};

void add_arrivals(const CentreModel& model, const State& state, std::optional<std::size_t> tagged,
                  std::vector<Step>& steps) {
  State copy = state;
  if (Centre(model, copy).all_lines_taken()) return;
  for (std::size_t type = 0; type < model.call_types.size(); ++type) {
    if (type == tagged) continue;
    if (auto after = after_arrival(model, state, type))
      steps.push_back({std::move(after->state), after->waits ? 1 - model.call_types[type].balk : 1, type});
  }
}

/// With a tagged call, that is the last of its line and its own giving up is no step.
std::vector<Step> steps_from(const CentreModel& model, const State& state, std::optional<std::size_t> tagged) {
  std::vector<Step> steps;
  add_arrivals(model, state, tagged, steps);
  State copy = state;
  Centre now(model, copy);
  for (std::size_t group = 0; group < model.groups.size(); ++group) {
    for (std::size_t type = 0; type < model.call_types.size(); ++type) {
      if (now.serving(group, type) == 0) continue;
      Step step{state, now.serving(group, type) / model.call_types[type].service_times[group]};
      Centre after(model, step.to);
      const auto next = after.end_service(group, type);
      step.takes_tagged = next && next == tagged && after.waiting(*next) == 0;
      steps.push_back(std::move(step));
    }
  }
  for (std::size_t type = 0; type < model.call_types.size(); ++type) {
    const unsigned may_give_up = now.waiting(type) - (type == tagged ? 1U : 0U);
    if (may_give_up == 0 || model.call_types[type].patience == for_ever) continue;
    Step step{state, may_give_up / model.call_types[type].patience};
    --Centre(model, step.to).waiting(type);
    steps.push_back(std::move(step));
  }
  return steps;
}

/// Adds every state that can be reached from those that the table has.
void complete(const CentreModel& model, std::optional<std::size_t> tagged, StateTable& states) {
  for (Eigen::Index position = 0; position < states.size(); ++position) {
    const State from = states[position];
    for (const Step& step : steps_from(model, from, tagged)) {
      if (!step.takes_tagged) states.add(step.to);
    }
  }
}

Rates rates_of(const CentreModel& model, std::optional<std::size_t> tagged, const StateTable& states,
               const std::vector<double>& arrivals) {
  std::vector<Eigen::Triplet<double>> entries;
  for (Eigen::Index position = 0; position < states.size(); ++position) {
    double leaving = 0;
    for (const Step& step : steps_from(model, states[position], tagged)) {
      const double rate = step.arrival ? step.rate * arrivals[*step.arrival] : step.rate;
      leaving += rate;
      if (!step.takes_tagged && rate > 0) entries.emplace_back(position, states.position_of(step.to), rate);
    }
    if (tagged && model.call_types[*tagged].patience != for_ever) leaving += 1 / model.call_types[*tagged].patience;
    entries.emplace_back(position, position, -leaving);
  }
  Rates rates(states.size(), states.size());
  rates.setFromTriplets(entries.begin(), entries.end());
  return rates;
}

}  // namespace

Eigen::Index StateTable::add(const State& state) {
  const auto [entry, is_new] = positions_.emplace(state, size());
  if (is_new) states_.push_back(state);
  return entry->second;
}

CentreChain::CentreChain(const CentreModel& model) : model_(&model) {
  states_.add(empty_state(model));
  complete(model, std::nullopt, states_);
}

Rates CentreChain::rates(const std::vector<double>& arrivals) const {
  return rates_of(*model_, std::nullopt, states_, arrivals);
}

bool CentreChain::all_busy(Eigen::Index state, std::size_t type) const {
  State copy = states_[state];
  return !Centre(*model_, copy).idle_group_for(type);
}

bool CentreChain::all_lines_taken(Eigen::Index state) const {
  State copy = states_[state];
  return Centre(*model_, copy).all_lines_taken();
}

unsigned CentreChain::waiting(Eigen::Index state, std::size_t type) const {
  State copy = states_[state];
  return Centre(*model_, copy).waiting(type);
}

double CentreChain::probability_of_full_line(const Measure& probabilities) const {
  double sum = 0;
  for (Eigen::Index state = 0; state < states_.size(); ++state) {
    bool any_full = false;
    for (std::size_t type = 0; type < model_->call_types.size(); ++type)
      any_full = any_full || !after_arrival(*model_, states_[state], type);
    if (any_full) sum += probabilities[state];
  }
  return sum;
}

TaggedChain::TaggedChain(const CentreChain& centre, std::size_t type) : model_(&centre.model()), type_(type) {
  if (model_->lines != CentreModel{}.lines)
    throw std::logic_error("a call that waits is followed only where lines never run short");
  std::vector<Eigen::Triplet<double>> entries;
  for (Eigen::Index state = 0; state < centre.states().size(); ++state) {
    const auto after = after_arrival(*model_, centre.states()[state], type);
    if (after && after->waits)
      entries.emplace_back(state, states_.add(after->state), 1 - model_->call_types[type].balk);
  }
  complete(*model_, type, states_);
  entry_ = Rates(centre.states().size(), states_.size());
  entry_.setFromTriplets(entries.begin(), entries.end());
}

Rates TaggedChain::rates(const std::vector<double>& arrivals) const {
  return rates_of(*model_, type_, states_, arrivals);
}

}  // namespace twinline::oracle
