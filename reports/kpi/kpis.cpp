#include "reports/kpi/kpis.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "reports/kpi/channel_kpis.hpp"
#include "reports/kpi/customer_kpis.hpp"
#include "reports/kpi/infrastructure_kpis.hpp"
#include "reports/kpi/journey_kpis.hpp"
#include "reports/kpi/outbound_kpis.hpp"

namespace twinline::reports {
namespace {

constexpr unsigned bits(PlaceKind kind) { return static_cast<unsigned>(kind); }
constexpr unsigned operator|(PlaceKind a, PlaceKind b) { return bits(a) | bits(b); }
constexpr unsigned operator|(unsigned a, PlaceKind b) { return a | bits(b); }

// Of a call that was abandoned or blocked nobody can say which group it missed; agents belong to no call type
// or segment.
constexpr unsigned callers =
    PlaceKind::total | PlaceKind::call_type | PlaceKind::queue | PlaceKind::segment | PlaceKind::interval;
constexpr unsigned answered_calls = callers | PlaceKind::group;
constexpr unsigned agents = PlaceKind::total | PlaceKind::queue | PlaceKind::group | PlaceKind::interval;
constexpr unsigned exported = bits(PlaceKind::queue_and_interval);

constexpr Fraction count(std::uint64_t n) { return {static_cast<double>(n), 1}; }
constexpr Fraction share(std::uint64_t part, std::uint64_t whole) {
  return {static_cast<double>(part), static_cast<double>(whole)};
}
constexpr Fraction seconds_per_call(const statistics::TimeSum& time, std::uint64_t calls) {
  return {time.in_seconds(), static_cast<double>(calls)};
}

constexpr auto higher = Direction::higher_is_better;
constexpr auto lower = Direction::lower_is_better;
constexpr auto neither = Direction::none;

constexpr std::array<Kpi, 20> table{{
    {"attempts", "Attempts", "Calls that reached the centre: blocked and offered.", Unit::count, neither,
     Estimand::mean, callers, [](const KpiCell& cell) { return count(cell.calls.blocked + cell.calls.offered()); }},
    {"blocked", "Blocked", "Calls that found no free line.", Unit::count, lower, Estimand::mean, callers,
     [](const KpiCell& cell) { return count(cell.calls.blocked); }},
    {"offered", "Offered", "Calls that entered a queue.", Unit::count, neither, Estimand::mean, callers | exported,
     [](const KpiCell& cell) { return count(cell.calls.offered()); }},
    {"answered", "Answered", "Offered calls that an agent answered.", Unit::count, higher, Estimand::mean,
     answered_calls | exported, [](const KpiCell& cell) { return count(cell.calls.answered); }},
    {"abandoned", "Abandoned", "Offered calls whose caller hung up before an answer, short abandonments included.",
     Unit::count, lower, Estimand::mean, callers | exported,
     [](const KpiCell& cell) { return count(cell.calls.abandoned); }},
    {"short_abandoned", "Short abandonments", "Abandoned calls whose wait was shorter than the queue's limit.",
     Unit::count, neither, Estimand::mean, callers | exported,
     [](const KpiCell& cell) { return count(cell.calls.short_abandoned); }},
    {"flow_out", "Flow-out",
     "Offered calls that left a queue without answer or abandonment: to another queue, to voicemail, for a "
     "callback, or "
     "released.",
     Unit::count, neither, Estimand::mean, callers,
     [](const KpiCell& cell) { return count(cell.calls.flowed_out + cell.calls.overflowed); }},
    {"answered_in_sl", "Answered within the threshold", "Calls answered within the queue's service-level threshold.",
     Unit::count, higher, Estimand::mean, answered_calls | exported,
     [](const KpiCell& cell) { return count(cell.calls.answered_in_threshold); }},
    {"answer_rate", "Answer rate", "Answered over offered calls.", Unit::share, higher, Estimand::ratio, callers,
     [](const KpiCell& cell) { return share(cell.calls.answered, cell.calls.offered()); }},
    {"abandonment_rate", "Abandonment rate", "Abandoned over offered calls, short abandonments included.", Unit::share,
     lower, Estimand::ratio, callers | exported,
     [](const KpiCell& cell) { return share(cell.calls.abandoned, cell.calls.offered()); }},
    {"service_level", "Service level", "Share of calls served within the threshold.", Unit::share, higher,
     Estimand::ratio, callers | exported,
     [](const KpiCell& cell) { return share(cell.calls.service_level_met, cell.calls.service_level_counted); }},
    {"asa", "Average speed of answer", "Mean wait of answered calls, ringing included.", Unit::seconds, lower,
     Estimand::ratio, answered_calls | exported,
     [](const KpiCell& cell) { return seconds_per_call(cell.calls.wait_answered, cell.calls.answered); }},
    {"mean_wait", "Mean wait", "Mean wait of all offered calls, zeros included.", Unit::seconds, lower, Estimand::ratio,
     callers,
     [](const KpiCell& cell) {
       return seconds_per_call(cell.calls.wait_answered + cell.calls.wait_unanswered + cell.calls.wait_overflowed,
                               cell.calls.offered());
     }},
    {"probability_of_wait", "Probability of waiting", "Share of offered calls that waited longer than zero.",
     Unit::share, lower, Estimand::ratio, callers,
     [](const KpiCell& cell) {
       return share(cell.calls.delayed + cell.calls.delayed_overflowed, cell.calls.offered());
     }},
    {"wait_p50", "Median wait", "Wait that half of all offered calls did not exceed, zeros included.", Unit::seconds,
     lower, Estimand::quantile, answered_calls, nullptr, 0.5},
    {"wait_p90", "90th percentile of the wait", "Wait that 90 % of all offered calls did not exceed, zeros included.",
     Unit::seconds, lower, Estimand::quantile, answered_calls, nullptr, 0.9},
    {"wait_p99", "99th percentile of the wait", "Wait that 99 % of all offered calls did not exceed, zeros included.",
     Unit::seconds, lower, Estimand::quantile, answered_calls, nullptr, 0.99},
    {"aht", "Average handling time", "Talk, hold and wrap-up per handled call.", Unit::seconds, neither,
     Estimand::ratio, answered_calls | exported,
     [](const KpiCell& cell) { return seconds_per_call(cell.calls.talk + cell.calls.wrap_up, cell.calls.handled); }},
    {"occupancy", "Occupancy", "Agents' time in talk, hold and wrap-up over their time logged in.", Unit::share,
     neither, Estimand::ratio, agents | exported,
     [](const KpiCell& cell) {
       return Fraction{(cell.in_horizon.handling + cell.in_run_out.handling).in_seconds(),
                       (cell.in_horizon.staffed + cell.in_run_out.staffed).in_seconds()};
     }},
    {"staffed", "Agents staffed", "Mean number of agents logged in.", Unit::count, neither, Estimand::mean,
     agents | exported,
     [](const KpiCell& cell) {
       return Fraction{cell.in_horizon.staffed.in_seconds(), in_seconds(cell.length)};
     }},
}};

std::string service_level_text(const ServiceLevel& level) {
  std::string text = fmt::format("{}, threshold {}", service_level_name(level.definition), to_text(level.threshold));
  if (level.definition == ServiceLevelDefinition::answered_in_threshold_over_offered_less_short) {
    text += fmt::format(", short below {}", to_text(level.short_abandon));
  }
  return text;
}

/// What holds for one queue, or for all when they agree, or queue by queue.
template <class TextOfLevel>
std::string by_queue(const Centre& centre, std::optional<QueueIndex> queue, TextOfLevel text_of) {
  if (queue) return text_of(centre.queues[queue->value].service_level);
  std::string each;
  bool same = true;
  for (const Queue& other : centre.queues) {
    same = same && text_of(other.service_level) == text_of(centre.queues.front().service_level);
    each += fmt::format("{}{}: {}", each.empty() ? "" : "; ", other.name, text_of(other.service_level));
  }
  return same && !centre.queues.empty() ? text_of(centre.queues.front().service_level) : each;
}

/// Looks for a place by its name, among the kinds of places that a KPI is given by.
class NamedPlace {
 public:
  NamedPlace(const Kpi& kpi, std::string_view name) : kpi_(&kpi), name_(name) {}

  template <class Named>
  void look_among(PlaceKind kind, std::string_view kind_name, const std::vector<Named>& named) {
    if (!kpi_->is_given_by(kind)) return;
    for (std::uint32_t index = 0; index < named.size(); ++index) {
      const std::string& name = named[index].name;
      const bool is_full_name = name_.size() == kind_name.size() + 1 + name.size() && name_.starts_with(kind_name) &&
                                name_[kind_name.size()] == '.' && name_.ends_with(name);
      if (name_ == name || is_full_name) found_.push_back({kpi_, kind, index});
    }
  }

  /// Nothing where several are called so, too.
  std::optional<NamedKpi> found() const { return found_.size() == 1 ? std::optional{found_.front()} : std::nullopt; }

 private:
  const Kpi* kpi_;
  std::string_view name_;
  std::vector<NamedKpi> found_;
};

std::optional<NamedKpi> in_place(const Kpi& kpi, std::string_view name, const Centre& centre,
                                 const InfrastructureLayout* layout) {
  NamedPlace place(kpi, name);
  place.look_among(PlaceKind::queue, "queue", centre.queues);
  if (layout != nullptr) {
    place.look_among(PlaceKind::site, "site", layout->sites);
    place.look_among(PlaceKind::host, "host", layout->hosts);
    place.look_among(PlaceKind::link, "link", layout->links);
    place.look_among(PlaceKind::trunk, "trunk", layout->trunks);
    place.look_among(PlaceKind::service, "service", layout->services);
  }
  return place.found();
}

bool is_in(const KpiScope& scope, const Kpi& kpi) {
  if (is_of_infrastructure(kpi)) return scope.infrastructure != nullptr;
  if (is_of_customers(kpi)) return scope.customers;
  if (is_of_outbound(kpi)) return scope.outbound;
  if (is_of_channels(kpi)) return scope.channels;
  return scope.journeys || !is_of_journeys(kpi);
}

/// The tables that a scope may have or not, in the order of reports, as bits of their combinations.
std::size_t combination_of(const KpiScope& scope) {
  return (scope.infrastructure != nullptr ? 1 : 0) + (scope.journeys ? 2 : 0) + (scope.customers ? 4 : 0) +
         (scope.outbound ? 8 : 0) + (scope.channels ? 16 : 0);
}

}  // namespace

std::span<const Kpi> kpi_table(KpiScope scope) {
  static const auto tables = [] {
    const std::array optional{infrastructure_kpis(), journey_kpis(), customer_kpis(), outbound_kpis(), channel_kpis()};
    std::array<std::vector<Kpi>, 32> all;
    for (std::size_t combination = 0; combination < all.size(); ++combination) {
      std::vector<Kpi>& kpis = all[combination];
      kpis.assign(table.begin(), table.end());
      for (std::size_t bit = 0; bit < optional.size(); ++bit) {
        if ((combination >> bit & 1) != 0) kpis.insert(kpis.end(), optional[bit].begin(), optional[bit].end());
      }
    }
    return all;
  }();
  return tables[combination_of(scope)];
}

const Kpi* find_kpi(std::string_view name) {
  const InfrastructureLayout any;
  const auto all = kpi_table({&any, true, true, true, true});
  const auto found = std::find_if(all.begin(), all.end(), [&](const Kpi& kpi) { return kpi.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<NamedKpi> resolve_kpi(const Centre& centre, std::string_view name, KpiScope scope) {
  const std::size_t dot = name.rfind('.');
  const bool is_of_a_place = dot != std::string_view::npos;
  const Kpi* kpi = find_kpi(is_of_a_place ? name.substr(dot + 1) : name);
  if (kpi == nullptr || !is_in(scope, *kpi)) return std::nullopt;
  return is_of_a_place ? in_place(*kpi, name.substr(0, dot), centre, scope.infrastructure)
                       : std::optional{NamedKpi{kpi}};
}

std::string_view service_level_name(ServiceLevelDefinition definition) {
  switch (definition) {
    case ServiceLevelDefinition::answered_in_threshold_over_offered: return "answered_in_threshold_over_offered";
    case ServiceLevelDefinition::answered_in_threshold_over_offered_less_short:
      return "answered_in_threshold_over_offered_less_short";
    case ServiceLevelDefinition::answered_in_threshold_over_answered: return "answered_in_threshold_over_answered";
    case ServiceLevelDefinition::answered_in_threshold_over_answered_plus_late_abandoned:
      return "answered_in_threshold_over_answered_plus_late_abandoned";
    case ServiceLevelDefinition::handled_in_threshold_over_offered: return "handled_in_threshold_over_offered";
  }
  return "";
}

std::string definition_text(const Kpi& kpi, const Centre& centre, std::optional<QueueIndex> queue) {
  std::string text{kpi.definition};
  text.pop_back();  // the full stop, put back below
  if (kpi.name == "service_level") {
    text += " (" + by_queue(centre, queue, service_level_text) + ")";
  } else if (kpi.name == "answered_in_sl") {
    text += " (" + by_queue(centre, queue, [](const ServiceLevel& level) { return to_text(level.threshold); }) + ")";
  } else if (kpi.name == "short_abandoned") {
    text +=
        " (" + by_queue(centre, queue, [](const ServiceLevel& level) { return to_text(level.short_abandon); }) + ")";
  }
  return text + ".";
}

std::vector<KpiDefinition> kpi_definitions(const Centre& centre, KpiScope scope) {
  std::vector<KpiDefinition> definitions;
  for (const Kpi& kpi : kpi_table(scope)) {
    definitions.push_back({std::string{kpi.name}, std::string{kpi.title}, definition_text(kpi, centre, std::nullopt),
                           kpi.unit, kpi.direction});
  }
  return definitions;
}

}  // namespace twinline::reports
