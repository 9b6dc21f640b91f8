#include "sim/people/campaigns.hpp"

#include <algorithm>

#include "policies/dialling/predictive.hpp"
#include "policies/dialling/progressive.hpp"
#include "sim/people/local_time.hpp"

namespace twinline::sim {
namespace {

std::unique_ptr<PacingPolicy> pacing_of(const scenarios::Campaign& campaign) {
  if (campaign.mode == scenarios::DiallingMode::predictive)
    return std::make_unique<PredictivePacing>(campaign.abandon_limit);
  return std::make_unique<ProgressivePacing>();
}

}  // namespace

Campaigns::Campaigns(const scenarios::Scenario& scenario) : scenario_(&scenario) {
  for (const scenarios::Campaign& campaign : scenario.campaigns) {
    List& list = lists_.emplace_back();
    list.written = &campaign;
    list.pacing = pacing_of(campaign);
  }
}

Campaigns::Hours Campaigns::hours(const List& list, std::size_t day) const {
  const scenarios::Day& of_day = scenario_->horizon.days[day];
  const Time until = list.written->until >= 24h ? of_day.closes : of_day.at(list.written->until);
  return {std::max(of_day.opens, of_day.at(list.written->from)),
          std::min({of_day.closes, until, scenario_->horizon.end})};
}

Time Campaigns::next_hours(Time now) const {
  if (now >= scenario_->horizon.end) return never;
  Time next = never;
  for (const List& list : lists_) {
    for (std::size_t day = day_at(scenario_->horizon.days, now); day < scenario_->horizon.days.size(); ++day) {
      const Hours open = hours(list, day);
      if (open.from >= open.until || now >= open.until) continue;
      next = std::min(next, std::max(now, open.from));
      break;
    }
  }
  return next;
}

/// Day numbers that no caller has.
CallKey Campaigns::key(const CampaignRecord& record) const {
  const std::uint64_t list = (std::uint64_t{1} << day_bits) - 1 - record.campaign;
  return with_attempt(first_attempt_key(of(record).type, list, record.number), record.tries);
}

bool Campaigns::has_next(const List& list, Time now) const {
  return list.begun < list.written->records || (!list.tried.empty() && list.tried.front().from <= now);
}

CampaignRecord Campaigns::take_next(List& list, Time now) {
  if (!list.tried.empty() && list.tried.front().from <= now) {
    const CampaignRecord record = list.tried.front().record;
    list.tried.pop_front();
    return record;
  }
  return {static_cast<std::uint32_t>(&list - lists_.data()), list.begun++, 0};
}

/// Those who may serve the campaign's calls, less those kept free and those whom other campaigns ring for.
std::uint32_t Campaigns::idle_for(const List& list, const View& view) const {
  std::uint64_t idle = 0, taken = list.written->keep_free;
  for (const Eligibility& eligible : view.centre->eligible_groups[list.written->type.value])
    idle += view.group(eligible.group).idle;
  for (const List& other : lists_) {
    if (&other != &list) taken += other.ringing_since.size() + other.in_line;
  }
  return static_cast<std::uint32_t>(idle > taken ? idle - taken : 0);
}

std::uint32_t Campaigns::wanted(const List& list, const View& view, Time now) {
  engaged_since_.clear();
  for (const AgentView& agent : view.agents) {
    if (agent.engaged == 0 || !view.centre->eligibility_of(agent.group, list.written->type)) continue;
    engaged_since_.push_back(agent.engaged_since);
  }
  const std::uint32_t dials =
      list.pacing->dials({now, idle_for(list, view), list.in_line, list.ringing_since, engaged_since_});
  if (list.written->lines == 0) return dials;
  const auto rung = static_cast<std::uint32_t>(list.ringing_since.size());
  return std::min(dials, list.written->lines > rung ? list.written->lines - rung : 0);
}

void Campaigns::take(const View& view, Time now, std::vector<CampaignRecord>& taken) {
  taken.clear();
  const std::size_t day = day_at(scenario_->horizon.days, now);
  for (List& list : lists_) {
    const Hours open = hours(list, day);
    if (now < open.from || now >= open.until || !has_next(list, now)) continue;
    if (list.day != day) list.pacing->begin_day();
    list.day = day;
    for (std::uint32_t dials = wanted(list, view, now); dials > 0 && has_next(list, now); --dials) {
      taken.push_back(take_next(list, now));
      if (list.written->mode == scenarios::DiallingMode::preview)
        ++list.in_line;
      else
        list.ringing_since.push_back(now);
    }
  }
}

void Campaigns::rung(const CampaignRecord& record, Time since, bool answered, Duration rang) {
  List& list = lists_[record.campaign];
  list.ringing_since.erase(std::find(list.ringing_since.begin(), list.ringing_since.end(), since));
  list.in_line += answered;
  list.pacing->learn_dial(answered, rang);
}

void Campaigns::met_agent(const CampaignRecord& record) {
  List& list = lists_[record.campaign];
  --list.in_line;
  list.pacing->learn_contact(true);
}

void Campaigns::abandoned(const CampaignRecord& record) {
  List& list = lists_[record.campaign];
  --list.in_line;
  list.pacing->learn_contact(false);
}

bool Campaigns::try_later(const CampaignRecord& record, Time now) {
  List& list = lists_[record.campaign];
  if (record.tries >= list.written->retries) return false;
  list.tried.push_back({now + list.written->retry_after, record});
  ++list.tried.back().record.tries;
  return true;
}

void Campaigns::learn_handling(Duration handling) {
  for (List& list : lists_) list.pacing->learn_handling(handling);
}

}  // namespace twinline::sim
