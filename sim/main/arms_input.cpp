#include "sim/main/arms_input.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace twinline::cli {
namespace {

/// What was typed for an arm, as long as it fits a table's heading; the result has the overlays in full.
std::string name_of(const std::vector<std::string>& texts) {
  constexpr std::size_t longest = 48;
  const std::string whole = fmt::format("{}", fmt::join(texts, " "));
  if (whole.size() <= longest) return whole;
  std::size_t end = std::min(texts.front().size(), longest);
  while (end > 0 && end < texts.front().size() && (texts.front()[end] & 0xc0) == 0x80) --end;  // no half letters
  std::string name = texts.front().substr(0, end);
  if (end < texts.front().size()) name += "…";
  return texts.size() == 1 ? name : fmt::format("{} and {} more", name, texts.size() - 1);
}

}  // namespace

std::optional<WantedArm> wanted_arm(const std::vector<std::string>& texts, const std::string& option,
                                    const std::vector<scenarios::ArmDefinition>& arms) {
  WantedArm wanted{name_of(texts), {}, option};
  for (const std::string& text : texts) {
    const auto named = std::find_if(arms.begin(), arms.end(), [&](const auto& arm) { return arm.name == text; });
    if (named != arms.end()) {
      wanted.overlays.insert(wanted.overlays.end(), named->overlays.begin(), named->overlays.end());
      continue;
    }
    if (text.find('=') == std::string::npos) {
      std::vector<std::string> names;
      for (const auto& arm : arms) names.push_back(arm.name);
      fmt::print(stderr, "{} '{}': the scenario has no arm of this name; {}\n", option, text,
                 names.empty() ? "it has none at all, use routing=NAME or PATH=VALUE"
                               : fmt::format("it has {}, and PATH=VALUE makes another", fmt::join(names, ", ")));
      return std::nullopt;
    }
    auto overlay = overlay_of(text, option);
    if (!overlay) return std::nullopt;
    wanted.overlays.push_back(std::move(*overlay));
  }
  return wanted;
}

std::optional<std::vector<sim::ComparedArm>> load_arms(const scenarios::ScenarioFile& file,
                                                       const std::vector<WantedArm>& wanted, ProblemTeller& problems) {
  std::vector<sim::ComparedArm> arms;
  bool all_good = true;
  for (const WantedArm& arm : wanted) {
    scenarios::Loaded loaded = file.load(arm.overlays, arm.origin);
    all_good = problems.tell(loaded) && all_good;
    if (!loaded.scenario) continue;
    reports::Arm label{arm.name, {}};
    for (const auto& [path, value] : arm.overlays) label.overlays[path] = scenarios::overlay_as_json(value);
    arms.push_back({std::move(label), std::make_unique<const sim::Model>(std::move(*loaded.scenario))});
  }
  if (!all_good) return std::nullopt;
  return arms;
}

}  // namespace twinline::cli
