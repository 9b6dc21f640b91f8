// The customers behind the matters of a world, and what they remember: how loyal they are, how their last contact was,
// whether they have left for good. A world has them only where its scenario says something of customers; it says here
// what a caller goes through. Matters are followed in matters.hpp, where everything is counted; what chance decides is
// in opinions.hpp.
//
// Without a population each matter is a customer of its own, who is forgotten with it.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "reports/kpi/journey_totals.hpp"
#include "reports/kpi/totals.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/matters.hpp"
#include "sim/people/opinions.hpp"

namespace twinline::sim {

/// Whom the customer dealt with.
enum class ServedBy : std::uint8_t { nobody, machine, agent };

class Customers {
 public:
  /// The scenario says something of customers, and must outlive this.
  Customers(const scenarios::Scenario& scenario, random::StreamSeed seed);

  /// Whether the customer whose matter this would be has left for good.
  bool has_left(CallKey matter, SegmentIndex segment) const;

  /// A matter that is not open yet is in this slot.
  void take_up(CallSlot slot, CallKey matter, SegmentIndex segment);

  // What a caller goes through.

  void attempt(CallSlot slot, CallTypeIndex as, reports::JourneyCounts& counts);
  /// From now on, unless the caller waits already.
  void waits(CallSlot slot, Time now);
  void is_answered(CallSlot slot, Time now);
  /// Has to say once more what has been said.
  void repeats(CallSlot slot) { ++dealings_[slot.value].repeated_questions; }
  void complains(CallSlot slot) { dealings_[slot.value].spoke = true; }

  /// Whether an attempt follows a served contact of the same customer within the window. What that one had settled, it
  /// has settled no longer.
  bool comes_soon(CallSlot slot, Time now);
  /// A contact was served; where it counts as having settled something, if it does.
  void served(CallSlot slot, Time now, reports::JourneyCounts* settled);
  ContactHistory history(CallSlot slot) const { return customers_[dealings_[slot.value].customer].history; }

  /// A contact in which the customer had a part is over; not yet booked in the matter. A machine sells nothing.
  void judge(CallSlot slot, CallKey contact, const Matter& matter, ContactEnd end, ServedBy by, Time now,
             reports::JourneyCounts& counts);

  /// After how long the centre rings the customer about the contact that was judged last; nothing where it does not.
  std::optional<Duration> remedy(CallSlot slot, CallKey contact) const;

  /// The matter has ended, resolved or not, and the customer draws conclusions.
  void conclude(CallSlot slot, CallKey matter, bool resolved, const Matter& of, reports::JourneyCounts& counts);

  /// What agents cost who were on duty for so long, in millionths of the scenario's currency.
  std::uint64_t cost_of(std::span<const reports::GroupTotals> agents) const;

  /// Whether customers have more than one matter.
  bool are_many() const { return written_->population > 0; }
  std::uint32_t gone() const { return gone_; }

 private:
  struct Customer {
    double own = 0;   ///< points
    double last = 0;  ///< how far the last contact lay from what is usual for the customer
    double loyalty = 0;
    ContactHistory history;
    reports::JourneyCounts* settled = nullptr;  ///< where the last served contact counts as having settled something
    bool is_known = false;                      ///< has had a matter before
    bool has_left = false;
  };
  /// What has come of the matter in a slot.
  struct Dealing {
    std::uint32_t customer = 0;
    SegmentIndex segment;
    Time waits_since = never;
    Duration waited{0};  ///< this and the next of the present contact
    std::uint32_t repeated_questions = 0;
    std::uint32_t contacts = 0;  ///< so far
    std::uint8_t score = 3;      ///< of the last contact; neither good nor bad before the first
    std::uint8_t answer = 0;     ///< to the last survey; 0: none
    bool went_wrong = false;     ///< a contact did not resolve it
    bool spoke = false;          ///< has complained, or answered a survey
  };
  struct Shelf {
    std::uint32_t first = 0, count = 0;  ///< of customers_
  };

  std::uint32_t customer_of(CallKey matter, SegmentIndex segment) const;
  random::Entity entity_of(std::uint32_t customer, CallKey matter) const;
  void say(Dealing& dealing, double points, CallKey contact, reports::JourneyCounts& counts) const;
  void sell(CallTypeIndex served_as, bool resolved, CallKey contact, reports::JourneyCounts& counts) const;

  const scenarios::Scenario* scenario_;
  const scenarios::Customers* written_;
  Opinions opinions_;
  random::StreamFamily whose_;
  std::vector<Shelf> shelves_;       ///< by segment; the last has the whole population
  std::vector<Customer> customers_;  ///< the population, or by slot
  std::vector<Dealing> dealings_;    ///< by slot
  std::uint32_t gone_ = 0;
};

}  // namespace twinline::sim
