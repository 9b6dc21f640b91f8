#include "reports/kpi/totals.hpp"

#include <fmt/format.h>

namespace twinline::reports {
namespace {

std::optional<std::string> first_inconsistency(const CallTotals& calls, Detail detail, const std::string& where) {
  const CallCounts& counts = calls.counts;
  if (detail != Detail::counts && calls.waits.count() != counts.offered()) {
    return fmt::format("{}: {} calls offered, but {} waits in the distribution", where, counts.offered(),
                       calls.waits.count());
  }
  if (counts.short_abandoned > counts.abandoned || counts.abandoned_in_threshold > counts.abandoned ||
      counts.answered_in_threshold > counts.answered || counts.service_level_met > counts.service_level_counted) {
    return where + ": a part is larger than its whole";
  }
  return std::nullopt;
}

template <class Part, class CountsOf>
CallCounts sum_of(const std::vector<Part>& parts, CountsOf counts_of) {
  CallCounts sum;
  for (const Part& part : parts) sum += counts_of(part);
  return sum;
}

}  // namespace

CallCounts& CallCounts::operator+=(const CallCounts& other) {
  blocked += other.blocked;
  answered += other.answered;
  abandoned += other.abandoned;
  flowed_out += other.flowed_out;
  overflowed += other.overflowed;
  short_abandoned += other.short_abandoned;
  answered_in_threshold += other.answered_in_threshold;
  abandoned_in_threshold += other.abandoned_in_threshold;
  service_level_met += other.service_level_met;
  service_level_counted += other.service_level_counted;
  delayed += other.delayed;
  delayed_overflowed += other.delayed_overflowed;
  handled += other.handled;
  wait_answered += other.wait_answered;
  wait_unanswered += other.wait_unanswered;
  wait_overflowed += other.wait_overflowed;
  talk += other.talk;
  hold += other.hold;
  wrap_up += other.wrap_up;
  return *this;
}

CallCounts without_overflows(CallCounts counts) {
  counts.overflowed = 0;
  counts.delayed_overflowed = 0;
  counts.wait_overflowed = {};
  return counts;
}

void keep_counts_only(ReplicationTotals& totals) {
  totals.detail = Detail::counts;
  totals.total.waits = {};
  for (auto* dimension : {&totals.by_queue, &totals.by_call_type, &totals.by_segment}) {
    for (CallTotals& place : *dimension) place.waits = {};
  }
  for (GroupTotals& group : totals.by_group) group.calls.waits = {};
  totals.by_queue_and_interval = {};
  totals.by_group_and_interval = {};
  totals.waits_by_interval = {};
  if (!totals.infrastructure) return;
  InfrastructureTotals& infrastructure = *totals.infrastructure;
  for (auto* intervals : {&infrastructure.by_host_and_interval, &infrastructure.by_link_and_interval,
                          &infrastructure.by_trunk_and_interval}) {
    *intervals = {};
  }
}

std::optional<std::string> first_inconsistency(const ReplicationTotals& totals) {
  const auto counts_of = [](const CallTotals& calls) -> const CallCounts& { return calls.counts; };
  const CallCounts& total = totals.total.counts;
  const CallCounts of_queues = sum_of(totals.by_queue, counts_of);

  if (auto found = first_inconsistency(totals.total, totals.detail, "total")) return found;
  for (std::size_t queue = 0; queue < totals.by_queue.size(); ++queue) {
    if (auto found = first_inconsistency(totals.by_queue[queue], totals.detail, fmt::format("queue {}", queue))) {
      return found;
    }
  }
  if (!(without_overflows(of_queues) == total)) return "the queues do not sum to the total";
  if (!(sum_of(totals.by_call_type, counts_of) == total)) return "the call types do not sum to the total";

  CallCounts of_groups = sum_of(totals.by_group, [](const GroupTotals& group) { return group.calls.counts; });
  if (of_groups.answered != total.answered || of_groups.handled != total.handled ||
      of_groups.wait_answered != total.wait_answered) {
    return "the groups do not sum to the total of answered calls";
  }
  for (std::size_t group = 0; group < totals.by_group.size(); ++group) {
    const GroupTotals& times = totals.by_group[group];
    if (times.in_horizon.handling > times.in_horizon.staffed || times.in_run_out.handling > times.in_run_out.staffed) {
      return fmt::format("group {}: handled calls for longer than it was staffed", group);
    }
  }
  if (totals.detail == Detail::full) {
    const auto of_intervals = sum_of(totals.by_queue_and_interval, [](const CallCounts& counts) { return counts; });
    if (!(of_intervals == of_queues)) return "the intervals do not sum to the queues";
  }
  if (totals.infrastructure) {
    if (auto found = first_inconsistency(*totals.infrastructure)) return found;
  }
  if (totals.journeys) {
    if (auto found = first_inconsistency(*totals.journeys)) return found;
  }
  return totals.channels ? first_inconsistency(*totals.channels) : std::nullopt;
}

}  // namespace twinline::reports
