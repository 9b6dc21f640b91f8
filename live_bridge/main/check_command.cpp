#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "live_bridge/main/commands.hpp"
#include "live_bridge/main/configuration.hpp"

namespace twinline::live {

int check(const CommandOptions& options) {
  const scenarios::LoadedBridge loaded = load(options.file);
  const bool good = loaded.bridge.has_value();
  if (options.json) {
    auto problems = nlohmann::ordered_json::array();
    for (const scenarios::Problem& problem : loaded.problems) {
      problems.push_back({{"file", problem.file},
                          {"line", problem.line},
                          {"column", problem.column},
                          {"message", problem.message},
                          {"warning", problem.warning}});
    }
    const nlohmann::ordered_json report{{"file", options.file}, {"ok", good}, {"problems", problems}};
    fmt::print("{}\n", report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else {
    tell_problems(loaded);
    if (good) fmt::print("{}: fine\n", options.file);
  }
  return good ? fine : bad_input;
}

}  // namespace twinline::live
