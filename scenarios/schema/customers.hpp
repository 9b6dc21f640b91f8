// Whom a centre's callers are when they do not call, as loaded: how many, what they think of a contact, when they leave
// for good, what they are worth and what serving them costs. Part of Scenario; sim/people makes behaviour of it, and
// docs/model.md says where the defaults come from.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "policies/contract/ids.hpp"
#include "scenarios/schema/distribution.hpp"

namespace twinline::scenarios {

/// What a contact comes to in points of a scale whose fives and ones are the best and the worst. All but the first are
/// taken off.
struct Satisfaction {
  double base = 4.4;
  double per_minute_waited = 0.08;
  Duration tolerance = 30s;  ///< a wait up to here costs nothing
  double per_transfer = 0.2;
  double per_repeated_question = 0.4;  ///< transfers without context, answers that contradict the last one
  double per_repeated_contact = 0.3;   ///< for each contact about the same matter before this one
  double unresolved = 1.2;
  double not_served = 1.8;
  double carry_over = 0.3;         ///< of how far the customer's last contact lay from `base`
  double between_customers = 0.5;  ///< standard deviation of what is a customer's own
  double noise = 0.7;              ///< standard deviation of what is a contact's own
};

struct Surveys {
  double asked = 1;                                          ///< share of served contacts
  std::array<double, 5> answers{0.3, 0.2, 0.12, 0.15, 0.2};  ///< by score: share of those asked who answer
};

/// Between 0 and 1; a step is a share of the way that is left, to 1 or to 0.
struct Loyalty {
  double at_start = 0.7;
  double spread = 0.2;  ///< customers begin so far from it at most, evenly
  // After a matter that is …
  double resolved = 0.02;    ///< resolved, by a contact with a score of 4 or 5: up
  double recovered = 0.02;   ///< likewise, once it had gone wrong: up, besides
  double badly = 0.05;       ///< resolved, by a contact with a score of 1 or 2: down
  double unresolved = 0.15;  ///< not resolved: down
};

/// A chance that falls, or rises, evenly with loyalty.
struct ByLoyalty {
  double disloyal = 0, loyal = 0;

  double at(double loyalty) const { return disloyal + (loyal - disloyal) * loyalty; }
};

struct Churn {
  ByLoyalty chance;   ///< after each matter
  double silent = 2;  ///< factor for those who leave with an unresolved matter and say nothing
};

/// The centre rings a customer who answered a survey badly.
struct Remedy {
  double share = 0;        ///< of them
  std::uint8_t up_to = 2;  ///< the score
  CallTypeIndex as;        ///< none without remedies
  Distribution delay;
};

struct Sale {
  double if_resolved = 0, otherwise = 0;  ///< shares of served contacts with a sale
  double value = 0;

  bool is_possible() const { return if_resolved > 0 || otherwise > 0; }
};

struct Customers {
  std::uint32_t population = 0;  ///< 0: each matter is a customer of its own
  Satisfaction satisfaction;
  Surveys surveys;
  Loyalty loyalty;
  Churn churn;
  Remedy remedy;
  ByLoyalty buys_again;  ///< after each matter
  double worth_again = 0;
  std::vector<double> value_per_year;  ///< of a customer, by segment; one more for those without
  double remaining_years = 5;          ///< for which a customer who leaves would have stayed
  std::vector<Sale> sales;             ///< by call type
  std::vector<double> attempt_cost;    ///< by call type
};

}  // namespace twinline::scenarios
