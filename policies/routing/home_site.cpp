#include "policies/routing/home_site.hpp"

#include <algorithm>

#include "policies/routing/selection.hpp"

namespace twinline {
namespace {

/// Where the call's trunk ends; none where that is not known, or the site is down.
SiteIndex home_of(const View& view, const CallView& call) {
  const SiteIndex site = call.trunk ? view.centre->trunks[call.trunk.value].site : SiteIndex{};
  return view.site_is_up(site) ? site : SiteIndex{};
}

/// A group that sits nowhere in particular is at home everywhere, and so is every group for a call without a home.
bool is_at_home(const View& view, GroupIndex group, const CallView& call) {
  const SiteIndex home = home_of(view, call), site = view.centre->groups[group.value].site;
  return !home || !site || home == site;
}

bool is_reached(const View& view, GroupIndex group, const CallView& call) {
  return view.sites_reach_each_other(home_of(view, call), view.centre->groups[group.value].site);
}

/// Whether anybody who may serve the call is ready or at work where it is at home.
bool somebody_is_at_home(const View& view, const CallView& call) {
  const auto& eligible = view.centre->eligible_groups[call.type.value];
  return std::any_of(eligible.begin(), eligible.end(), [&](const Eligibility& eligibility) {
    const GroupView& group = view.group(eligibility.group);
    return is_at_home(view, eligibility.group, call) && group.logged_in > group.not_ready;
  });
}

}  // namespace

/// When agents of other sites may take the call.
Time HomeSite::leaves_home_at(const View& view, const CallView& call) const {
  return somebody_is_at_home(view, call) ? call.queued_at + other_sites_after_ : call.queued_at;
}

bool HomeSite::may_serve(const View& view, GroupIndex group, const CallView& call) const {
  return is_reached(view, group, call) && (is_at_home(view, group, call) || leaves_home_at(view, call) <= view.now);
}

AgentIndex HomeSite::agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                               Decisions& decisions) const {
  const auto best_of = [&](bool at_home, Wording wording) {
    const auto candidates = [&](auto visit) {
      for_each_longest_idle(view, call, idle, [&](const Eligibility& eligibility, AgentIndex agent) {
        const bool is_home = is_at_home(view, eligibility.group, call);
        if (is_home == at_home && may_serve(view, eligibility.group, call)) visit(eligibility, agent);
      });
    };
    const auto for_longest = [&](const Eligibility&, const AgentView& agent) { return idled(view, agent); };
    return best_agent(view, call, candidates, for_longest, wording, decisions);
  };
  AgentIndex winner = best_of(true, {"longest idle at the call's site", "idle for less long"});
  if (!winner) winner = best_of(false, {"longest idle at another site", "idle for less long"});
  if (decisions.wants_reasons()) explain_kept_from(view, call, idle, decisions);
  if (winner) return winner;

  bool somebody_idles = false;
  for_each_longest_idle(view, call, idle, [&](const Eligibility&, AgentIndex) { somebody_idles = true; });
  if (somebody_idles) decisions.hold(call.id);
  // Even if nobody idles: an agent elsewhere who becomes free before that is held, and only this lets the two meet.
  const Time leaves = leaves_home_at(view, call);
  if (leaves > view.now) decisions.reconsider_at(call.id, leaves);
  return {};
}

void HomeSite::explain_kept_from(const View& view, const CallView& call, const IdleAgents& idle,
                                 Decisions& decisions) const {
  for_each_longest_idle(view, call, idle, [&](const Eligibility& eligibility, AgentIndex agent) {
    if (may_serve(view, eligibility.group, call)) return;
    const bool reached = is_reached(view, eligibility.group, call);
    decisions.explain(call.id, agent, 0, reached ? "at another site, not yet" : "at a site that is not reached");
  });
}

/// The first call of a line that this group may serve now. Calls of one line may have come over different trunks.
CallSlot HomeSite::first_in(const View& view, GroupIndex group, LineIndex line) const {
  CallSlot slot = view.line(line).first;
  while (slot && !may_serve(view, group, view.call(slot))) slot = view.call(slot).next;
  return slot;
}

CallSlot HomeSite::call_for(const View& view, AgentIndex agent, Decisions& decisions) const {
  const GroupIndex group = view.agent(agent).group;
  CallSlot chosen;
  for (const LineIndex line : view.lines_for(group)) {
    if (!view.has_room_for(agent, view.line(line).type)) continue;
    const CallSlot first = first_in(view, group, line);
    if (first && (!chosen || order().goes_before(view, view.call(first), view.call(chosen)))) chosen = first;
  }
  if (!chosen) decisions.hold(agent);
  if (decisions.wants_reasons()) {
    for (const LineIndex line : view.lines_for(group)) {
      if (!view.has_room_for(agent, view.line(line).type)) continue;
      const CallSlot first = first_in(view, group, line), head = view.line(line).first;
      for (const CallSlot slot : {head, first == head ? CallSlot{} : first}) {
        if (!slot) continue;
        const auto why = slot == chosen  ? "longest waiting"
                         : slot == first ? "waits for less long"
                                         : "waits for agents of its own site";
        decisions.explain(view.call(slot).id, agent, in_seconds(order().urgency(view, view.call(slot))), why);
      }
    }
  }
  return chosen;
}

}  // namespace twinline
