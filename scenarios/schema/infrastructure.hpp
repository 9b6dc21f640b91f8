// What the calls run on: sites, the links between them, hosts, the services that hosts play, the ways in of trunks,
// what each step of a call costs on them, and how all that fails. Plain data, as a scenario's `infrastructure` says it;
// how requests wait and are served is the business of sim/infra.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/distribution.hpp"

namespace twinline::scenarios {

using SiteIndex = std::size_t;
using HostIndex = std::size_t;
using ServiceIndex = std::size_t;

/// A bandwidth or number of cores that never runs short.
inline constexpr double without_limit = std::numeric_limits<double>::infinity();

struct Site {
  std::string name;
  std::vector<GroupIndex> groups;  ///< whose agents sit there
};

/// Carries what two sites say to each other; both ways share the bandwidth.
struct SiteLink {
  std::string name;
  SiteIndex from = 0, to = 0;
  Duration latency{0};
  double bandwidth = without_limit;  ///< bytes per second
};

/// Who says how long the requests on a host take that are there at once.
enum class CarriedBy : std::uint8_t {
  simgrid,            ///< SimGrid, whose cost per request grows with their number
  processor_sharing,  ///< our own server of the same model, for hosts with hundreds of them
};

/// Cores that are bought while a host is crowded and given back when it is not.
struct Elastic {
  std::uint32_t most_cores = 1;  ///< the host's own are the fewest
  std::uint32_t step = 1;        ///< cores that are ordered, or given back, at once
  Duration check_every{1min};
  std::optional<double> add_above_utilisation;   ///< since the check before; either of the two orders cores
  std::optional<std::uint32_t> add_above_queue;  ///< requests more than there are cores, at the check
  double remove_below_utilisation = 0;           ///< since the check before
  Distribution provisioning;                     ///< from the order until the cores serve
  double cost_per_core_hour = 0;
};

struct Host {
  std::string name;
  SiteIndex site = 0;
  double cores = without_limit;
  double speed = 1;  ///< work, in seconds, that a core does in a second
  CarriedBy carried_by = CarriedBy::simgrid;
  std::optional<Elastic> elastic;  ///< none: the cores are always as many
};

enum class Redundancy : std::uint8_t {
  active_active,   ///< requests go to each host in turn; one that is known to be down is left out
  active_standby,  ///< all go to the first host, until it is found to be down and the next one has taken over
};

/// What becomes of the calls that a host carries when it fails.
enum class CallsOfFailedHost : std::uint8_t { go_on, dropped };

/// A part that one or several hosts play alike.
struct Service {
  std::string name;
  std::vector<HostIndex> hosts;
  Redundancy redundancy = Redundancy::active_active;
  Duration detection = 0s;    ///< from a host's failure until nothing is sent to it any more
  Duration switch_over = 0s;  ///< from there until a standby serves
  CallsOfFailedHost calls = CallsOfFailedHost::go_on;
};

/// How the calls of a trunk come in.
struct Access {
  SiteIndex site = 0;
  Duration latency{0};
  double bandwidth = without_limit;  ///< bytes per second, which both ways share
  /// Trunks to which the carrier sends calls that this one cannot take, in the order in which it tries them.
  std::vector<TrunkIndex> overflow;
};

/// What one step of a call asks of a service.
struct Request {
  ServiceIndex service = 0;
  Distribution work;  ///< seconds of one core at speed 1
  std::uint64_t request_bytes = 0, reply_bytes = 0;
  std::uint32_t times = 1;           ///< one after the other
  std::optional<Duration> time_out;  ///< of each try; none: it is waited for
  std::uint32_t retries = 0;
};

/// What a call costs as long as it lasts, as a load that all calls together put on hosts and links.
struct Media {
  ServiceIndex service = 0;
  double bandwidth = 0;  ///< bytes per second of one call, each way
};

struct Steps {
  std::optional<Distribution> silence;           ///< how long callers bear it that nothing comes; none: for ever
  std::optional<Request> arrival;                ///< before the ACD hears of the call
  std::optional<Request> prompt;                 ///< before a prompt begins
  std::optional<Request> keys;                   ///< after the last key, until it is known what was meant
  std::optional<Request> ringing;                ///< before the agent's phone rings
  std::optional<Request> talk;                   ///< during the talk, which is so much longer
  std::vector<std::optional<Request>> look_ups;  ///< by look-up, beside what the source itself takes
  std::optional<Media> media;
};

/// Something goes down and comes back, or a host is slow for a while.
struct Outage {
  enum class Of : std::uint8_t { host, link, site, trunk };
  Of of = Of::host;
  std::size_t which = 0;
  std::optional<Duration> at;         ///< a drill: at this time of day …
  std::string on;                     ///< … of this date, "2026-03-02"; empty: of every day
  std::optional<Distribution> after;  ///< by chance: the time from the beginning, or the last repair, to the failure
  Distribution lasts;
  double slows_to = 0;  ///< of a host: it works on, at this share of its speed; 0: it is down
};

struct Infrastructure {
  std::vector<Site> sites;
  std::vector<SiteLink> links;
  std::vector<Host> hosts;
  std::vector<Service> services;
  std::vector<Access> access;  ///< by trunk
  Steps steps;
  std::vector<Outage> outages;
  Duration monitoring_every = 10s;  ///< how often somebody looks at sites and services
};

}  // namespace twinline::scenarios
