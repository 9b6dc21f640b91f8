#include "sim/infra/mixed_carrier.hpp"

#include <algorithm>
#include <stdexcept>

namespace twinline::infra {
namespace {

/// What media leaves to messages in any case.
constexpr double least_share_for_messages = 1e-3;

/// From a host to itself.
const std::vector<LinkIndex> no_links;

}  // namespace

MixedCarrier::MixedCarrier(const Platform& platform) : platform_(platform) {
  for (const Host& host : platform_.hosts) {
    hosts_.push_back({LoadMeter{host.cores}, std::nullopt});
    if (host.aggregated && host.speed < unlimited) hosts_.back().server.emplace(host.cores);
  }
  servings_.grow(hosts_.size());
  links_.assign(platform_.links.size(), {LoadMeter{1}});
  paths_.reserve(hosts_.size() * hosts_.size());
  for (std::size_t from = 0; from < hosts_.size(); ++from) {
    for (std::size_t to = 0; to < hosts_.size(); ++to) paths_.push_back(find_path(HostIndex{from}, HostIndex{to}));
  }
  if (needs_simgrid(platform_)) engine_ = std::make_unique<SimGridEngine>(platform_);
}

MixedCarrier::Path MixedCarrier::find_path(HostIndex from, HostIndex to) const {
  Path found;
  found.links = from == to ? &no_links : links_between(platform_, from, to);
  if (found.links == nullptr) return found;
  for (const LinkIndex link : *found.links) {
    found.latency += platform_.links[link.value].latency;
    found.takes_bandwidth = found.takes_bandwidth || platform_.links[link.value].bandwidth < unlimited;
  }
  return found;
}

bool MixedCarrier::is_open(const Path& between) const {
  return between.links != nullptr && std::all_of(between.links->begin(), between.links->end(),
                                                 [this](LinkIndex link) { return links_[link.value].is_on; });
}

bool MixedCarrier::execute(HostIndex host, double work_seconds, Tag tag) {
  if (!(work_seconds >= 0 && work_seconds < unlimited)) throw std::invalid_argument("work takes a number of seconds");
  HostState& state = hosts_[host.value];
  if (!state.is_on) return false;

  const double speed = platform_.hosts[host.value].speed;
  const Slot slot = activities_.add({.tag = tag, .from = host, .to = host});
  if (work_seconds == 0 || speed == unlimited) {
    delay(slot, now_);
    return true;
  }
  if (state.server) {
    state.server->start(now_, slot, work_seconds / speed);
    foresee(host);
    activities_[slot].stage = Stage::served;
  } else {
    engine_->execute(now_, host, work_seconds, slot);
    activities_[slot].stage = Stage::with_simgrid;
  }
  state.meter.began(now_);
  return true;
}

bool MixedCarrier::send(HostIndex from, HostIndex to, std::uint64_t bytes, Tag tag) {
  if (!is_on(from) || !is_on(to)) return false;
  const Path& between = path(from, to);
  if (!is_open(between)) return false;
  const Slot slot = activities_.add({.tag = tag, .from = from, .to = to, .links = between.links, .bytes = bytes});
  delay(slot, now_ + between.latency);
  return true;
}

bool MixedCarrier::cancel(Tag tag) {
  const Slot slot = activities_.find(tag);
  if (slot == ActivityTable::no_slot) return false;
  withdraw(slot);
  count_end(activities_[slot]);
  activities_.remove(slot);
  return true;
}

Time MixedCarrier::next_time() {
  if (!over_.empty()) return now_;
  const Time next = std::min(delays_.next_time(), servings_.next_time());
  return engine_ ? std::min(next, engine_->next_time()) : next;
}

void MixedCarrier::advance(Time until, std::vector<Completion>& completed) {
  if (until < now_) throw std::invalid_argument("a carrier does not go back");
  const auto before = static_cast<std::ptrdiff_t>(completed.size());
  for (Time next = next_time(); next <= until && next != never; next = next_time()) {
    now_ = std::max(now_, next);
    const bool has_started = collect_ends();
    report(completed);
    // Asking SimGrid what comes next has it share everything out anew. Whoever hears of an end mostly starts something
    // else at once, after which that would have been for nothing.
    if (now_ == until && !has_started) break;
  }
  now_ = until;
  std::sort(completed.begin() + before, completed.end(), is_told_before);
}

void MixedCarrier::switch_host(HostIndex host, bool on) {
  HostState& state = hosts_[host.value];
  if (state.is_on == on) return;
  collect_ends();
  state.is_on = on;
  if (engine_) engine_->switch_host(now_, host, on);
  if (!on) fail_all([&](const Activity& activity) { return activity.from == host || activity.to == host; });
}

void MixedCarrier::switch_link(LinkIndex link, bool on) {
  LinkState& state = links_[link.value];
  if (state.is_on == on) return;
  collect_ends();
  state.is_on = on;
  if (engine_) engine_->switch_link(now_, link, on);
  if (!on) {
    fail_all([&](const Activity& activity) {
      return activity.links != nullptr &&
             std::find(activity.links->begin(), activity.links->end(), link) != activity.links->end();
    });
  }
}

void MixedCarrier::set_cores(HostIndex host, std::uint32_t cores) {
  if (!platform_.hosts[host.value].aggregated || cores == 0) {
    throw std::invalid_argument("only an aggregated host changes its cores, and it keeps one");
  }
  collect_ends();
  HostState& state = hosts_[host.value];
  if (state.server) {
    state.server->set_cores(now_, cores);
    foresee(host);
  }
  state.meter.set_cores(now_, cores);
}

void MixedCarrier::set_pace(HostIndex host, double share) {
  if (!platform_.hosts[host.value].aggregated || !(share > 0 && share <= 1)) {
    throw std::invalid_argument("only an aggregated host works at a share of its speed, and that is above 0");
  }
  collect_ends();
  auto& server = hosts_[host.value].server;
  if (!server) return;
  server->set_pace(now_, share);
  foresee(host);
}

void MixedCarrier::set_background_load(LinkIndex link, double bytes_per_second) {
  const double bandwidth = platform_.links[link.value].bandwidth;
  if (bandwidth == unlimited) return;
  const double left = bandwidth - bytes_per_second, least = bandwidth * least_share_for_messages;
  engine_->set_bandwidth(now_, link, std::max(left, least));
  links_[link.value].meter.set_background(now_, std::min(1.0, bytes_per_second / bandwidth), left <= least);
}

void MixedCarrier::delay(Slot slot, Time until) {
  activities_[slot].stage = Stage::delayed;
  if (delays_.nodes() < activities_.size()) delays_.grow(2 * activities_.size());
  delays_.schedule(slot, until);
}

/// To be called whenever something has changed on a server.
void MixedCarrier::foresee(HostIndex host) {
  const Time next = hosts_[host.value].server->next_time();
  if (next == never) {
    servings_.cancel(host.value);
  } else {
    servings_.schedule(host.value, next);
  }
}

/// A message's latency is over, and its bytes follow.
void MixedCarrier::transfer(Slot slot) {
  Activity& message = activities_[slot];
  engine_->transfer(now_, message.from, message.to, *message.links, message.bytes, slot);
  message.stage = Stage::on_links;
  for (const LinkIndex link : *message.links) links_[link.value].meter.began(now_);
}

/// Everything that ends at the present instant; true if a message has started that might end at it, too.
bool MixedCarrier::collect_ends() {
  const bool has_started = end_delays();
  ended_.clear();
  while (servings_.next_time() <= now_) {
    const HostIndex host{servings_.first()};
    hosts_[host.value].server->take_finished(now_, ended_);
    foresee(host);
  }
  if (engine_ && engine_->next_time() <= now_) engine_->take_ended(now_, ended_);
  for (const Slot slot : ended_) end(slot, true);
  return has_started;
}

/// True if the bytes of a message follow its latency.
bool MixedCarrier::end_delays() {
  bool has_started = false;
  while (delays_.next_time() <= now_) {
    const Slot slot = delays_.pop();
    const Activity& activity = activities_[slot];
    if (activity.bytes > 0 && path(activity.from, activity.to).takes_bandwidth) {
      transfer(slot);
      has_started = true;
    } else {
      end(slot, true);
    }
  }
  return has_started;
}

/// An activity that is nowhere any more is over.
void MixedCarrier::end(Slot slot, bool ok) {
  Activity& activity = activities_[slot];
  count_end(activity);
  activity.stage = Stage::over;
  activity.ok = ok;
  over_.push_back(slot);
}

/// Takes an activity from wherever it is.
void MixedCarrier::withdraw(Slot slot) {
  const Activity& activity = activities_[slot];
  switch (activity.stage) {
    case Stage::none: return;
    case Stage::delayed: delays_.cancel(slot); break;
    case Stage::served:
      hosts_[activity.from.value].server->remove(now_, slot);
      foresee(activity.from);
      break;
    case Stage::with_simgrid:
    case Stage::on_links: engine_->cancel(now_, slot); break;
    case Stage::over: std::erase(over_, slot); break;
  }
}

/// It no longer runs on its host or its links.
void MixedCarrier::count_end(const Activity& activity) {
  if (activity.stage == Stage::served || activity.stage == Stage::with_simgrid) {
    hosts_[activity.from.value].meter.ended(now_);
  } else if (activity.stage == Stage::on_links) {
    for (const LinkIndex link : *activity.links) links_[link.value].meter.ended(now_);
  }
}

void MixedCarrier::report(std::vector<Completion>& completed) {
  for (const Slot slot : over_) {
    const Activity& activity = activities_[slot];
    completed.push_back({now_, activity.tag, activity.ok});
    if (activity.ok && activity.links != nullptr) {
      for (const LinkIndex link : *activity.links) links_[link.value].meter.finished_well(activity.bytes);
    } else if (activity.ok) {
      hosts_[activity.from.value].meter.finished_well(0);
    }
    activities_.remove(slot);
  }
  over_.clear();
}

template <class Touches>
void MixedCarrier::fail_all(Touches touches) {
  for (Slot slot = 0; slot < activities_.size(); ++slot) {
    const Activity& activity = activities_[slot];
    if (activity.stage == Stage::none || activity.stage == Stage::over || !touches(activity)) continue;
    withdraw(slot);
    end(slot, false);
  }
}

}  // namespace twinline::infra
