#include "reports/shards/totals_bytes.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "reports/shards/shard.pb.h"

namespace twinline::shards {
namespace {

using reports::AgentTimes;
using reports::BoughtCoresTotals;
using reports::CallCounts;
using reports::CallTotals;
using reports::ChannelCounts;
using reports::EquipmentTotals;
using reports::GroupTotals;
using reports::InfrastructureTotals;
using reports::JourneyCounts;
using reports::ReplicationTotals;
using reports::ServiceTotals;
using reports::TrunkTotals;
using statistics::SparseHistogram;
using statistics::TimeSum;

constexpr int word_bits = 64;

void put(const TimeSum& sum, v1::TimeSum& message) {
  message.set_low(static_cast<std::uint64_t>(sum.nanoseconds()));
  message.set_high(static_cast<std::int64_t>(sum.nanoseconds() >> word_bits));
}

TimeSum of(const v1::TimeSum& message) {
  const auto high = static_cast<TimeSum::Nanoseconds>(message.high());
  return TimeSum{high << word_bits | static_cast<TimeSum::Nanoseconds>(message.low())};
}

void put(const CallCounts& counts, v1::Counts& message) {
  message.set_blocked(counts.blocked);
  message.set_answered(counts.answered);
  message.set_abandoned(counts.abandoned);
  message.set_flowed_out(counts.flowed_out);
  message.set_overflowed(counts.overflowed);
  message.set_short_abandoned(counts.short_abandoned);
  message.set_answered_in_threshold(counts.answered_in_threshold);
  message.set_abandoned_in_threshold(counts.abandoned_in_threshold);
  message.set_service_level_met(counts.service_level_met);
  message.set_service_level_counted(counts.service_level_counted);
  message.set_delayed(counts.delayed);
  message.set_delayed_overflowed(counts.delayed_overflowed);
  message.set_handled(counts.handled);
  if (counts == CallCounts{}) return;  // most intervals of most queues: not even empty sums of time
  put(counts.wait_answered, *message.mutable_wait_answered());
  put(counts.wait_unanswered, *message.mutable_wait_unanswered());
  put(counts.wait_overflowed, *message.mutable_wait_overflowed());
  put(counts.talk, *message.mutable_talk());
  put(counts.hold, *message.mutable_hold());
  put(counts.wrap_up, *message.mutable_wrap_up());
}

CallCounts of(const v1::Counts& message) {
  CallCounts counts;
  counts.blocked = message.blocked();
  counts.answered = message.answered();
  counts.abandoned = message.abandoned();
  counts.flowed_out = message.flowed_out();
  counts.overflowed = message.overflowed();
  counts.short_abandoned = message.short_abandoned();
  counts.answered_in_threshold = message.answered_in_threshold();
  counts.abandoned_in_threshold = message.abandoned_in_threshold();
  counts.service_level_met = message.service_level_met();
  counts.service_level_counted = message.service_level_counted();
  counts.delayed = message.delayed();
  counts.delayed_overflowed = message.delayed_overflowed();
  counts.handled = message.handled();
  counts.wait_answered = of(message.wait_answered());
  counts.wait_unanswered = of(message.wait_unanswered());
  counts.wait_overflowed = of(message.wait_overflowed());
  counts.talk = of(message.talk());
  counts.hold = of(message.hold());
  counts.wrap_up = of(message.wrap_up());
  return counts;
}

void put(const SparseHistogram& histogram, v1::Histogram& message) {
  std::uint32_t before = 0;
  for (const statistics::BinCount& bin : histogram.bins()) {
    message.add_steps(static_cast<std::uint32_t>(bin.bin) - before);
    message.add_counts(bin.count);
    before = static_cast<std::uint32_t>(bin.bin);
  }
}

SparseHistogram of(const v1::Histogram& message) {
  if (message.steps_size() != message.counts_size()) throw BadTotals("a distribution has bins without counts");
  constexpr std::uint64_t most_counted = (std::uint64_t{1} << 48) - 1;
  std::vector<statistics::BinCount> bins;
  std::uint64_t bin = 0;
  for (int i = 0; i < message.steps_size(); ++i) {
    bin += message.steps(i);
    if (bin >= statistics::bin_count || message.counts(i) > most_counted)
      throw BadTotals("a distribution has a bin that there cannot be");
    statistics::BinCount counted{};
    counted.bin = static_cast<std::uint16_t>(bin);
    counted.count = message.counts(i) & most_counted;
    bins.push_back(counted);
  }
  try {
    return SparseHistogram(std::move(bins));
  } catch (const std::invalid_argument& error) {
    throw BadTotals(error.what());
  }
}

void put(const AgentTimes& times, v1::Times& message) {
  if (times == AgentTimes{}) return;
  put(times.staffed, *message.mutable_staffed());
  put(times.handling, *message.mutable_handling());
}

AgentTimes of(const v1::Times& message) { return {of(message.staffed()), of(message.handling())}; }

void put(const CallTotals& calls, v1::Calls& message) {
  put(calls.counts, *message.mutable_counts());
  put(calls.waits, *message.mutable_waits());
}

CallTotals of(const v1::Calls& message) { return {of(message.counts()), of(message.waits())}; }

void put(const GroupTotals& group, v1::Group& message) {
  put(group.calls, *message.mutable_calls());
  put(group.in_horizon, *message.mutable_in_horizon());
  put(group.in_run_out, *message.mutable_in_run_out());
}

GroupTotals of(const v1::Group& message) {
  return {of(message.calls()), of(message.in_horizon()), of(message.in_run_out())};
}

void put(const EquipmentTotals& equipment, v1::Equipment& message) {
  if (equipment == EquipmentTotals{}) return;
  put(equipment.down, *message.mutable_down());
  message.set_outages(equipment.outages);
  put(equipment.busy, *message.mutable_busy());
  put(equipment.capacity, *message.mutable_capacity());
  put(equipment.saturated, *message.mutable_saturated());
}

EquipmentTotals of(const v1::Equipment& message) {
  return {of(message.down()), message.outages(), of(message.busy()), of(message.capacity()), of(message.saturated())};
}

void put(const TrunkTotals& trunk, v1::Trunk& message) {
  put(trunk.equipment, *message.mutable_equipment());
  message.set_attempts(trunk.attempts.attempts);
  message.set_full(trunk.attempts.full);
  message.set_down(trunk.attempts.down);
  message.set_overflowed(trunk.attempts.overflowed);
}

TrunkTotals of(const v1::Trunk& message) {
  return {of(message.equipment()), {message.attempts(), message.full(), message.down(), message.overflowed()}};
}

void put(const ServiceTotals& service, v1::Service& message) {
  put(service.down, *message.mutable_down());
  put(service.impaired, *message.mutable_impaired());
  message.set_impairments(service.impairments);
  message.set_detections(service.detections);
  put(service.detecting, *message.mutable_detecting());
  message.set_answered(service.answered);
  message.set_failed(service.failed);
  message.set_tries(service.tries);
  message.set_timed_out(service.timed_out);
  message.set_lost(service.lost);
  put(service.response, *message.mutable_response());
  message.set_longest_response(service.longest_response.count());
  message.set_calls_lost(service.calls_lost);
}

ServiceTotals of(const v1::Service& message) {
  ServiceTotals service;
  service.down = of(message.down());
  service.impaired = of(message.impaired());
  service.impairments = message.impairments();
  service.detections = message.detections();
  service.detecting = of(message.detecting());
  service.answered = message.answered();
  service.failed = message.failed();
  service.tries = message.tries();
  service.timed_out = message.timed_out();
  service.lost = message.lost();
  service.response = of(message.response());
  service.longest_response = Duration{message.longest_response()};
  service.calls_lost = message.calls_lost();
  return service;
}

void put(const BoughtCoresTotals& cores, v1::BoughtCores& message) {
  put(cores.time, *message.mutable_time());
  message.set_cost(cores.cost);
}

BoughtCoresTotals of(const v1::BoughtCores& message) { return {of(message.time()), message.cost()}; }

void put(const JourneyCounts& counts, v1::Journeys& message) {
  message.mutable_numbers()->Add(counts.numbers.begin(), counts.numbers.end());
  for (const TimeSum& time : counts.times) put(time, *message.add_times());
  message.mutable_money()->Add(counts.money.begin(), counts.money.end());
}

JourneyCounts of(const v1::Journeys& message) {
  JourneyCounts counts;
  if (static_cast<std::size_t>(message.numbers_size()) != counts.numbers.size() ||
      static_cast<std::size_t>(message.times_size()) != counts.times.size() ||
      static_cast<std::size_t>(message.money_size()) != counts.money.size()) {
    throw BadTotals("other things were counted of matters than there are");
  }
  std::copy(message.numbers().begin(), message.numbers().end(), counts.numbers.begin());
  std::transform(message.times().begin(), message.times().end(), counts.times.begin(),
                 [](const v1::TimeSum& time) { return of(time); });
  std::copy(message.money().begin(), message.money().end(), counts.money.begin());
  return counts;
}

void put(const ChannelCounts& counts, v1::Channels& message) {
  message.set_closed(counts.closed);
  message.set_promised(counts.promised);
  message.set_in_time(counts.in_time);
  message.set_open(counts.open);
  put(counts.to_close, *message.mutable_to_close());
  put(counts.lay, *message.mutable_lay());
}

ChannelCounts of(const v1::Channels& message) {
  return {message.closed(), message.promised(),     message.in_time(),
          message.open(),   of(message.to_close()), of(message.lay())};
}

template <class List, class Messages>
void put_all(const List& list, Messages* messages) {
  for (const auto& item : list) put(item, *messages->Add());
}

template <class List, class Messages>
void get_all(const Messages& messages, List& list) {
  for (const auto& message : messages) list.push_back(of(message));
}

void put(const InfrastructureTotals& totals, v1::Infrastructure& message) {
  put_all(totals.sites, message.mutable_sites());
  put_all(totals.hosts, message.mutable_hosts());
  put_all(totals.links, message.mutable_links());
  put_all(totals.trunks, message.mutable_trunks());
  put_all(totals.services, message.mutable_services());
  for (const std::uint64_t calls : totals.calls.dropped) message.add_dropped(calls);
  message.set_gave_up_in_silence(totals.calls.gave_up_in_silence);
  message.set_unreached(totals.calls.unreached);
  put_all(totals.by_host_and_interval, message.mutable_by_host_and_interval());
  put_all(totals.by_link_and_interval, message.mutable_by_link_and_interval());
  put_all(totals.by_trunk_and_interval, message.mutable_by_trunk_and_interval());
  put_all(totals.bought_cores, message.mutable_bought_cores());
}

InfrastructureTotals of(const v1::Infrastructure& message) {
  InfrastructureTotals totals;
  if (static_cast<std::size_t>(message.dropped_size()) != totals.calls.dropped.size())
    throw BadTotals("dropped calls have other causes than there are");
  get_all(message.sites(), totals.sites);
  get_all(message.hosts(), totals.hosts);
  get_all(message.links(), totals.links);
  get_all(message.trunks(), totals.trunks);
  get_all(message.services(), totals.services);
  std::copy(message.dropped().begin(), message.dropped().end(), totals.calls.dropped.begin());
  totals.calls.gave_up_in_silence = message.gave_up_in_silence();
  totals.calls.unreached = message.unreached();
  get_all(message.by_host_and_interval(), totals.by_host_and_interval);
  get_all(message.by_link_and_interval(), totals.by_link_and_interval);
  get_all(message.by_trunk_and_interval(), totals.by_trunk_and_interval);
  get_all(message.bought_cores(), totals.bought_cores);
  if (!totals.bought_cores.empty() && totals.bought_cores.size() != totals.hosts.size())
    throw BadTotals("cores were bought for other hosts than there are");
  return totals;
}

void put(const ReplicationTotals& totals, v1::Totals& message) {
  message.set_detail(static_cast<std::uint32_t>(totals.detail));
  put(totals.total, *message.mutable_total());
  put_all(totals.by_queue, message.mutable_by_queue());
  put_all(totals.by_call_type, message.mutable_by_call_type());
  put_all(totals.by_segment, message.mutable_by_segment());
  put_all(totals.by_group, message.mutable_by_group());
  put_all(totals.by_queue_and_interval, message.mutable_by_queue_and_interval());
  put_all(totals.by_group_and_interval, message.mutable_by_group_and_interval());
  put_all(totals.waits_by_interval, message.mutable_waits_by_interval());
  if (totals.infrastructure) put(*totals.infrastructure, *message.mutable_infrastructure());
  if (totals.journeys) {
    put_all(totals.journeys->by_call_type, message.mutable_journeys());
    message.set_agents_cost(totals.journeys->agents_cost);
  }
  if (totals.channels) put_all(totals.channels->by_call_type, message.mutable_channels());
}

ReplicationTotals of(const v1::Totals& message) {
  if (message.detail() > static_cast<std::uint32_t>(reports::Detail::full))
    throw BadTotals("totals of an unknown detail");
  ReplicationTotals totals;
  totals.detail = static_cast<reports::Detail>(message.detail());
  totals.total = of(message.total());
  get_all(message.by_queue(), totals.by_queue);
  get_all(message.by_call_type(), totals.by_call_type);
  get_all(message.by_segment(), totals.by_segment);
  get_all(message.by_group(), totals.by_group);
  get_all(message.by_queue_and_interval(), totals.by_queue_and_interval);
  get_all(message.by_group_and_interval(), totals.by_group_and_interval);
  get_all(message.waits_by_interval(), totals.waits_by_interval);
  if (message.has_infrastructure()) totals.infrastructure = of(message.infrastructure());
  if (message.journeys_size() > 0) {
    get_all(message.journeys(), totals.journeys.emplace().by_call_type);
    totals.journeys->agents_cost = message.agents_cost();
  }
  if (message.channels_size() > 0) get_all(message.channels(), totals.channels.emplace().by_call_type);
  return totals;
}

}  // namespace

std::string to_bytes(const ReplicationTotals& totals) {
  v1::Totals message;
  put(totals, message);
  return message.SerializeAsString();
}

ReplicationTotals from_bytes(std::string_view bytes) {
  v1::Totals message;
  if (bytes.size() > std::numeric_limits<int>::max() ||
      !message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw BadTotals("these are no totals of a replication");
  }
  return of(message);
}

}  // namespace twinline::shards
