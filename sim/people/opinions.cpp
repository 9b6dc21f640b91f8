#include "sim/people/opinions.hpp"

#include <algorithm>

#include "sim/people/caller_key.hpp"
#include "sim/people/sampler.hpp"
#include "sim/random/standard_draws.hpp"

namespace twinline::sim {

using random::Entity;
using random::Purpose;

namespace {

/// The nearest whole number between two.
std::uint8_t nearest(double value, double low, double high) {
  return static_cast<std::uint8_t>(std::clamp(value, low, high) + 0.5);
}

}  // namespace

Opinions::Opinions(const scenarios::Customers& customers, random::StreamSeed seed)
    : written_(&customers), remedy_delay_(sampler(customers.remedy.delay)), seed_(seed) {}

double Opinions::own_points(Entity customer) const {
  random::Stream stream = seed_.stream(Purpose::customer_own, customer);
  return written_->satisfaction.between_customers * random::standard_normal(stream);
}

double Opinions::loyalty_at_start(Entity customer) const {
  const scenarios::Loyalty& loyalty = written_->loyalty;
  const double side = 2 * seed_.stream(Purpose::loyalty_at_start, customer).uniform() - 1;
  return std::clamp(loyalty.at_start + loyalty.spread * side, 0.0, 1.0);
}

double Opinions::points(const Experience& experience, double last, CallKey contact) const {
  const scenarios::Satisfaction& costs = written_->satisfaction;
  const double minutes = in_seconds(std::max(experience.waited - costs.tolerance, Duration{0})) / 60;
  double points = costs.carry_over * last;
  points -= costs.per_minute_waited * minutes;
  points -= costs.per_transfer * experience.transfers;
  points -= costs.per_repeated_question * experience.repeated_questions;
  points -= costs.per_repeated_contact * experience.contacts_before;
  if (experience.end == ContactEnd::unresolved) points -= costs.unresolved;
  if (experience.end == ContactEnd::not_served) points -= costs.not_served;
  random::Stream stream = seed_.stream(Purpose::satisfaction, Entity{contact});
  return points + costs.noise * random::standard_normal(stream);
}

std::uint8_t Opinions::score(double points) { return nearest(points, 1, 5); }

std::uint8_t Opinions::recommendation(double points) { return nearest((points - 1) * 2.5, 0, 10); }

bool Opinions::is_asked(CallKey contact) const {
  return chance(Purpose::survey_asked, Entity{contact}, written_->surveys.asked);
}

bool Opinions::answers(std::uint8_t score, CallKey contact) const {
  return chance(Purpose::survey_answer, Entity{contact}, written_->surveys.answers[score - 1U]);
}

bool Opinions::buys(CallTypeIndex served_as, bool resolved, CallKey contact) const {
  const scenarios::Sale& sale = written_->sales[served_as.value];
  return chance(Purpose::sale, Entity{contact}, resolved ? sale.if_resolved : sale.otherwise);
}

double Opinions::loyalty_after(double loyalty, bool resolved, bool went_wrong, std::uint8_t score) const {
  const scenarios::Loyalty& steps = written_->loyalty;
  if (!resolved) return loyalty * (1 - steps.unresolved);
  if (score <= 2) return loyalty * (1 - steps.badly);
  if (score < 4) return loyalty;
  return loyalty + (1 - loyalty) * std::min(1.0, steps.resolved + (went_wrong ? steps.recovered : 0));
}

bool Opinions::leaves(double loyalty, bool in_silence, CallKey matter) const {
  const double share = written_->churn.chance.at(loyalty) * (in_silence ? written_->churn.silent : 1);
  return chance(Purpose::churn, Entity{matter_of(matter)}, share);
}

bool Opinions::buys_again(double loyalty, CallKey matter) const {
  return chance(Purpose::repurchase, Entity{matter_of(matter)}, written_->buys_again.at(loyalty));
}

std::optional<Duration> Opinions::remedy(std::uint8_t answer, CallKey contact) const {
  const scenarios::Remedy& remedy = written_->remedy;
  if (answer > remedy.up_to || !chance(Purpose::remedy, Entity{contact}, remedy.share)) return std::nullopt;
  random::Stream stream = seed_.stream(Purpose::remedy_delay, Entity{contact});
  return from_seconds(remedy_delay_.sample(stream));
}

}  // namespace twinline::sim
