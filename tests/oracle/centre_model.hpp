// A small centre in which nothing has a memory: Poisson calls whose rate is constant over each stretch of the horizon,
// exponential service and patience, agents who are all there from beginning to end. This is the description alone;
// centre_chain.hpp makes the states of it.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace twinline::oracle {

inline constexpr double for_ever = std::numeric_limits<double>::infinity();

/// Times in seconds, rates per second.
struct CallTypeModel {
  std::vector<double> arrival_rates;  ///< by stretch
  double patience = for_ever;         ///< mean
  double balk = 0;                    ///< share that leaves at once when it would have to wait
  std::vector<double> service_times;  ///< mean, by group; 0 where the group does not serve these calls
  std::vector<std::size_t> groups;    ///< which group's idle agent takes an arriving call, best first
  unsigned most_waiting = 40;         ///< longest line that is looked at; whoever finds it full is lost
};

struct GroupModel {
  unsigned agents = 0;
  std::vector<std::size_t>
      call_types;  ///< whose line a freed agent looks at, first come first served in each, best first
};

struct CentreModel {
  double stretch = 0;  ///< seconds
  std::vector<CallTypeModel> call_types;
  std::vector<GroupModel> groups;
  unsigned lines = std::numeric_limits<unsigned>::max();  ///< calls at once; whoever finds them taken is blocked
};

}  // namespace twinline::oracle
