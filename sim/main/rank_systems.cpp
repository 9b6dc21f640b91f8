#include "sim/main/rank_systems.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "scenarios/schema/policy_text.hpp"

namespace twinline::cli {
namespace {

/// More than this is a slip of the keyboard: crossed grids grow fast, and every system is held in memory.
constexpr std::size_t most_systems = 10'000;

/// A path and its values, each with the words that tell it apart in a name.
struct Grid {
  struct Value {
    std::string words;
    std::pair<std::string, std::string> overlay;
  };
  std::string path;
  std::vector<Value> values;
};

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::optional<Grid> grid_of(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
    fmt::print(stderr, "--grid '{}': expected PATH=VALUE,VALUE,…\n", text);
    return std::nullopt;
  }
  Grid grid{text.substr(0, equals), {}};
  for (const std::string& part : scenarios::split_at_commas(text.substr(equals + 1))) {
    const std::string value = trimmed(part);
    auto overlay = overlay_of(grid.path + "=" + value, "--grid");
    if (!overlay) return std::nullopt;
    grid.values.push_back({value, std::move(*overlay)});
  }
  return grid;
}

std::string last_word_of(const std::string& path) { return path.substr(path.rfind('.') + 1); }

/// What a grid is called in the names of systems: the end of its path, or all of it where another ends alike.
std::string short_name(const Grid& grid, const std::vector<Grid>& grids) {
  const std::string word = last_word_of(grid.path);
  const auto alike =
      std::count_if(grids.begin(), grids.end(), [&](const Grid& other) { return last_word_of(other.path) == word; });
  return alike > 1 ? grid.path : word;
}

std::vector<WantedArm> crossed(const std::vector<WantedArm>& systems, const Grid& grid, const std::string& name) {
  std::vector<WantedArm> all;
  for (const WantedArm& system : systems) {
    for (const Grid::Value& value : grid.values) {
      WantedArm with = system;
      with.name += fmt::format("{}{}={}", with.name.empty() ? "" : ", ", name, value.words);
      with.overlays.push_back(value.overlay);
      all.push_back(std::move(with));
    }
  }
  return all;
}

/// Named by nobody: all arms of the file, or, where grids make the systems, the scenario as it stands.
std::vector<WantedArm> unnamed_systems(const RankOptions& options, const std::vector<scenarios::ArmDefinition>& arms) {
  std::vector<WantedArm> systems;
  if (!options.grids.empty()) return {{"", {}, "--grid"}};
  for (const auto& arm : arms) systems.push_back({arm.name, arm.overlays, "arm " + arm.name});
  return systems;
}

bool tell_repeated(const std::vector<WantedArm>& systems) {
  std::vector<std::string> names;
  for (const WantedArm& system : systems) names.push_back(system.name);
  std::sort(names.begin(), names.end());
  const auto repeated = std::adjacent_find(names.begin(), names.end());
  if (repeated == names.end()) return false;
  fmt::print(stderr, "twinline rank: the system '{}' is there twice\n", *repeated);
  return true;
}

}  // namespace

std::optional<WantedSystems> wanted_systems(const RankOptions& options,
                                            const std::vector<scenarios::ArmDefinition>& arms) {
  WantedSystems wanted;
  for (const std::string& text : options.arms) {
    auto arm = wanted_arm({text}, "--arm", arms);
    if (!arm) return std::nullopt;
    wanted.systems.push_back(std::move(*arm));
  }
  if (options.arms.empty()) wanted.systems = unnamed_systems(options, arms);
  std::vector<Grid> grids;
  std::size_t count = wanted.systems.size();
  for (const std::string& text : options.grids) {
    auto grid = grid_of(text);
    if (!grid) return std::nullopt;
    count *= grid->values.size();
    if (count > most_systems) {
      fmt::print(stderr, "--grid '{}': that makes {} systems; at most {} are possible\n", text, count, most_systems);
      return std::nullopt;
    }
    grids.push_back(std::move(*grid));
  }
  for (const Grid& grid : grids) wanted.systems = crossed(wanted.systems, grid, short_name(grid, grids));
  if (!options.standard.empty()) {
    auto standard = wanted_arm({options.standard}, "--standard", arms);
    if (!standard) return std::nullopt;
    const auto same = std::find_if(wanted.systems.begin(), wanted.systems.end(),
                                   [&](const WantedArm& system) { return system.name == standard->name; });
    wanted.standard = static_cast<std::size_t>(same - wanted.systems.begin());
    if (same == wanted.systems.end()) wanted.systems.push_back(std::move(*standard));
  }
  if (wanted.systems.size() < 2) {
    fmt::print(stderr,
               "{}: a ranking needs two systems or more; there {}. Add arms: to the file, or use --arm and --grid\n",
               options.scenario, wanted.systems.empty() ? "are none" : "is one");
    return std::nullopt;
  }
  if (tell_repeated(wanted.systems)) return std::nullopt;
  return wanted;
}

}  // namespace twinline::cli
