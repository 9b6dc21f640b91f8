#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "live_bridge/main/commands.hpp"
#include "live_bridge/main/configuration.hpp"
#include "live_bridge/main/judging.hpp"

namespace twinline::live {
namespace {

/// Of a file that can be used.
int check_manifest(const CommandOptions& options, const scenarios::Bridge& bridge) try {
  const auto judged = judge_manifest(options, bridge);
  if (!judged) return failed;
  fmt::print("{}", options.json ? manifest::to_json(*judged, options.manifest)
                                : manifest::in_words(*judged, options.manifest));
  return judged->is_accepted() ? fine : failed;
} catch (const reports::JsonReadError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const manifest::KeyError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
}

}  // namespace

int check(const CommandOptions& options) {
  const scenarios::LoadedBridge loaded = load(options.file);
  const bool good = loaded.bridge.has_value();
  if (good && !options.manifest.empty()) {
    tell_problems(loaded);
    return check_manifest(options, *loaded.bridge);
  }
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
