#include "reports/kpi/channel_kpis.hpp"

#include <algorithm>
#include <array>

namespace twinline::reports {
namespace {

// In a namespace of its own, for kpis.cpp has words alike.
namespace channel {

constexpr unsigned of_contacts = static_cast<unsigned>(PlaceKind::total) | static_cast<unsigned>(PlaceKind::call_type);
constexpr unsigned of_agents = static_cast<unsigned>(PlaceKind::total) | static_cast<unsigned>(PlaceKind::group);

constexpr std::array<Kpi, 5> table{{
    {"closing_time", "Closing time",
     "Mean time from the entry into the queue until an agent was done, of contacts that are no calls or have a "
     "deadline.",
     Unit::seconds, Direction::lower_is_better, Estimand::ratio, of_contacts,
     [](const KpiCell& cell) {
       return Fraction{cell.channels.to_close.in_seconds(), static_cast<double>(cell.channels.closed)};
     }},
    {"within_deadline", "Within the deadline", "Share of closed contacts with a deadline that were closed by then.",
     Unit::share, Direction::higher_is_better, Estimand::ratio, of_contacts,
     [](const KpiCell& cell) {
       return Fraction{static_cast<double>(cell.channels.in_time), static_cast<double>(cell.channels.promised)};
     }},
    {"backlog", "Backlog", "Such contacts that wait or are worked on when the horizon ends.", Unit::count,
     Direction::lower_is_better, Estimand::mean, of_contacts,
     [](const KpiCell& cell) {
       return Fraction{static_cast<double>(cell.channels.open), 1};
     }},
    {"mean_backlog", "Mean backlog", "Such contacts that wait or are worked on, averaged over the horizon.",
     Unit::count, Direction::lower_is_better, Estimand::mean, of_contacts,
     [](const KpiCell& cell) {
       return Fraction{cell.channels.lay.in_seconds(), in_seconds(cell.length)};
     }},
    {"concurrency", "Concurrency",
     "Contacts that a working agent has in talk or wrap-up at once: their handling time over agents' time at work.",
     Unit::count, Direction::none, Estimand::ratio, of_agents,
     [](const KpiCell& cell) {
       return Fraction{(cell.calls.talk + cell.calls.wrap_up).in_seconds(),
                       (cell.in_horizon.handling + cell.in_run_out.handling).in_seconds()};
     }},
}};

}  // namespace channel
}  // namespace

std::span<const Kpi> channel_kpis() { return channel::table; }

bool is_of_channels(const Kpi& kpi) {
  return std::any_of(channel::table.begin(), channel::table.end(),
                     [&](const Kpi& other) { return other.name == kpi.name; });
}

}  // namespace twinline::reports
