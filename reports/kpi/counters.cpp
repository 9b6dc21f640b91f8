#include "reports/kpi/counters.hpp"

#include <limits>

namespace twinline::reports {
namespace {

constexpr std::uint32_t no_block = std::numeric_limits<std::uint32_t>::max();

constexpr bool is_staffed(AgentState state) { return state != AgentState::logged_out; }
constexpr bool is_handling(AgentState state) { return state == AgentState::busy || state == AgentState::wrap_up; }

}  // namespace

Counters::Counters(const Centre& centre, const IntervalGrid& grid, Detail detail)
    : centre_(&centre),
      grid_(&grid),
      detail_(detail),
      run_out_cell_(detail == Detail::full ? grid.cells() : 1),
      warm_up_cell_(run_out_cell_ + 1),
      segments_(static_cast<std::uint32_t>(centre.segments.size()) + 1),
      not_answered_(static_cast<std::uint32_t>(centre.groups.size())),
      overflowed_(not_answered_ + 1) {
  for (const Queue& queue : centre.queues) queue_rules_.emplace_back(queue.service_level);
  blocks_.assign(centre.call_types.size() * centre.queues.size(), no_block);
  if (detail == Detail::full) {
    by_queue_and_interval_.resize(centre.queues.size() * grid.cells());
    // On a folded grid a cell sees ever more calls as the horizon grows, and memory must not grow with them.
    if (!grid.folded()) waits_by_interval_.resize(grid.cells());
  }
  groups_now_.resize(centre.groups.size());
  agent_times_.resize(centre.groups.size() * (std::size_t{warm_up_cell_} + 1));
  if (has_channels(centre)) channels_.emplace(centre, grid);
  restart();
}

void Counters::restart() {
  for (CallClass& of_class : classes_) {
    of_class.counts = {};
    of_class.waits.clear();
  }
  for (CallCounts& counts : by_queue_and_interval_) counts = {};
  for (statistics::LogLinearHistogram& waits : waits_by_interval_) waits.clear();
  for (GroupNow& group : groups_now_) group = {};
  for (AgentTimes& times : agent_times_) times = {};
  if (channels_) channels_->restart();
  span_ = span_from(world_start);
  wait_entry_ = handling_entry_ = {world_start, world_start, 0};
}

IntervalSpan Counters::span_from(Time at) const {
  if (at < grid_->from()) return {world_start, grid_->from(), warm_up_cell_};
  if (at >= grid_->until()) return {grid_->until(), never, run_out_cell_};
  if (detail_ != Detail::full) return {grid_->from(), grid_->until(), 0};
  return grid_->span_at(at);
}

void Counters::move_to(Time now) {
  while (now >= span_.end) {
    const Time end = span_.end;
    close_span(end);
    span_ = span_from(end);
  }
}

void Counters::close_span(Time end) {
  const std::size_t cells = std::size_t{warm_up_cell_} + 1;
  for (std::size_t group = 0; group < groups_now_.size(); ++group) {
    AgentTimes& times = agent_times_[group * cells + span_.cell];
    times.staffed.add(end - span_.start, groups_now_[group].staffed);
    times.handling.add(end - span_.start, groups_now_[group].handling);
  }
}

void Counters::finish(Time end) {
  move_to(end);
  close_span(end);
}

inline void Counters::change_agents(Time now, GroupIndex group, std::int64_t staffed, std::int64_t handling) {
  // The time that n agents spend in a state between the span's start s and its end e is n(e − s), less t − s
  // for each who enters the state at t, and more by t − s for each who leaves it. So a change costs one
  // addition, and close_span adds n(e − s) for those who are in the state at the end.
  AgentTimes& times = agent_times_[group.value * (std::size_t{warm_up_cell_} + 1) + span_.cell];
  GroupNow& agents = groups_now_[group.value];
  if (handling != 0) {
    agents.handling += handling;
    times.handling.add(span_.start - now, handling);
  }
  if (staffed != 0) [[unlikely]] {
    agents.staffed += staffed;
    times.staffed.add(span_.start - now, staffed);
  }
}

void Counters::fold(Time now, std::span<const Happening> happenings) {
  if (now >= span_.end) [[unlikely]]
    move_to(now);
  if (channels_) [[unlikely]]
    channels_->fold(now, happenings);
  for (const Happening& happening : happenings) {
    if (const auto* agent = std::get_if<AgentChanged>(&happening)) {
      change_agents(now, agent->group, is_staffed(agent->to) - is_staffed(agent->from),
                    is_handling(agent->to) - is_handling(agent->from));
    } else if (const auto* wait = std::get_if<WaitEnded>(&happening)) {
      if (wait->queued_at >= grid_->from()) book_wait(*wait);
    } else if (const auto* handling = std::get_if<HandlingEnded>(&happening)) {
      if (handling->queued_at >= grid_->from()) book_handling(*handling);
    } else if (const auto* blocked = std::get_if<CallBlocked>(&happening)) [[unlikely]] {
      if (now >= grid_->from()) book_blocked(now, *blocked);
    } else if (const auto* moved = std::get_if<AgentChangedGroup>(&happening)) [[unlikely]] {
      change_agents(now, moved->from, -is_staffed(moved->state), -is_handling(moved->state));
      change_agents(now, moved->to, is_staffed(moved->state), is_handling(moved->state));
    }
  }
}

inline CallCounts& Counters::interval_of(QueueIndex queue, Time queued_at, IntervalSpan& latest) {
  if (queued_at < latest.start || queued_at >= latest.end) [[unlikely]] {
    latest = queued_at < grid_->until() ? grid_->span_at(queued_at)
                                        : IntervalSpan{grid_->until(), never, grid_->cell_of(queued_at)};
  }
  return by_queue_and_interval_[std::size_t{queue.value} * grid_->cells() + latest.cell];
}

inline Counters::CallClass& Counters::class_of(const CallLabels& labels, QueueIndex queue, std::uint32_t ending) {
  std::uint32_t& block = blocks_[labels.type.value * queue_rules_.size() + queue.value];
  if (block == no_block) [[unlikely]]
    open(block);
  const std::uint32_t segment = labels.segment ? labels.segment.value : segments_ - 1;
  return classes_[block + segment * (overflowed_ + 1) + ending];
}

void Counters::open(std::uint32_t& block) {
  block = static_cast<std::uint32_t>(classes_.size());
  classes_.resize(classes_.size() + std::size_t{segments_} * (overflowed_ + 1));
}

/// Waits of calls that the centre makes are nobody's waits; an accepted callback may count when it is kept, or never
/// will be (book_handling).
inline bool Counters::counts_later_or_never(const WaitEnded& wait) const {
  if (wait.labels.direction != twinline::Direction::inbound) [[unlikely]]
    return true;
  return wait.how == WaitEnd::callback && centre_->call_types[wait.labels.type.value].callback.kept_is_answered;
}

void Counters::book_callback(const HandlingEnded& handling) {
  const CallbackRule& rule = centre_->call_types[handling.labels.type.value].callback;
  const bool is_given_up = !handling.reached && handling.labels.attempt + 1 >= rule.tries;
  if (!rule.kept_is_answered || (!handling.reached && !is_given_up)) return;
  WaitEnded wait;
  wait.labels = handling.labels;
  wait.labels.direction = twinline::Direction::inbound;
  wait.group = handling.group;
  wait.how = handling.reached ? WaitEnd::answered : WaitEnd::released;
  wait.queued_at = handling.queued_at;
  wait.waited = handling.answered_at - handling.queued_at;
  book_wait(wait);
}

void Counters::book_wait(const WaitEnded& wait) {
  if (counts_later_or_never(wait)) return;
  const QueueIndex queue = wait.labels.queue;
  const QueueRule& rule = queue_rules_[queue.value];
  const bool final = wait.how != WaitEnd::overflowed;
  const std::uint32_t ending = wait.how == WaitEnd::answered ? wait.group.value : final ? not_answered_ : overflowed_;
  CallClass& alike = class_of(wait.labels, queue, ending);
  alike.waits.expect(wait.waited);
  reports::book_wait(alike.counts, rule, wait.how, wait.waited);
  if (detail_ == Detail::full)
    reports::book_wait(interval_of(queue, wait.queued_at, wait_entry_), rule, wait.how, wait.waited);
  if (detail_ == Detail::counts) return;
  alike.waits.add(wait.waited);
  if (final && !waits_by_interval_.empty()) waits_by_interval_[wait_entry_.cell].add(wait.waited);
}

void Counters::book_handling(const HandlingEnded& handling) {
  if (handling.labels.direction == twinline::Direction::callback) [[unlikely]]
    book_callback(handling);
  if (!handling.reached) [[unlikely]]
    return;
  const QueueIndex queue = handling.labels.queue;
  reports::book_handling(class_of(handling.labels, queue, handling.group.value).counts, handling);
  if (detail_ == Detail::full)
    reports::book_handling(interval_of(queue, handling.queued_at, handling_entry_), handling);
}

void Counters::book_blocked(Time now, const CallBlocked& blocked) {
  // A blocked call never saw a queue; it counts where its type would have queued.
  const CallLabels& labels = blocked.labels;
  const QueueIndex queue = labels.queue ? labels.queue : centre_->call_types[labels.type.value].queue;
  ++class_of(labels, queue, not_answered_).counts.blocked;
  if (detail_ == Detail::full) ++interval_of(queue, now, wait_entry_).blocked;
}

ReplicationTotals Counters::totals() const {
  ReplicationTotals totals;
  totals.detail = detail_;
  totals.by_queue.resize(centre_->queues.size());
  totals.by_call_type.resize(centre_->call_types.size());
  totals.by_segment.resize(centre_->segments.size());
  totals.by_group.resize(centre_->groups.size());
  sum_classes(totals);
  sum_agent_times(totals);
  totals.by_queue_and_interval = by_queue_and_interval_;
  totals.waits_by_interval.reserve(waits_by_interval_.size());
  for (const statistics::LogLinearHistogram& waits : waits_by_interval_)
    totals.waits_by_interval.push_back(waits.freeze());
  if (channels_) totals.channels = channels_->totals();
  return totals;
}

void Counters::sum_classes(ReplicationTotals& totals) const {
  const std::size_t endings = std::size_t{overflowed_} + 1;
  const std::size_t queues = centre_->queues.size();
  for (std::size_t pair = 0; pair < blocks_.size(); ++pair) {
    if (blocks_[pair] == no_block) continue;
    for (std::size_t position = 0; position < segments_ * endings; ++position) {
      const CallClass& alike = classes_[blocks_[pair] + position];
      if (alike.counts == CallCounts{}) continue;
      const statistics::SparseHistogram waits = alike.waits.freeze();
      const auto add_to = [&](CallTotals& sum) {
        sum.counts += alike.counts;
        sum.waits.merge(waits);
      };
      add_to(totals.by_queue[pair % queues]);
      const std::size_t segment = position / endings;
      const std::size_t ending = position % endings;
      if (ending == overflowed_) continue;
      add_to(totals.total);
      add_to(totals.by_call_type[pair / queues]);
      if (segment < totals.by_segment.size()) add_to(totals.by_segment[segment]);
      if (ending < totals.by_group.size()) add_to(totals.by_group[ending].calls);
    }
  }
}

void Counters::sum_agent_times(ReplicationTotals& totals) const {
  const std::size_t cells = std::size_t{warm_up_cell_} + 1;
  for (std::size_t group = 0; group < totals.by_group.size(); ++group) {
    const auto first = agent_times_.begin() + static_cast<std::ptrdiff_t>(group * cells);
    for (std::size_t cell = 0; cell < run_out_cell_; ++cell)
      totals.by_group[group].in_horizon += first[static_cast<std::ptrdiff_t>(cell)];
    totals.by_group[group].in_run_out = first[run_out_cell_];
    if (detail_ == Detail::full)
      totals.by_group_and_interval.insert(totals.by_group_and_interval.end(), first, first + run_out_cell_);
  }
}

}  // namespace twinline::reports
