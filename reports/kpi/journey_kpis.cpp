#include "reports/kpi/journey_kpis.hpp"

#include <algorithm>
#include <array>

#include "reports/kpi/journey_fractions.hpp"

namespace twinline::reports {
namespace {

// In a namespace of its own, for kpis.cpp has words alike.
namespace journey {

using enum JourneyCount;
using journey_rows::higher;
using journey_rows::lower;
using journey_rows::neither;
using journey_rows::number;
using journey_rows::of_matters;
using journey_rows::share;

/// A row that is a share of all contacts.
template <JourneyCount part>
Fraction share_of_contacts(const KpiCell& cell) {
  return {static_cast<double>(cell.journeys[part]), static_cast<double>(attempts_of(cell.journeys))};
}

constexpr std::array<Kpi, 27> table{{
    {"matters", "Matters", "Customers' matters that were opened, each by a first attempt.", Unit::count, neither,
     Estimand::mean, of_matters, number<first_attempts>},
    {"redials", "Redials", "Attempts of customers who had not been served.", Unit::count, lower, Estimand::mean,
     of_matters, number<redials>},
    {"recontacts", "Recontacts", "Attempts of customers who had been served and whose matter was not resolved.",
     Unit::count, lower, Estimand::mean, of_matters, number<recontacts>},
    {"reworks", "Reworks", "Contacts without a customer: matters that an approver sent back to the agents.",
     Unit::count, lower, Estimand::mean, of_matters, number<reworks>},
    {"contacts", "Contacts", "Attempts to reach the centre, whatever made them.", Unit::count, neither, Estimand::mean,
     of_matters,
     [](const KpiCell& cell) {
       return Fraction{static_cast<double>(attempts_of(cell.journeys)), 1};
     }},
    {"first_contact_resolution", "First-contact resolution",
     "Share of served contacts, with none of the same customer within the window before them, that no attempt follows "
     "within the window.",
     Unit::share, higher, Estimand::ratio, of_matters, share<settled_first, first_served>},
    {"resolution_rate", "Resolution rate",
     "Share of matters that were resolved, of those that ended; only a simulation knows it.", Unit::share, higher,
     Estimand::ratio, of_matters,
     [](const KpiCell& cell) {
       const JourneyCounts& counts = cell.journeys;
       return Fraction{static_cast<double>(counts[resolved]),
                       static_cast<double>(counts[first_attempts] - counts[still_open])};
     }},
    {"repeat_contacts", "Repeat contacts", "Share of served contacts that are not the first about their matter.",
     Unit::share, lower, Estimand::ratio, of_matters, share<served_again, served>},
    {"contacts_per_matter", "Contacts per matter", "Served contacts over matters with at least one.", Unit::count,
     lower, Estimand::ratio, of_matters,
     [](const KpiCell& cell) {
       const JourneyCounts& counts = cell.journeys;
       return Fraction{static_cast<double>(counts[served]), static_cast<double>(counts[served] - counts[served_again])};
     }},
    {"transfer_rate", "Transfer rate", "Share of talks at whose end the agent handed the caller on.", Unit::share,
     lower, Estimand::ratio, of_matters, share<transfers, talks>},
    {"escalation_rate", "Escalation rate", "Share of served contacts whose matter was handed in for approval.",
     Unit::share, lower, Estimand::ratio, of_matters, share<escalations, served>},
    {"levels_passed", "Levels passed", "Decisions of approvers that did not send the matter back.", Unit::count,
     neither, Estimand::mean, of_matters, number<levels_passed>},
    {"complaint_rate", "Complaint rate", "Share of served contacts after which the customer complained.", Unit::share,
     lower, Estimand::ratio, of_matters, share<complaints, served>},
    {"contradictions", "Contradicted answers",
     "Recontacts as another call type in which the customer got another answer than before.", Unit::count, lower,
     Estimand::mean, of_matters, number<contradictions>},
    {"left_unresolved", "Left unresolved",
     "Matters that were served and not resolved, whose customers say nothing and do not come again.", Unit::count,
     lower, Estimand::mean, of_matters, number<left_unresolved>},
    {"given_up", "Given up", "Matters of customers who were not served and do not try again.", Unit::count, lower,
     Estimand::mean, of_matters, number<given_up>},
    {"beyond_horizon", "Beyond the horizon", "Matters whose customers would come again after the horizon.", Unit::count,
     neither, Estimand::mean, of_matters, number<beyond_horizon>},
    {"time_to_resolution", "Time to resolution",
     "Mean time from the first attempt to the end of the contact that resolved the matter.", Unit::seconds, lower,
     Estimand::ratio, of_matters,
     [](const KpiCell& cell) {
       return Fraction{cell.journeys[JourneyTime::to_resolution].in_seconds(),
                       static_cast<double>(cell.journeys[resolved])};
     }},
    {"self_service_attempted", "Self-service attempted",
     "Share of contacts on all channels that came to a step of a self-service.", Unit::share, neither, Estimand::ratio,
     of_matters, share_of_contacts<self_service_attempted>},
    {"self_service_contained", "Self-service contained",
     "Share of contacts on all channels that ended in a self-service as served, whether their matter was done or not.",
     Unit::share, neither, Estimand::ratio, of_matters, share_of_contacts<self_service_contained>},
    {"self_service_resolved", "Self-service resolved",
     "Share of contacts on all channels whose matter a self-service resolved; only a simulation knows it.", Unit::share,
     higher, Estimand::ratio, of_matters, share_of_contacts<self_service_resolved>},
    {"self_service_failed_hidden", "Hidden failure of self-service",
     "Share of the contacts that ended in a self-service as served whose matter was not done.", Unit::share, lower,
     Estimand::ratio, of_matters,
     [](const KpiCell& cell) {
       const JourneyCounts& counts = cell.journeys;
       return Fraction{static_cast<double>(counts[self_service_contained] - counts[self_service_resolved]),
                       static_cast<double>(counts[self_service_contained])};
     }},
    {"channel_hops", "Channel hops", "Contacts on another channel to which the IVR had led the customer.", Unit::count,
     neither, Estimand::mean, of_matters, number<hops>},
    {"incentives_paid", "Incentives paid",
     "Paid to customers who went on over another channel, in the site's currency.", Unit::count, lower, Estimand::mean,
     of_matters,
     [](const KpiCell& cell) {
       return Fraction{static_cast<double>(cell.journeys[incentive_hundredths]) / 100, 1};
     }},
    {"ivr_ports_blocked", "IVR ports blocked",
     "Share of callers wanting the IVR who found every port busy; only where ports are limited.", Unit::share, lower,
     Estimand::ratio, of_matters,
     [](const KpiCell& cell) {
       const JourneyCounts& counts = cell.journeys;
       return Fraction{static_cast<double>(counts[ivr_ports_busy]),
                       static_cast<double>(counts[ivr_ports_busy] + counts[ivr_ports_taken])};
     }},
    {"ivr_ports_in_use", "IVR ports in use", "Mean number of busy ports; only where ports are limited.", Unit::count,
     neither, Estimand::mean, of_matters,
     [](const KpiCell& cell) {
       return Fraction{cell.journeys[JourneyTime::in_ivr].in_seconds(), in_seconds(cell.length)};
     }},
    {"time_in_ivr", "Time in the IVR", "Mean time that a caller held a port; only where ports are limited.",
     Unit::seconds, neither, Estimand::ratio, of_matters,
     [](const KpiCell& cell) {
       return Fraction{cell.journeys[JourneyTime::in_ivr].in_seconds(),
                       static_cast<double>(cell.journeys[ivr_ports_taken])};
     }},
}};

}  // namespace journey
}  // namespace

std::span<const Kpi> journey_kpis() { return journey::table; }

bool is_of_journeys(const Kpi& kpi) {
  return std::any_of(journey::table.begin(), journey::table.end(),
                     [&](const Kpi& other) { return other.name == kpi.name; });
}

}  // namespace twinline::reports
