// From a YAML file to a Scenario. The loader reads, checks everything against one description of the keys
// (scenario_shape.hpp), and reports all problems at once; it never throws at bad input, and it decides
// nothing that belongs to a policy or to people's behaviour. docs/scenario.md is the reference of the keys.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/policy_menu.hpp"
#include "scenarios/schema/problem.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

struct Loaded {
  std::optional<Scenario> scenario;     ///< none when a problem is more than a warning
  std::vector<ArmDefinition> arms;      ///< as the file lists them
  std::vector<Problem> problems;        ///< in file order
  std::vector<std::string> files_read;  ///< the scenario first, then every file that it names
};

/// A scenario file, read and parsed once, from which any number of scenarios are made: as written, or
/// overlaid.
class ScenarioFile {
 public:
  /// Never fails: what is wrong with the file is told by every load from it.
  explicit ScenarioFile(const std::filesystem::path& path, const PolicyMenu& menu);
  ~ScenarioFile();
  ScenarioFile(ScenarioFile&&) noexcept;
  ScenarioFile& operator=(ScenarioFile&&) noexcept;

  /// The scenario with the overlays applied one after the other. `origin` says in problems where they come
  /// from, for example "--b" (then a problem's file is "--b: policies.routing").
  Loaded load(const Overlays& overlays = {}, std::string_view origin = "overlay") const;

  /// The scenario as the arm of this name in the file makes it; an unknown name is a problem.
  Loaded load_arm(std::string_view arm) const;

  /// The scenario as written, with the problems of all its arms as well: what `twinline check` reports.
  Loaded check() const;

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

/// ScenarioFile(path, menu).check() without overlays, .load(overlays, origin) with some.
Loaded load(const std::filesystem::path& path, const PolicyMenu& menu, const Overlays& overlays = {},
            std::string_view origin = "overlay");

/// ScenarioFile(path, menu).load_arm(arm)
Loaded load_arm(const std::filesystem::path& path, const PolicyMenu& menu, std::string_view arm);

/// JSON Schema, draft-07, of a scenario file: the description that the loader checks against, for editors.
std::string json_schema(const PolicyMenu& menu);

/// An overlay's value, which is YAML, as compact JSON for reports: plain numbers are numbers, all else is text
/// as it was written.
std::string overlay_as_json(const std::string& value);

/// The reference of every key in Markdown, from the same description.
std::string key_reference();

/// Everything that bears on a run's results, one value a line, in one spelling: two scenarios with the same
/// text behave alike. Name, description, seed, replications and what to compare are not in it.
std::string canonical(const Scenario& scenario);

}  // namespace twinline::scenarios
