#include <algorithm>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/day_keys.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::size_t most_surges = 60;  // a day's callers of all of them have numbers of their own

std::optional<PlannedTime> read_planned_time(const Node& entry, Problems& problems) {
  const Node *at = entry.find("at"), *on = entry.find("on");
  if (on && !at) problems.error(on->place, "on is the day of 'at', which is missing");
  if (!at) return std::nullopt;
  const auto parsed = parse_time_of_day(at->text);
  if (!parsed) {
    problems.error(at->place, fmt::format("at is {}; expected a time of day such as '09:00'", in_quotes(at->text)));
  }
  return PlannedTime{parsed.value_or(Duration{0}), text_or(on, "")};
}

std::vector<double> even_shares(const Node* calls, Binding& binding) {
  const std::size_t types = binding.scenario.callers.size();
  std::vector<double> shares(types, 0);
  const Node* block = binding.root.find("calls");
  const std::vector<const Node*> named = scalars_of(calls);
  for (const Node* name : named) {
    if (const auto type = position_of(block, name->text)) shares[*type] = 1.0 / static_cast<double>(named.size());
  }
  return shares;
}

/// What the callers of a surge call about.
std::vector<double> read_call_shares(const Entry& surge, Binding& binding) {
  const Node* calls = surge.value.find("calls");
  if (!calls) {
    const std::size_t types = binding.scenario.callers.size();
    if (types == 1) return {1.0};
    binding.problems.error(surge.place,
                           fmt::format("{} does not say which of the {} call types its callers call about; "
                                       "add the key 'calls'",
                                       surge.key, types));
    return std::vector<double>(types, 0);
  }
  if (calls->entries.empty()) return even_shares(calls, binding);
  return read_shares(*calls, binding.root.find("calls"), binding.scenario.callers.size(), "call type",
                     binding.problems);
}

Surge read_surge(const Entry& entry, Binding& binding) {
  const Node& node = entry.value;
  Surge surge;
  surge.name = entry.key;
  surge.at = read_planned_time(node, binding.problems);
  if (const Node* after = node.find("after")) surge.after = read_distribution(after, binding);
  surge.customers = whole_or(node.find("customers"), 0);
  surge.response = share_or(node.find("response"), 0);
  surge.size = read_factor(node.find("size"));
  surge.lasts = read_distribution(node.find("lasts"), binding);
  surge.delay = read_distribution(node.find("delay"), binding);
  surge.sleeps_while_closed = yes_or(node.find("sleeps_while_closed"), true);
  surge.calls = read_call_shares(entry, binding);
  return surge;
}

std::vector<std::uint8_t> read_concerns(const Node* calls, Binding& binding) {
  std::vector<std::uint8_t> concerns(binding.scenario.callers.size(), calls ? 0 : 1);
  const Node* block = binding.root.find("calls");
  for (const Node* name : scalars_of(calls)) {
    if (const auto type = position_of(block, name->text)) concerns[*type] = 1;
  }
  return concerns;
}

Notice read_notice(const Entry& entry, Binding& binding) {
  const Node& node = entry.value;
  Notice notice;
  notice.name = entry.key;
  notice.concerns = read_concerns(node.find("calls"), binding);
  notice.at = read_planned_time(node, binding.problems);
  notice.lasts = duration_or(node.find("lasts"), 24h);
  if (node.find("lasts") && !notice.at)
    binding.problems.error(node.find("lasts")->place, "lasts is counted from 'at', which is missing");
  if (const Node* wait = node.find("wait_above")) notice.wait_above = duration_or(wait, Duration{0});
  notice.reach = share_or(node.find("reach"), 1);
  notice.stay_away = share_or(node.find("stay_away"), 0);
  notice.call_later = share_or(find(&node, {"call_later", "share"}), 0);
  notice.later = read_distribution(find(&node, {"call_later", "delay"}), binding);
  if (notice.stay_away + notice.call_later > 1) {
    binding.problems.error(entry.place, fmt::format("{}: stay_away and call_later add up to {:.6g} %; at most 100 %",
                                                    entry.key, (notice.stay_away + notice.call_later) * 100));
  }
  if (notice.stay_away + notice.call_later <= 0) {
    binding.problems.error(entry.place,
                           fmt::format("{} keeps nobody from calling; say stay_away or call_later", entry.key));
  }
  return notice;
}

}  // namespace

std::optional<IntervalBusyness> read_interval_busyness(const Node* node) {
  const auto factor = read_factor(node);
  if (!factor) return std::nullopt;
  return IntervalBusyness{*factor, share_or(node->find("persistence"), 0)};
}

std::optional<Growth> read_growth(const Node* node) {
  if (!node || !node->is_map()) return std::nullopt;
  const Node* by = node->find("by");  // may be negative, unlike other shares
  const double share = by && by->is_scalar() ? parse_share(by->text).value_or(0) : 0;
  return Growth{std::max(share, -1.0), std::max<Duration>(duration_or(node->find("per"), 24h * 7), 1ns)};
}

DayFactors read_day_factors(const Node* node, Problems& problems) {
  DayFactors factors;
  if (!node) return factors;
  for_each_day_key(*node, problems, [&](const DaySet& days, const Entry& entry) {
    const double factor = number_or(&entry.value, 1);
    for (const std::uint8_t day : days.weekdays) factors.by_weekday[day] = factor;
    for (const std::string& date : days.dates) factors.by_date[date] = factor;
  });
  return factors;
}

void load_demand(Binding& binding) {
  Scenario& scenario = binding.scenario;
  scenario.busyness_by_day = read_factor(find(&binding.root, {"busyness", "day"}));
  scenario.busyness_by_interval = read_interval_busyness(find(&binding.root, {"busyness", "interval"}));
  scenario.growth = read_growth(binding.root.find("growth"));
  scenario.special_days = read_day_factors(binding.root.find("special_days"), binding.problems);
  if (const Node* surges = binding.root.find("surges")) {
    for (const Entry& entry : surges->entries) scenario.surges.push_back(read_surge(entry, binding));
    if (surges->entries.size() > most_surges) {
      binding.problems.error(surges->entries[most_surges].place, fmt::format("more than {} surges", most_surges));
    }
  }
  if (const Node* notices = binding.root.find("notices")) {
    for (const Entry& entry : notices->entries) scenario.notices.push_back(read_notice(entry, binding));
  }
}

}  // namespace twinline::scenarios
