#include "reports/kpi/outbound_kpis.hpp"

#include <algorithm>
#include <array>

#include "reports/kpi/journey_fractions.hpp"

namespace twinline::reports {
namespace {

// In a namespace of its own, for kpis.cpp has words alike.
namespace outbound {

using enum JourneyCount;
using journey_rows::higher;
using journey_rows::lower;
using journey_rows::neither;
using journey_rows::number;
using journey_rows::of_matters;
using journey_rows::share;

constexpr std::array<Kpi, 9> table{{
    {"callbacks_accepted", "Callbacks accepted", "Callers who accepted to be called back.", Unit::count, neither,
     Estimand::mean, of_matters, number<callbacks_accepted>},
    {"callbacks_kept", "Callbacks kept", "Share of accepted callbacks in which the customer was reached.", Unit::share,
     higher, Estimand::ratio, of_matters, share<callbacks_kept, callbacks_accepted>},
    {"callback_delay", "Callback delay",
     "Mean time from the acceptance of a callback until the customer answers, of those kept.", Unit::seconds, lower,
     Estimand::ratio, of_matters,
     [](const KpiCell& cell) {
       return Fraction{cell.journeys[JourneyTime::callback_delay].in_seconds(),
                       static_cast<double>(cell.journeys[callbacks_kept])};
     }},
    {"callback_tries_missed", "Callback tries missed", "Calls back that did not reach the customer.", Unit::count,
     lower, Estimand::mean, of_matters, number<callback_tries_missed>},
    {"dials", "Dials", "Customers of campaigns who were rung, each try counted.", Unit::count, neither, Estimand::mean,
     of_matters, number<dials>},
    {"dial_answer_rate", "Dial answer rate", "Share of dials that a person answered.", Unit::share, neither,
     Estimand::ratio, of_matters, share<dials_answered, dials>},
    {"dialler_abandonment", "Dialler abandonment", "Share of dials answered by a person who met no agent in time.",
     Unit::share, lower, Estimand::ratio, of_matters, share<dialler_abandoned, dials_answered>},
    {"contacts_reached", "Contacts reached", "Customers of campaigns who talked with an agent.", Unit::count, higher,
     Estimand::mean, of_matters, number<contacts_reached>},
    {"records_finished", "Records finished",
     "Records of campaigns that were reached, abandoned or tried as often as they may be.", Unit::count, higher,
     Estimand::mean, of_matters, number<records_finished>},
}};

}  // namespace outbound
}  // namespace

std::span<const Kpi> outbound_kpis() { return outbound::table; }

bool is_of_outbound(const Kpi& kpi) {
  return std::any_of(outbound::table.begin(), outbound::table.end(),
                     [&](const Kpi& other) { return other.name == kpi.name; });
}

}  // namespace twinline::reports
