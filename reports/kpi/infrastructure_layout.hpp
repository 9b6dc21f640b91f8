// What calls run on, as far as reports speak of it: the names of its parts, what stands where and what is between.
// Plain data that whoever has the scenario fills in; what came of it in a replication is infrastructure_totals.hpp,
// whose lists are in the order of these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace twinline::reports {

struct InfrastructureLayout {
  struct Site {
    std::string name;
    std::vector<std::string> groups;  ///< whose agents sit there
  };
  struct Host {
    std::string name;
    std::size_t site = 0;
    std::optional<double> cores;  ///< none: never short of them
  };
  struct Link {
    std::string name;
    std::size_t from = 0, to = 0;  ///< sites
  };
  /// A trunk with a way in.
  struct Trunk {
    std::string name;
    std::size_t site = 0;
    std::uint32_t lines = 0;            ///< 0: without limit
    std::vector<std::size_t> overflow;  ///< the trunks that take its calls, in the order in which they are tried
  };
  struct Service {
    std::string name;
    std::vector<std::size_t> hosts;
  };

  std::vector<Site> sites;
  std::vector<Host> hosts;
  std::vector<Link> links;
  std::vector<Trunk> trunks;
  std::vector<Service> services;
};

}  // namespace twinline::reports
