#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "scenarios/menu/policy_menus.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/options.hpp"
#include "sim/main/scenario_input.hpp"

namespace twinline::cli {

int check(const CheckOptions& options) {
  const scenarios::PolicyMenu menu = scenarios::policy_menu();
  if (options.schema) {
    fmt::print("{}\n", scenarios::json_schema(menu));
    return fine;
  }
  if (options.scenarios.empty()) {
    fmt::print(stderr, "twinline check: which scenario? Give one or more files, or --schema\n");
    return bad_input;
  }
  bool all_good = true;
  auto report = nlohmann::ordered_json::array();
  for (const std::string& path : options.scenarios) {
    const scenarios::Loaded loaded = scenarios::ScenarioFile(path, menu).check();
    const bool good = loaded.scenario.has_value() && !scenarios::any_error(loaded.problems);
    all_good = all_good && good;
    if (options.json) {
      auto problems = nlohmann::ordered_json::array();
      for (const scenarios::Problem& problem : loaded.problems) {
        problems.push_back({{"file", problem.file},
                            {"line", problem.line},
                            {"column", problem.column},
                            {"message", problem.message},
                            {"warning", problem.warning}});
      }
      report.push_back({{"scenario", path}, {"ok", good}, {"problems", problems}});
      continue;
    }
    ProblemTeller{}.tell(loaded);
    if (good) fmt::print("{}: fine\n", path);
  }
  if (options.json) {
    fmt::print("{}\n", report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  }
  return all_good ? fine : bad_input;
}

}  // namespace twinline::cli
