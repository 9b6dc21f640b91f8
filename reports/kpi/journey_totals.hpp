// What became of customers' matters in one replication: how often each was brought up, what came of that, and how each
// ended. Plain integers, as all totals (totals.hpp), and none at all where a scenario does not say what follows a
// contact. Who counts is the world (sim/people/matters.hpp), as most of it can be seen by nobody who does not know what
// customers think.
//
// A matter is what one customer wants; it is opened by the first attempt to reach the centre about it and counts under
// the call type of that attempt, whatever it is brought up as later. A matter that was opened during the warm-up does
// not count, nor does anything that becomes of it: so these numbers add up.
//
// To count something new, add an enumerator, here and nowhere else; to report it, a row of journey_kpis.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/statistics/time_sum.hpp"

namespace twinline::reports {

/// What is counted. Shard files hold the numbers in this order.
enum class JourneyCount : std::uint8_t {
  // Attempts to reach the centre, by what made them.
  first_attempts,  ///< each opens a matter
  redials,         ///< of customers who were not served
  recontacts,      ///< of customers who were served and whose matter was not resolved
  reworks,         ///< of matters that an approver sent back to the agents; no customer calls
  remedies,        ///< of the centre, to reach customers who answered a survey badly
  // What came of them.
  served,                     ///< contacts with an agent; handed on from agent to agent it is still one
  served_again,               ///< of these, not the first about their matter
  first_served,               ///< of served, those with none before them within the window
  settled_first,              ///< of first_served, those that no attempt followed within the window
  unresolved,                 ///< of served, those that resolved nothing
  talks,                      ///< each time that an agent took a call
  transfers,                  ///< of talks, those at whose end the caller was handed on
  transfers_without_context,  ///< of these, those after which questions were asked once more
  contradictions,             ///< recontacts that met another answer than before
  escalations,                ///< of unresolved
  levels_passed,              ///< of approvals
  complaints,                 ///< of unresolved, those that made the customer complain
  // What machines did.
  hops,                    ///< attempts on a channel to which the IVR had led the customer
  self_service_attempted,  ///< attempts that came to a step of a self-service
  self_service_contained,  ///< of these, those that ended there, for all that the machine knows served
  self_service_resolved,   ///< of these, those whose matter was done
  incentive_hundredths,    ///< paid for hops, in hundredths of the site's currency
  ivr_ports_taken,         ///< callers whom the IVR served, where its ports are limited
  ivr_ports_busy,          ///< callers who found every port busy
  // How matters ended.
  resolved,
  left_unresolved,  ///< served, not resolved, and the customer does not come again
  given_up,         ///< not served, and the customer does not try again
  ended_elsewhere,  ///< with a message, a promised callback or outside
  still_open,       ///< when the world stopped
  beyond_horizon,   ///< of still_open, those whose customer would come again after the horizon
  // What customers thought of contacts in which they had a part, and said; where a scenario has customers.
  opinions,                 ///< contacts that were over, served or not
  opinion_points,           ///< sum of their scores, 1 to 5
  would_recommend,          ///< of opinions, with a likelihood of 9 or 10 out of 10
  would_advise_against,     ///< of opinions, with 6 or less
  asked,                    ///< of opinions on served contacts, those whose customer was asked
  answers,                  ///< of asked
  answered_points,          ///< sum of the scores answered
  answered_recommend,       ///< of answers
  answered_advise_against,  ///< of answers
  // What they did.
  sale_chances,        ///< of opinions on served contacts, those in which something could have been sold
  sales,               ///< of these
  concluded,           ///< matters that were resolved, left unresolved or given up
  went_wrong,          ///< of concluded, those with a contact that did not resolve them
  recovered,           ///< of went_wrong, those resolved in the end by a contact with a score of 4 or 5
  loyalty_millionths,  ///< sum over concluded, of their customers' loyalty
  left_for_good,       ///< of concluded, those after which the customer left
  left_in_silence,     ///< of left_for_good, those unresolved of which the customer had said nothing
  kept_away,           ///< matters that were not opened because their customer had left
  bought_again,        ///< of concluded
  // Customers whom the centre calls.
  callbacks_accepted,
  callbacks_kept,         ///< of these, those in which the customer was reached
  callback_tries_missed,  ///< calls back that reached nobody
  dials,                  ///< customers of campaigns who were rung
  dials_answered,         ///< of these, those that a person answered
  dialler_abandoned,      ///< of these, those who met no agent in time
  contacts_reached,       ///< customers of campaigns who talked with an agent
  records_finished,       ///< of campaigns: reached, abandoned or tried often enough
  number_of               ///< not counted
};

/// What is timed.
enum class JourneyTime : std::uint8_t {
  to_resolution,   ///< of resolved matters, from the first attempt to the end of the contact that resolved it
  in_ivr,          ///< of ivr_ports_taken, for as long as the port was held
  callback_delay,  ///< of callbacks that were kept, from the acceptance until the customer answered
  number_of        ///< not timed
};

/// What is paid and earned, in millionths of the scenario's currency; where a scenario has customers.
enum class JourneyMoney : std::uint8_t {
  service,   ///< worth of resolved matters
  sales,     ///< sold in contacts and bought again
  lost,      ///< worth of the customers who left
  attempts,  ///< cost of attempts
  agents,    ///< cost of agents' time; of all call types together
  number_of  ///< not counted
};

/// Of the matters of one call type, or of all.
struct JourneyCounts {
  std::array<std::uint64_t, static_cast<std::size_t>(JourneyCount::number_of)> numbers{};
  std::array<statistics::TimeSum, static_cast<std::size_t>(JourneyTime::number_of)> times{};
  std::array<std::uint64_t, static_cast<std::size_t>(JourneyMoney::number_of)> money{};

  std::uint64_t& operator[](JourneyCount what) { return numbers[static_cast<std::size_t>(what)]; }
  std::uint64_t operator[](JourneyCount what) const { return numbers[static_cast<std::size_t>(what)]; }
  statistics::TimeSum& operator[](JourneyTime what) { return times[static_cast<std::size_t>(what)]; }
  const statistics::TimeSum& operator[](JourneyTime what) const { return times[static_cast<std::size_t>(what)]; }

  std::uint64_t& operator[](JourneyMoney what) { return money[static_cast<std::size_t>(what)]; }
  std::uint64_t operator[](JourneyMoney what) const { return money[static_cast<std::size_t>(what)]; }

  JourneyCounts& operator+=(const JourneyCounts& other);
  friend bool operator==(const JourneyCounts&, const JourneyCounts&) = default;
};

/// Attempts to reach the centre, whatever made them.
std::uint64_t attempts_of(const JourneyCounts& counts);

struct JourneyTotals {
  std::vector<JourneyCounts> by_call_type;
  std::uint64_t agents_cost = 0;  ///< JourneyMoney::agents of the total

  JourneyCounts total() const;
  friend bool operator==(const JourneyTotals&, const JourneyTotals&) = default;
};

/// Says what does not add up, or nothing: every matter that was opened has ended or is still open, and no part is
/// larger than its whole.
std::optional<std::string> first_inconsistency(const JourneyTotals& totals);

}  // namespace twinline::reports
