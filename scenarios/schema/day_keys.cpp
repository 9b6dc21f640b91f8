#include "scenarios/schema/day_keys.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

namespace twinline::scenarios {

bool has_day_keys(const Node& map) {
  return std::any_of(map.entries.begin(), map.entries.end(),
                     [](const Entry& entry) { return parse_days(entry.key).has_value(); });
}

void for_each_day_key(const Node& map, Problems& problems,
                      const std::function<void(const DaySet&, const Entry&)>& take) {
  std::set<std::string> seen;
  for (const Entry& entry : map.entries) {
    const auto days = parse_days(entry.key);
    if (!days) continue;
    std::vector<std::string> names = days->dates;
    for (const std::uint8_t day : days->weekdays) names.emplace_back(weekday_name(day));
    for (const std::string& name : names) {
      if (!seen.insert(name).second)
        problems.error(entry.place, fmt::format("{} is in two keys; name each day once", name));
    }
    take(*days, entry);
  }
}

}  // namespace twinline::scenarios
