// What one replication came to on its infrastructure: for how long what was down and how busy it was, and what that did
// to calls. Plain integers, as all totals (totals.hpp), and none at all where a scenario says nothing of what its calls
// run on. Names, and what stands where, are in infrastructure_layout.hpp; the order of its lists is the order here.
//
// Times are those of the horizon without the warm-up; counts are of what happened after the warm-up, to the end.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/time.hpp"
#include "reports/statistics/time_sum.hpp"

namespace twinline::reports {

/// What went down and took calls with it. Totals are in this order.
enum class OutageCause : std::uint8_t { host, link, site, trunk };
inline constexpr std::size_t outage_causes = 4;

/// A host, link, trunk or site.
struct EquipmentTotals {
  statistics::TimeSum down{};
  std::uint64_t outages = 0;        ///< times of being down, one that the warm-up had left included
  statistics::TimeSum busy{};       ///< host: core time used; link: time, by the share of its bandwidth that was used;
                                    ///< trunk: line time used; site: none
  statistics::TimeSum capacity{};   ///< the same if it had been fully used throughout
  statistics::TimeSum saturated{};  ///< host and link: time in which requests slowed each other down; trunk: without a
                                    ///< free line

  EquipmentTotals& operator+=(const EquipmentTotals& other);
  friend bool operator==(const EquipmentTotals&, const EquipmentTotals&) = default;
};

/// What became of attempts to bring a call over a trunk. A call that overflows is one attempt at each trunk.
struct TrunkAttempts {
  std::uint64_t attempts = 0;
  std::uint64_t full = 0;        ///< found no free line
  std::uint64_t down = 0;        ///< found the trunk down
  std::uint64_t overflowed = 0;  ///< of both: went on to another trunk

  TrunkAttempts& operator+=(const TrunkAttempts& other);
  friend bool operator==(const TrunkAttempts&, const TrunkAttempts&) = default;
};

struct TrunkTotals {
  EquipmentTotals equipment;
  TrunkAttempts attempts;
  friend bool operator==(const TrunkTotals&, const TrunkTotals&) = default;
};

struct ServiceTotals {
  statistics::TimeSum down;      ///< nobody would have served a request
  statistics::TimeSum impaired;  ///< that, or requests were still sent to a host that was down
  std::uint64_t impairments = 0;
  std::uint64_t detections = 0;   ///< hosts that failed and were found to be down before they were back
  statistics::TimeSum detecting;  ///< from those failures until they were found
  std::uint64_t answered = 0;     ///< requests
  std::uint64_t failed = 0;       ///< requests that got no answer in the end
  std::uint64_t tries = 0;        ///< of requests
  std::uint64_t timed_out = 0;    ///< tries
  std::uint64_t lost = 0;         ///< tries that met something that was down, or nobody
  statistics::TimeSum response;   ///< of answered requests
  Duration longest_response{0};   ///< the same
  std::uint64_t calls_lost = 0;   ///< between a failure and the moment at which it was dealt with

  friend bool operator==(const ServiceTotals&, const ServiceTotals&) = default;
};

/// The cores of a host that come and go with the load.
struct BoughtCoresTotals {
  statistics::TimeSum time{};  ///< that was paid for, used or not
  std::uint64_t cost = 0;      ///< of it, in millionths of the scenario's currency

  BoughtCoresTotals& operator+=(const BoughtCoresTotals& other);
  friend bool operator==(const BoughtCoresTotals&, const BoughtCoresTotals&) = default;
};

/// What the infrastructure has done to calls.
struct CallLossTotals {
  std::array<std::uint64_t, outage_causes> dropped{};  ///< calls that were cut off, by OutageCause
  std::uint64_t gave_up_in_silence = 0;                ///< callers who hung up while a step took its time
  std::uint64_t unreached = 0;                         ///< calls that no service took in

  std::uint64_t all_dropped() const;
  friend bool operator==(const CallLossTotals&, const CallLossTotals&) = default;
};

struct InfrastructureTotals {
  std::vector<EquipmentTotals> sites, hosts, links;
  std::vector<TrunkTotals> trunks;
  std::vector<ServiceTotals> services;
  std::vector<BoughtCoresTotals> bought_cores;  ///< by host, none of those whose cores stay; empty: no host is elastic
  CallLossTotals calls;
  // Only in full detail; entry [host, link or trunk × number of cells + cell].
  std::vector<EquipmentTotals> by_host_and_interval, by_link_and_interval, by_trunk_and_interval;

  friend bool operator==(const InfrastructureTotals&, const InfrastructureTotals&) = default;
};

/// Says what does not add up, or nothing: parts are no larger than their wholes, and intervals sum to the total.
std::optional<std::string> first_inconsistency(const InfrastructureTotals& totals);

}  // namespace twinline::reports
