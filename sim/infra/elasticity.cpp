#include "sim/infra/elasticity.hpp"

#include <algorithm>

#include "sim/people/sampler.hpp"

namespace twinline::infra {

Elasticity::Elasticity(const scenarios::Infrastructure& infrastructure, Carrier& carrier, random::StreamSeed seed)
    : carrier_(&carrier), seed_(seed) {
  for (std::size_t index = 0; index < infrastructure.hosts.size(); ++index) {
    const scenarios::Host& host = infrastructure.hosts[index];
    if (!host.elastic) continue;
    const auto cores = static_cast<std::uint32_t>(host.cores);
    hosts_.push_back({.rules = &*host.elastic,
                      .fewest = cores,
                      .provisioning = sim::sampler(host.elastic->provisioning),
                      .bought = {.host = index, .cores = cores, .most = cores},
                      .orders = {},
                      .next_check = world_start + host.elastic->check_every,
                      .counted_until = world_start});
  }
}

Time Elasticity::ElasticHost::next_time() const {
  return orders.empty() ? next_check : std::min(next_check, orders.front().ready);
}

std::uint32_t Elasticity::ElasticHost::on_order() const {
  std::uint32_t cores = 0;
  for (const Order& order : orders) cores += order.cores;
  return cores;
}

void Elasticity::ElasticHost::count_until(Time now) {
  bought.core_time += (now - counted_until) * bought.cores;
  counted_until = now;
}

Time Elasticity::next_time() const {
  Time next = never;
  for (const ElasticHost& host : hosts_) next = std::min(next, host.next_time());
  return next;
}

void Elasticity::advance(Time now) {
  for (ElasticHost& host : hosts_) {
    host.count_until(now);
    take_ready(host, now);
    if (host.next_check > now) continue;
    check(host, now);
    host.next_check += host.rules->check_every;
  }
}

std::optional<Duration> Elasticity::core_time(scenarios::HostIndex host, Time now) const {
  for (const ElasticHost& elastic : hosts_) {
    if (elastic.bought.host != host) continue;
    return elastic.bought.core_time + (now - elastic.counted_until) * elastic.bought.cores;
  }
  return std::nullopt;
}

std::vector<BoughtCores> Elasticity::bought(Time now) const {
  std::vector<BoughtCores> all;
  for (ElasticHost host : hosts_) {
    host.count_until(now);
    all.push_back(host.bought);
  }
  return all;
}

void Elasticity::take_ready(ElasticHost& host, Time now) {
  while (!host.orders.empty() && host.orders.front().ready <= now) {
    set_cores(host, host.bought.cores + host.orders.front().cores);
    host.orders.erase(host.orders.begin());
  }
}

/// A host that is down shows no load; its cores stay as they are.
void Elasticity::check(ElasticHost& host, Time now) {
  const Load load = carrier_->load(HostIndex{host.bought.host});
  const Duration busy = load.busy - host.busy_at_check, bought = host.bought.core_time - host.core_time_at_check;
  host.busy_at_check = load.busy;
  host.core_time_at_check = host.bought.core_time;
  if (!carrier_->is_on(HostIndex{host.bought.host})) return;

  const scenarios::Elastic& rules = *host.rules;
  const double utilisation = in_seconds(busy) / in_seconds(bought);
  const std::uint32_t cores = host.bought.cores, expected = cores + host.on_order();
  const bool is_crowded = (rules.add_above_utilisation && utilisation > *rules.add_above_utilisation) ||
                          (rules.add_above_queue && load.queue > *rules.add_above_queue);
  if (is_crowded) {
    if (expected < rules.most_cores) order(host, std::min(rules.step, rules.most_cores - expected), now);
  } else if (utilisation < rules.remove_below_utilisation && host.orders.empty()) {
    set_cores(host, cores - std::min(rules.step, cores - host.fewest));
  }
}

void Elasticity::order(ElasticHost& host, std::uint32_t cores, Time now) {
  random::Stream stream =
      seed_.stream(random::Purpose::provisioning, random::Entity(host.bought.host, host.orders_placed++));
  host.orders.push_back({now + from_seconds(host.provisioning.sample(stream)), cores});
  host.bought.ordered += cores;
  std::stable_sort(host.orders.begin(), host.orders.end(),
                   [](const Order& one, const Order& other) { return one.ready < other.ready; });
  take_ready(host, now);
}

void Elasticity::set_cores(ElasticHost& host, std::uint32_t cores) {
  host.bought.cores = cores;
  host.bought.most = std::max(host.bought.most, cores);
  carrier_->set_cores(HostIndex{host.bought.host}, cores);
}

}  // namespace twinline::infra
