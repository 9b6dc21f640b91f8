#include "sim/main/rank_search.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

#include "policies/contract/units.hpp"

namespace twinline::cli {
namespace {

/// "12.5 min" as 12.5, one decimal, " min".
struct End {
  double value = 0;
  int decimals = 0;
  std::string unit;
};

std::optional<End> end_of(const std::string& text) {
  const auto behind = std::min(text.find_first_not_of("+-.0123456789"), text.size());
  const std::string number = text.substr(0, behind);
  const auto value = parse_number(number);
  if (!value) return std::nullopt;
  const auto point = number.find('.');
  const auto decimals = point == std::string::npos ? 0 : static_cast<int>(number.size() - point - 1);
  return End{*value, decimals, text.substr(behind)};
}

std::optional<SearchedPath> searched_path(const std::string& text) {
  const auto equals = text.find('='), dots = text.find("..", equals == std::string::npos ? 0 : equals);
  if (equals == 0 || equals == std::string::npos || dots == std::string::npos) return std::nullopt;
  const auto low = end_of(text.substr(equals + 1, dots - equals - 1)), high = end_of(text.substr(dots + 2));
  if (!low || !high || !(low->value < high->value)) return std::nullopt;
  if (!low->unit.empty() && low->unit != high->unit) return std::nullopt;
  const int decimals = std::max(low->decimals, high->decimals);
  return SearchedPath{
      text.substr(0, equals), {low->value, high->value, std::pow(10.0, -decimals)}, decimals, high->unit};
}

}  // namespace

std::string SearchedPath::text_of(double value) const { return fmt::format("{:.{}f}{}", value, decimals, unit); }

std::optional<std::vector<SearchedPath>> searched_paths(const std::vector<std::string>& texts) {
  std::vector<SearchedPath> paths;
  for (const std::string& text : texts) {
    auto path = searched_path(text);
    if (!path) {
      fmt::print(stderr, "--search '{}': expected PATH=LOW..HIGH, numbers with the same unit, as in 0 s..90 s\n", text);
      return std::nullopt;
    }
    paths.push_back(std::move(*path));
  }
  return paths;
}

sim::SystemMaker system_maker(const scenarios::ScenarioFile& file, const std::vector<SearchedPath>& paths,
                              ProblemTeller& problems) {
  return [&](const std::vector<double>& values) -> std::optional<sim::ComparedArm> {
    WantedArm wanted{"", {}, "--search"};
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const std::string value = paths[i].text_of(values[i]);
      wanted.name +=
          fmt::format("{}{}={}", i == 0 ? "" : ", ", paths[i].path.substr(paths[i].path.rfind('.') + 1), value);
      wanted.overlays.emplace_back(paths[i].path, value);
    }
    auto arms = load_arms(file, {wanted}, problems);
    if (!arms) return std::nullopt;
    return std::move(arms->front());
  };
}

}  // namespace twinline::cli
