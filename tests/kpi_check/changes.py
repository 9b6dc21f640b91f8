"""Changes of routing policies that `twinline kpi-check` is tried on: ten defects of the kind that people make, each of
which hurts callers, and changes of code that change nothing.

Each puts one piece of text in the place of another that stands exactly once in the policy's source or header. Where it
hurts is the scenario, and the arm of it, in tests/kpi_check/scenarios."""

import collections

Change = collections.namedtuple("Change", "name file old new scenario arm why")

DEFECTS = [
    Change(
        "random_counts_the_last_group_alone",
        "random.cpp",
        "candidates += idle.count(eligibility.group, call.type);",
        "candidates = idle.count(eligibility.group, call.type);",
        "generalists",
        "random",
        "An assignment for a sum: agents of the last group count, but those of the first are drawn.",
    ),
    Change(
        "longest_idle_since_login",
        "longest_idle_agent.cpp",
        "return longest_idle_for(view, call, idle, decisions);",
        """return best_agent(
      view, call, [&](auto visit) { for_each_longest_idle(view, call, idle, visit); },
      [&](const Eligibility&, const AgentView& agent) { return view.now - agent.logged_in_at; },
      {"longest idle", "idle for less long"}, decisions);""",
        "generalists",
        "longest_idle_agent",
        "Idle time measured from the login: who came first gets every call.",
    ),
    Change(
        "round_robin_forgets_its_turn",
        "round_robin.cpp",
        "last_offered_ ? (last_offered_.value",
        "!last_offered_ ? (last_offered_.value",
        "generalists",
        "round_robin",
        "A condition turned round: the circle begins anew with every call.",
    ),
    Change(
        "most_occupied_first",
        "least_occupied.cpp",
        "return -agent.occupancy(view.now);",
        "return agent.occupancy(view.now);",
        "experts",
        "least_occupied",
        "A sign lost: the busiest get busier.",
    ),
    Change(
        "least_skilled_called_most",
        "most_skilled_first.cpp",
        "return eligibility.level;",
        "return -eligibility.level;",
        "experts",
        "most_skilled_first",
        "Copied from its neighbour with the sign.",
    ),
    Change(
        "skill_level_ignored",
        "most_skilled_first.cpp",
        "return eligibility.level;",
        "return eligibility.level > 0 ? 1 : 0;",
        "experts",
        "most_skilled_first",
        "Whether an agent has the skill is asked, not how well.",
    ),
    Change(
        "most_skilled_called_least",
        "least_skilled_first.cpp",
        "return -eligibility.level;",
        "return eligibility.level;",
        "generalists",
        "least_skilled_first",
        "The comparison turned round: generalists go first.",
    ),
    Change(
        "overflow_a_delay_late",
        "skill_priority.hpp",
        "static_cast<std::int64_t>(rank) * overflow_after_",
        "static_cast<std::int64_t>(rank + 1) * overflow_after_",
        "generalists",
        "skill_priority",
        "Ranks counted from one: even the call's own group must wait for the delay.",
    ),
    Change(
        "second_group_never_asked_again",
        "skill_priority.cpp",
        "if (next_overflow != never) decisions.reconsider_at",
        "if (idle_but_not_allowed) decisions.reconsider_at",
        "small_site",
        "",
        "Asked again only where somebody idles now: who becomes free before the delay is over is never met.",
    ),
    Change(
        "ageing_that_never_ages",
        "priority_ageing.hpp",
        "CallOrder{params.credit_per_level}",
        "CallOrder{params.credit_per_level * 1000}",
        "head_start",
        "",
        "Seconds taken for milliseconds: the head start is never caught up.",
    ),
]

REFACTORS = [
    Change(
        "round_robin_without_modulo",
        "round_robin.cpp",
        "return (agent + circle - start) % circle;",
        "return agent >= start ? agent - start : agent + circle - start;",
        "generalists",
        "round_robin",
        "The same steps, reckoned otherwise.",
    ),
    Change(
        "priority_ageing_by_itself",
        "priority_ageing.cpp",
        "return longest_idle_for(view, call, idle, decisions);",
        """return best_agent(
      view, call, [&](auto visit) { for_each_longest_idle(view, call, idle, visit); },
      [&](const Eligibility&, const AgentView& agent) { return view.now - agent.idle_since; },
      {"longest idle", "idle for less long"}, decisions);""",
        "head_start",
        "",
        "A function taken apart.",
    ),
]
