// Writes down for how long what of a grid was down and how busy it was, in the horizon and by its intervals, for the
// totals that reports are made of. It looks on: nothing of what it does reaches the calls. What happens to calls and
// requests is counted where it happens.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "reports/kpi/grid.hpp"
#include "reports/kpi/totals.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/infra/carrier.hpp"
#include "sim/infra/elasticity.hpp"
#include "sim/infra/grid.hpp"
#include "sim/infra/services.hpp"

namespace twinline::infra {

/// Over which horizon, and whether by its intervals too.
struct Booking {
  const reports::IntervalGrid* grid = nullptr;
  reports::Detail detail = reports::Detail::full;
};

class GridBook {
 public:
  /// All must outlive the book.
  GridBook(const scenarios::Scenario& scenario, const Grid& grid, const Carrier& carrier, const Services& services,
           const Elasticity& elasticity, const Booking& booking);

  /// To be told before the first thing that happens at `now`. True if the warm-up has ended since the last time.
  bool pass_to(Time now) { return now >= span_.end && close_spans(now); }

  /// To be told before something goes down or comes back …
  void before_change(Time now);
  /// … and after it, with how many outages hold each trunk and each site.
  void after_change(Time now, const std::vector<int>& trunks_down, const std::vector<int>& sites_down);

  /// How many lines of a trunk are busy from now on.
  void set_busy_lines(std::size_t of, std::uint32_t lines, Time now) {
    if (lines_[of].busy != lines) change_busy_lines(of, lines, now);
  }

  /// The world has come to its end; once. The totals of all that has a time; calls and requests are not in them.
  reports::InfrastructureTotals finish(Time end);

 private:
  /// Things of one kind: what each came to, and what is so at the moment.
  struct Shelf {
    Shelf(std::size_t things, std::size_t cells);
    std::vector<reports::EquipmentTotals> totals, by_interval;
    std::vector<bool> is_down;
    std::vector<Load> load;           ///< of hosts and links, when the last interval was closed
    std::vector<Duration> core_time;  ///< of elastic hosts, likewise
  };
  struct Lines {
    std::uint32_t busy = 0;
    Time since;                            ///< counted up to here
    reports::EquipmentTotals in_interval;  ///< that is not closed
  };

  bool close_spans(Time now);
  reports::IntervalSpan span_from(Time at) const;
  bool is_in_horizon() const { return span_.start >= booking_.grid->from() && span_.end <= booking_.grid->until(); }
  void begin_horizon();
  void settle(Time now);
  void settle_service(scenarios::ServiceIndex service, Time now);
  void settle_lines(std::size_t trunk, Time now);
  void settle_loads(Time now);
  void change_busy_lines(std::size_t trunk, std::uint32_t lines, Time now);
  void add(Shelf& shelf, std::size_t thing, const reports::EquipmentTotals& part);
  void add_load(Shelf& shelf, std::size_t thing, const Load& load, const statistics::TimeSum& capacity);
  statistics::TimeSum core_time(scenarios::HostIndex host, Duration elapsed, Time now);
  std::vector<reports::BoughtCoresTotals> bought_cores() const;
  void set_down(Shelf& shelf, std::size_t thing, bool down);
  void end_failure(scenarios::HostIndex host, Time now);

  const scenarios::Scenario* scenario_;
  const scenarios::Infrastructure* infrastructure_;
  const Grid* grid_;
  const Carrier* carrier_;
  const Services* services_;
  const Elasticity* elasticity_;
  Booking booking_;
  std::vector<LinkIndex> reported_links_;
  Shelf hosts_, links_, trunks_, sites_;
  std::vector<Lines> lines_;                 ///< by trunk
  std::vector<std::optional<Time>> failed_;  ///< by host: when, if it is down since some time in the horizon
  std::vector<bool> was_impaired_;           ///< by service, before the change
  std::vector<reports::ServiceTotals> services_totals_;
  reports::IntervalSpan span_;  ///< where `settled_` is
  Time settled_, loads_settled_;
};

}  // namespace twinline::infra
