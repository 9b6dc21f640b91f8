#include "policies/routing/registry.hpp"

#include <array>

#include "policies/routing/earliest_deadline_first.hpp"
#include "policies/routing/home_site.hpp"
#include "policies/routing/least_occupied.hpp"
#include "policies/routing/least_skilled_first.hpp"
#include "policies/routing/longest_idle_agent.hpp"
#include "policies/routing/most_skilled_first.hpp"
#include "policies/routing/preferred_agent.hpp"
#include "policies/routing/priority_ageing.hpp"
#include "policies/routing/random.hpp"
#include "policies/routing/round_robin.hpp"
#include "policies/routing/skill_priority.hpp"

namespace twinline {

std::span<const PolicyEntry<RoutingPolicy>> routing_policies() {
  static constexpr std::array menu{
      entry<RoutingPolicy, LongestIdleAgent>(),   //
      entry<RoutingPolicy, SkillPriority>(),      //
      entry<RoutingPolicy, PriorityAgeing>(),     //
      entry<RoutingPolicy, PreferredAgent>(),     //
      entry<RoutingPolicy, HomeSite>(),           //
      entry<RoutingPolicy, MostSkilledFirst>(),   //
      entry<RoutingPolicy, LeastSkilledFirst>(),  //
      entry<RoutingPolicy, LeastOccupied>(),      //
      entry<RoutingPolicy, RoundRobin>(),         //
      entry<RoutingPolicy, Random>(),             //
      entry<RoutingPolicy, EarliestDeadlineFirst>(),
  };
  return menu;
}

}  // namespace twinline
