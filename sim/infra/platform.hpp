// What activities run on: hosts, links, and the routes between hosts, as plain data. Who puts which activity on them,
// and why, is not said here; nothing in this room knows calls. Names are for messages and reports; the order in the
// tables is the identity.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline::infra {

using HostIndex = Index<struct HostTag>;
using LinkIndex = Index<struct LinkTag>;

inline constexpr double unlimited = std::numeric_limits<double>::infinity();

/// A machine with cores. An activity takes at most one core; when there are more activities than cores, they share the
/// machine equally.
struct Host {
  std::string name;
  std::uint32_t cores = 1;
  double speed = 1.0;  ///< seconds of work that a core does in a second; `unlimited`: work takes no time
  bool aggregated =
      false;  ///< carried by our own processor-sharing server instead of SimGrid; the same answers, faster
};

/// A line that messages share. Both directions share it.
struct Link {
  std::string name;
  Duration latency{0};
  double bandwidth = unlimited;  ///< bytes per second; `unlimited`: messages take the latency and no more
};

/// The links that messages between two hosts pass, in both directions.
struct Route {
  HostIndex from, to;
  std::vector<LinkIndex> links;
};

struct Platform {
  std::vector<Host> hosts;
  std::vector<Link> links;
  std::vector<Route> routes;
};

/// The links between two hosts; null where no route is. Routes are found whichever way round they were written.
const std::vector<LinkIndex>* links_between(const Platform& platform, HostIndex from, HostIndex to);

/// Does anything on this platform need SimGrid: a host with a speed that is not aggregated, or a link with a bandwidth?
/// If so, a process carries it once (carrier.hpp), and each replication needs a process of its own.
bool needs_simgrid(const Platform& platform);

}  // namespace twinline::infra
