#include "scenarios/schema/load.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/overlay.hpp"
#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/sha256.hpp"

namespace twinline::scenarios {
namespace {

/// One overlay with the value as a tree.
struct Change {
  std::string path;
  Place place;
  Node value;
};

std::vector<Change> changes_of(const Node& arm) {
  std::vector<Change> changes;
  for (const Entry& entry : arm.entries) changes.push_back({entry.key, entry.place, entry.value});
  return changes;
}

std::vector<Change> changes_of(const Overlays& overlays, std::string_view origin, Problems& problems) {
  std::vector<Change> changes;
  for (const auto& [path, text] : overlays) {
    const auto file = std::make_shared<const std::string>(fmt::format("{}: {}", origin, path));
    auto value = parse_document(text, file, problems);
    if (!value) continue;
    if (value->kind == Node::Kind::empty) {
      problems.error({file, 0, 0}, "has no value");
      continue;
    }
    changes.push_back({path, {file, 0, 0}, std::move(*value)});
  }
  return changes;
}

ArmDefinition definition_of(const Entry& arm) {
  ArmDefinition definition{arm.key, {}};
  for (const Entry& change : arm.value.entries)
    definition.overlays.emplace_back(change.key, to_flow_text(change.value));
  return definition;
}

}  // namespace

std::optional<Node> read_scenario(const std::filesystem::path& path, Problems& problems) {
  const auto file = std::make_shared<const std::string>(path.string());
  const auto text = read_text_file(path, largest_scenario_file, {file, 0, 0}, problems);
  if (!text) return std::nullopt;
  auto root = parse_document(*text, file, problems);
  if (!root || root->is_map()) return root;
  const bool empty = root->kind == Node::Kind::empty;
  problems.error({file, 0, 0}, fmt::format("{}; expected a scenario, which begins with 'twinline: 1'",
                                           empty ? "is empty" : "is no map of keys"));
  return std::nullopt;
}

Scenario begin_scenario(const Node& root, const std::filesystem::path& path) {
  Scenario scenario;
  scenario.name = text_or(root.find("name"), path.stem().string());
  scenario.description = text_or(root.find("description"), "");
  scenario.seed = whole_or(root.find("seed"), 1);
  scenario.replications = std::max<std::uint64_t>(1, whole_or(root.find("replications"), 40));
  scenario.currency = text_or(find(&root, {"site", "currency"}), "CHF");
  return scenario;
}

struct ScenarioFile::Parsed {
  std::filesystem::path path;
  PolicyMenu menu;
  std::optional<Node> root;
  Problems problems;  ///< of reading and parsing

  Loaded bind(const std::vector<Change>& changes, const Problems& before) const;
  Loaded nothing(const Problems& problems_found) const {
    return {std::nullopt, {}, problems_found.sorted(path.string()), {path.string()}};
  }
  const Node* arms() const { return root ? root->find("arms") : nullptr; }
};

Loaded ScenarioFile::Parsed::bind(const std::vector<Change>& changes, const Problems& before) const {
  if (!root) return nothing(before);
  Problems found = before;
  Node overlaid = *root;
  for (const Change& change : changes) {
    overlay(overlaid, scenario_shape(), change.path, change.value, change.place, found);
  }
  check_shape(overlaid, scenario_shape(), found);

  Loaded loaded;
  ReferencedFiles files(path);
  Scenario scenario = begin_scenario(overlaid, path);
  Binding binding{overlaid, menu, files, found, scenario};
  // People need the centre's call types and the site's intervals.
  load_horizon(binding);
  load_centre(binding);
  load_people(binding);
  load_demand(binding);
  load_customers(binding);
  load_outbound(binding);
  load_journeys(binding);
  check_rates(binding);
  load_variance_reduction(binding);
  check_steady_state(binding);
  load_policies(binding);
  load_ivr(binding);
  load_infrastructure(binding);
  check_attributes_read(binding, nullptr);
  load_comparison(binding);
  // How calls would come in reality, and what may decide about them, is checked and bears on no result.
  load_bridge_block(binding);
  load_promotion(binding);

  if (const Node* all_arms = arms()) {
    for (const Entry& arm : all_arms->entries) loaded.arms.push_back(definition_of(arm));
  }
  if (!any_error(found.sorted(path.string()))) try_policies(binding);
  loaded.files_read = files.names();
  loaded.problems = found.sorted(path.string());
  if (!any_error(loaded.problems)) {
    scenario.hash = sha256(canonical(scenario));
    loaded.scenario = std::move(scenario);
  }
  return loaded;
}

ScenarioFile::ScenarioFile(const std::filesystem::path& path, const PolicyMenu& menu)
    : parsed_(std::make_unique<Parsed>()) {
  parsed_->path = path;
  parsed_->menu = menu;
  parsed_->root = read_scenario(path, parsed_->problems);
}

ScenarioFile::~ScenarioFile() = default;
ScenarioFile::ScenarioFile(ScenarioFile&&) noexcept = default;
ScenarioFile& ScenarioFile::operator=(ScenarioFile&&) noexcept = default;

Loaded ScenarioFile::load(const Overlays& overlays, std::string_view origin) const {
  Problems problems = parsed_->problems;
  const auto changes = changes_of(overlays, origin, problems);
  return parsed_->bind(changes, problems);
}

Loaded ScenarioFile::load_arm(std::string_view name) const {
  const Node* arms = parsed_->arms();
  if (arms && arms->find(name)) return parsed_->bind(changes_of(*arms->find(name)), parsed_->problems);
  if (!parsed_->root) return parsed_->nothing(parsed_->problems);
  Problems problems = parsed_->problems;
  std::string remedy = arms ? did_you_mean(name, arms->keys()) : "; the file has no arms";
  if (remedy.empty()) remedy = "; expected " + listed(arms->keys(), "or");
  problems.error({std::make_shared<const std::string>(parsed_->path.string()), 0, 0},
                 fmt::format("unknown arm {}{}", in_quotes(name), remedy));
  return parsed_->nothing(problems);
}

Loaded ScenarioFile::check() const {
  Loaded loaded = load();
  for (const ArmDefinition& arm : loaded.arms) {
    for (Problem& problem : load_arm(arm.name).problems) {
      const auto known = std::find(loaded.problems.begin(), loaded.problems.end(), problem);
      if (known == loaded.problems.end()) loaded.problems.push_back(std::move(problem));
    }
  }
  const std::string file = parsed_->path.string();
  std::stable_sort(loaded.problems.begin(), loaded.problems.end(), [&file](const Problem& a, const Problem& b) {
    return std::tuple{a.file != file, std::string_view{a.file}, a.line, a.column} <
           std::tuple{b.file != file, std::string_view{b.file}, b.line, b.column};
  });
  if (any_error(loaded.problems)) loaded.scenario.reset();
  return loaded;
}

Loaded load(const std::filesystem::path& path, const PolicyMenu& menu, const Overlays& overlays,
            std::string_view origin) {
  const ScenarioFile file(path, menu);
  return overlays.empty() ? file.check() : file.load(overlays, origin);
}

Loaded load_arm(const std::filesystem::path& path, const PolicyMenu& menu, std::string_view arm) {
  return ScenarioFile(path, menu).load_arm(arm);
}

}  // namespace twinline::scenarios
