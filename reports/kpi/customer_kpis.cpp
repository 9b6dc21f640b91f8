#include "reports/kpi/customer_kpis.hpp"

#include <algorithm>
#include <array>

#include "reports/kpi/journey_fractions.hpp"

namespace twinline::reports {
namespace {

// In a namespace of its own, for kpis.cpp has words alike.
namespace customer {

using enum JourneyCount;
using journey_rows::count_of;
using journey_rows::higher;
using journey_rows::in_total;
using journey_rows::lower;
using journey_rows::number;
using journey_rows::of_matters;
using journey_rows::share;

constexpr double millionths = 1e6;

double amount_of(const KpiCell& cell, JourneyMoney what) {
  return static_cast<double>(cell.journeys[what]) / millionths;
}

double revenue(const KpiCell& cell) {
  return amount_of(cell, JourneyMoney::service) + amount_of(cell, JourneyMoney::sales);
}

/// In hundredths they are counted.
double incentives(const KpiCell& cell) { return count_of(cell, incentive_hundredths) / 100; }

double cost(const KpiCell& cell) {
  return amount_of(cell, JourneyMoney::attempts) + amount_of(cell, JourneyMoney::agents) + incentives(cell);
}

/// From −100 to 100.
template <JourneyCount recommend, JourneyCount advise_against, JourneyCount whole>
constexpr Fraction net_promoters(const KpiCell& cell) {
  return {100 * (count_of(cell, recommend) - count_of(cell, advise_against)), count_of(cell, whole)};
}

template <JourneyMoney what>
constexpr Fraction amount(const KpiCell& cell) {
  return {amount_of(cell, what), 1};
}

constexpr std::array<Kpi, 25> table{{
    {"csat", "CSAT", "Mean score, from 1 to 5, of the customers who answered the survey.", Unit::count, higher,
     Estimand::ratio, of_matters, share<answered_points, answers>},
    {"csat_true", "CSAT of all",
     "Mean score that customers would give every contact, served or not, asked or not; only a simulation knows it.",
     Unit::count, higher, Estimand::ratio, of_matters, share<opinion_points, opinions>},
    {"nps", "NPS",
     "Of the customers who answered, those likely to recommend (9 or 10 of 10) less those who are not (6 or less), per "
     "hundred.",
     Unit::count, higher, Estimand::ratio, of_matters,
     net_promoters<answered_recommend, answered_advise_against, answers>},
    {"nps_true", "NPS of all", "The same of every contact, served or not, asked or not; only a simulation knows it.",
     Unit::count, higher, Estimand::ratio, of_matters, net_promoters<would_recommend, would_advise_against, opinions>},
    {"survey_response_rate", "Survey response rate", "Share who answer of those who are asked.", Unit::share, higher,
     Estimand::ratio, of_matters, share<answers, asked>},
    {"recovery_rate", "Recovery rate",
     "Of the matters that had gone wrong and ended, share resolved by a contact with a score of 4 or 5.", Unit::share,
     higher, Estimand::ratio, of_matters, share<recovered, went_wrong>},
    {"remedies", "Remedy calls", "Contacts that the centre sought with customers who had answered badly.", Unit::count,
     Direction::none, Estimand::mean, of_matters, number<remedies>},
    {"loyalty", "Loyalty", "Mean loyalty of customers, from 0 to 1, when a matter of theirs has ended.", Unit::share,
     higher, Estimand::ratio, of_matters,
     [](const KpiCell& cell) {
       return Fraction{count_of(cell, loyalty_millionths) / millionths, count_of(cell, concluded)};
     }},
    {"churn", "Churn", "Share of ended matters after which the customer left for good.", Unit::share, lower,
     Estimand::ratio, of_matters, share<left_for_good, concluded>},
    {"customers_left", "Customers left", "Customers who left for good.", Unit::count, lower, Estimand::mean, of_matters,
     number<left_for_good>},
    {"silent_leavers", "Silent leavers",
     "Of these, share with an unresolved matter who had neither complained nor answered a survey.", Unit::share, lower,
     Estimand::ratio, of_matters, share<left_in_silence, left_for_good>},
    {"kept_away", "Kept away", "Matters that never came because their customers had left.", Unit::count, lower,
     Estimand::mean, of_matters, number<kept_away>},
    {"conversion", "Conversion", "Share of the served contacts in which something could be sold that ended in a sale.",
     Unit::share, higher, Estimand::ratio, of_matters, share<sales, sale_chances>},
    {"sales", "Sales", "Served contacts in which something was sold.", Unit::count, higher, Estimand::mean, of_matters,
     number<sales>},
    {"repurchase", "Repurchase", "Share of ended matters after which the customer bought again.", Unit::share, higher,
     Estimand::ratio, of_matters, share<bought_again, concluded>},
    {"service_revenue", "Revenue from service", "Worth of the matters that were resolved.", Unit::count, higher,
     Estimand::mean, of_matters, amount<JourneyMoney::service>},
    {"sales_revenue", "Revenue from sales", "What was sold in contacts and what customers bought again.", Unit::count,
     higher, Estimand::mean, of_matters, amount<JourneyMoney::sales>},
    {"revenue", "Revenue", "From service and from sales.", Unit::count, higher, Estimand::mean, of_matters,
     [](const KpiCell& cell) {
       return Fraction{revenue(cell), 1};
     }},
    {"revenue_per_contact", "Revenue per contact", "Revenue over attempts on any channel.", Unit::count, higher,
     Estimand::ratio, of_matters,
     [](const KpiCell& cell) {
       return Fraction{revenue(cell), static_cast<double>(attempts_of(cell.journeys))};
     }},
    {"value_lost", "Value lost", "What the customers who left would have been worth in their remaining years.",
     Unit::count, lower, Estimand::mean, of_matters, amount<JourneyMoney::lost>},
    {"attempt_cost", "Cost of attempts", "What attempts cost beside agents' time.", Unit::count, lower, Estimand::mean,
     of_matters, amount<JourneyMoney::attempts>},
    {"cost", "Cost", "Agents' time logged in at their group's cost, the cost of attempts, and incentives paid.",
     Unit::count, lower, Estimand::mean, in_total,
     [](const KpiCell& cell) {
       return Fraction{cost(cell), 1};
     }},
    {"cost_per_contact", "Cost per contact", "Cost over attempts on any channel.", Unit::count, lower, Estimand::ratio,
     in_total,
     [](const KpiCell& cell) {
       return Fraction{cost(cell), static_cast<double>(attempts_of(cell.journeys))};
     }},
    {"cost_per_resolved", "Cost per resolved contact", "Cost over resolved matters.", Unit::count, lower,
     Estimand::ratio, in_total,
     [](const KpiCell& cell) {
       return Fraction{cost(cell), count_of(cell, resolved)};
     }},
    {"benefit_over_cost", "Benefit over cost", "Revenue less the value lost with customers who left, over cost.",
     Unit::count, higher, Estimand::ratio, in_total,
     [](const KpiCell& cell) {
       return Fraction{revenue(cell) - amount_of(cell, JourneyMoney::lost), cost(cell)};
     }},
}};

}  // namespace customer
}  // namespace

std::span<const Kpi> customer_kpis() { return customer::table; }

bool is_of_customers(const Kpi& kpi) {
  return std::any_of(customer::table.begin(), customer::table.end(),
                     [&](const Kpi& other) { return other.name == kpi.name; });
}

}  // namespace twinline::reports
