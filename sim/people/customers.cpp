#include "sim/people/customers.hpp"

#include <algorithm>

#include "sim/people/caller_key.hpp"

namespace twinline::sim {

using random::Entity;
using reports::JourneyCount;
using reports::JourneyCounts;
using reports::JourneyMoney;

namespace {

constexpr double millionths = 1e6;

std::uint64_t in_millionths(double amount) { return static_cast<std::uint64_t>(amount * millionths + 0.5); }

}  // namespace

Customers::Customers(const scenarios::Scenario& scenario, random::StreamSeed seed)
    : scenario_(&scenario),
      written_(&*scenario.customers),
      opinions_(*scenario.customers, seed),
      whose_(seed.family(random::Purpose::customer)) {
  if (!are_many()) return;
  const std::uint32_t population = written_->population;
  customers_.resize(population);
  double share = 0;
  for (const double of_segment : scenario.segment_shares) {
    const auto first = static_cast<std::uint32_t>(share * population + 0.5);
    share += of_segment;
    const auto end = static_cast<std::uint32_t>(std::min(share, 1.0) * population + 0.5);
    shelves_.push_back({std::min(first, population - 1), std::max<std::uint32_t>(end - first, 1)});
  }
  shelves_.push_back({0, population});
}

std::uint32_t Customers::customer_of(CallKey matter, SegmentIndex segment) const {
  const Shelf& shelf = segment ? shelves_[segment.value] : shelves_.back();
  return shelf.first + static_cast<std::uint32_t>(whose_.stream(Entity{matter_of(matter)}).below(shelf.count));
}

/// What a customer's own draws go by. A number of the population and a matter never meet in one run.
Entity Customers::entity_of(std::uint32_t customer, CallKey matter) const {
  return are_many() ? Entity{customer} : Entity{matter_of(matter)};
}

bool Customers::has_left(CallKey matter, SegmentIndex segment) const {
  return are_many() && customers_[customer_of(matter, segment)].has_left;
}

void Customers::take_up(CallSlot slot, CallKey matter, SegmentIndex segment) {
  if (slot.value >= dealings_.size()) {
    dealings_.resize(std::max<std::size_t>(64, (slot.value + std::size_t{1}) * 2));
    if (!are_many()) customers_.resize(dealings_.size());
  }
  Dealing& dealing = dealings_[slot.value] = {};
  dealing.segment = segment;
  dealing.customer = are_many() ? customer_of(matter, segment) : slot.value;
  Customer& customer = customers_[dealing.customer];
  if (are_many() && customer.is_known) return;
  const Entity who = entity_of(dealing.customer, matter);
  customer = {};
  customer.own = opinions_.own_points(who);
  customer.loyalty = opinions_.loyalty_at_start(who);
  customer.is_known = true;
}

bool Customers::comes_soon(CallSlot slot, Time now) {
  Customer& customer = customers_[dealings_[slot.value].customer];
  if (customer.history.contacts == 0 || now - customer.history.last > scenario_->journeys->fcr_window) return false;
  if (customer.settled != nullptr) --(*customer.settled)[JourneyCount::settled_first];
  customer.settled = nullptr;
  return true;
}

void Customers::served(CallSlot slot, Time now, JourneyCounts* settled) {
  Customer& customer = customers_[dealings_[slot.value].customer];
  ++customer.history.contacts;
  customer.history.last = now;
  customer.settled = settled;
}

void Customers::attempt(CallSlot slot, CallTypeIndex as, JourneyCounts& counts) {
  Dealing& dealing = dealings_[slot.value];
  dealing.waits_since = never;
  dealing.waited = Duration{0};
  dealing.repeated_questions = 0;
  counts[JourneyMoney::attempts] += in_millionths(written_->attempt_cost[as.value]);
}

void Customers::waits(CallSlot slot, Time now) {
  Dealing& dealing = dealings_[slot.value];
  if (dealing.waits_since == never) dealing.waits_since = now;
}

void Customers::is_answered(CallSlot slot, Time now) {
  Dealing& dealing = dealings_[slot.value];
  if (dealing.waits_since != never) dealing.waited += now - dealing.waits_since;
  dealing.waits_since = never;
}

void Customers::judge(CallSlot slot, CallKey contact, const Matter& matter, ContactEnd end, ServedBy by, Time now,
                      JourneyCounts& counts) {
  is_answered(slot, now);  // or waits no more
  Dealing& dealing = dealings_[slot.value];
  Customer& customer = customers_[dealing.customer];
  const std::uint32_t questions = dealing.repeated_questions + (matter.contradicted ? 1 : 0);
  const std::uint32_t before = matter.source == ContactSource::remedy ? 0 : dealing.contacts;  // no effort of theirs
  customer.last = opinions_.points({dealing.waited, matter.transfers, questions, before, end}, customer.last, contact);
  const double points = written_->satisfaction.base + customer.own + customer.last;
  dealing.score = Opinions::score(points);
  const std::uint8_t recommends = Opinions::recommendation(points);
  ++counts[JourneyCount::opinions];
  counts[JourneyCount::opinion_points] += dealing.score;
  counts[JourneyCount::would_recommend] += recommends >= 9;
  counts[JourneyCount::would_advise_against] += recommends <= 6;
  dealing.answer = 0;
  if (by != ServedBy::nobody) say(dealing, points, contact, counts);
  if (by == ServedBy::agent) sell(matter.served_as, end == ContactEnd::resolved, contact, counts);
  dealing.went_wrong = dealing.went_wrong || end != ContactEnd::resolved;
  ++dealing.contacts;
}

/// Answers the survey, if asked and willing.
void Customers::say(Dealing& dealing, double points, CallKey contact, JourneyCounts& counts) const {
  if (!opinions_.is_asked(contact)) return;
  ++counts[JourneyCount::asked];
  if (!opinions_.answers(dealing.score, contact)) return;
  const std::uint8_t recommends = Opinions::recommendation(points);
  ++counts[JourneyCount::answers];
  counts[JourneyCount::answered_points] += dealing.score;
  counts[JourneyCount::answered_recommend] += recommends >= 9;
  counts[JourneyCount::answered_advise_against] += recommends <= 6;
  dealing.answer = dealing.score;
  dealing.spoke = true;
}

void Customers::sell(CallTypeIndex served_as, bool resolved, CallKey contact, JourneyCounts& counts) const {
  const scenarios::Sale& sale = written_->sales[served_as.value];
  if (!sale.is_possible()) return;
  ++counts[JourneyCount::sale_chances];
  if (!opinions_.buys(served_as, resolved, contact)) return;
  ++counts[JourneyCount::sales];
  counts[JourneyMoney::sales] += in_millionths(sale.value);
}

std::optional<Duration> Customers::remedy(CallSlot slot, CallKey contact) const {
  const std::uint8_t answer = dealings_[slot.value].answer;
  return answer > 0 ? opinions_.remedy(answer, contact) : std::nullopt;
}

void Customers::conclude(CallSlot slot, CallKey key, bool resolved, const Matter& matter, JourneyCounts& counts) {
  const Dealing& dealing = dealings_[slot.value];
  Customer& customer = customers_[dealing.customer];
  customer.loyalty = opinions_.loyalty_after(customer.loyalty, resolved, dealing.went_wrong, dealing.score);
  ++counts[JourneyCount::concluded];
  counts[JourneyCount::loyalty_millionths] += in_millionths(customer.loyalty);
  counts[JourneyCount::went_wrong] += dealing.went_wrong;
  counts[JourneyCount::recovered] += dealing.went_wrong && resolved && dealing.score >= 4;
  if (resolved) {
    const Centre& centre = scenario_->centre;
    const double of_segment = dealing.segment ? centre.segments[dealing.segment.value].value : 0;
    counts[JourneyMoney::service] += in_millionths(centre.call_types[matter.began_as.value].value + of_segment);
  }
  if (customer.has_left) return;  // over another matter
  const bool in_silence = !resolved && !dealing.spoke;
  if (opinions_.leaves(customer.loyalty, in_silence, key)) {
    customer.has_left = true;
    ++gone_;
    ++counts[JourneyCount::left_for_good];
    counts[JourneyCount::left_in_silence] += in_silence;
    const double a_year =
        dealing.segment ? written_->value_per_year[dealing.segment.value] : written_->value_per_year.back();
    counts[JourneyMoney::lost] += in_millionths(a_year * written_->remaining_years);
  } else if (opinions_.buys_again(customer.loyalty, key)) {
    ++counts[JourneyCount::bought_again];
    counts[JourneyMoney::sales] += in_millionths(written_->worth_again);
  }
}

std::uint64_t Customers::cost_of(std::span<const reports::GroupTotals> agents) const {
  constexpr auto nanoseconds_per_hour = statistics::TimeSum::Nanoseconds{3'600'000'000'000};
  statistics::TimeSum::Nanoseconds cost = 0;
  for (std::size_t group = 0; group < agents.size(); ++group) {
    const auto staffed = (agents[group].in_horizon.staffed + agents[group].in_run_out.staffed).nanoseconds();
    cost += staffed * static_cast<std::int64_t>(in_millionths(scenario_->people[group].cost_per_hour));
  }
  return static_cast<std::uint64_t>(cost / nanoseconds_per_hour);
}

}  // namespace twinline::sim
