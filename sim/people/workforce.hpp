// Who is on duty: the schedule's head counts turned into logins and logouts of particular agents. When a number falls,
// idle agents leave at once and as many of the busy as are still too many leave as they finish; when it rises, those
// who were about to leave stay and the others log in. At closing time agents stay, if the scenario says so, until
// nobody waits; what is written and sent (e-mails, tickets) lies until the morning.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/facts.hpp"
#include "policies/contract/time.hpp"
#include "policies/contract/view.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

/// How many agents of all groups the schedule has at an instant of a day of the horizon.
std::uint32_t agents_on_duty(const scenarios::Scenario& scenario, std::size_t day, Time at);

class Workforce {
 public:
  explicit Workforce(const scenarios::Scenario& scenario);

  /// When the schedule next changes something; `never` after the last change.
  Time next_time() const { return next_ < changes_.size() ? changes_[next_].at : never; }

  /// Appends the facts by which the changes due at next_time() show, and goes on to the following ones.
  void change(const View& view, std::vector<Fact>& facts);

  /// This agent of the group has finished a call and could take another: true when the agent is to log out instead.
  bool leaves_after_call(GroupIndex group, AgentIndex agent) {
    return groups_[group.value].too_many > 0 && leaves(groups_[group.value], agent);
  }

  /// True while the centre has closed and agents stay only for those who still wait.
  bool closing() const { return closing_; }

  /// Appends the logouts when nobody waits any more. To be called after facts while closing().
  void go_home_if_nobody_waits(const View& view, std::vector<Fact>& facts);

 private:
  struct Change {
    Time at;
    GroupIndex group;  ///< none: the centre closes
    std::uint32_t agents = 0;
  };
  struct Group {
    std::vector<AgentIndex> agents;
    std::uint32_t too_many = 0;       ///< of the busy, to leave as they finish
    std::vector<AgentIndex> leaving;  ///< told to log out, perhaps with something still in hand
  };

  static bool leaves(Group& group, AgentIndex agent);
  static bool is_in(const Group& group, AgentIndex agent, const View& view);
  bool nobody_waits(const View& view) const;
  void add_day(const scenarios::Scenario& scenario, std::size_t day);
  void set_agents(GroupIndex group, std::uint32_t wanted, const View& view, std::vector<Fact>& facts);
  void close(const View& view, std::vector<Fact>& facts);

  std::vector<Change> changes_;
  std::size_t next_ = 0;
  std::vector<Group> groups_;
  std::vector<bool> waits_over_night_;  ///< by queue: what lies there is not served or sent away at closing
  scenarios::AtClosing at_closing_;
  bool closing_ = false;
};

}  // namespace twinline::sim
