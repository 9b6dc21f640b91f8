#include <cstdio>
#include <exception>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/journal/journal_error.hpp"
#include "sim/lab/replay.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/options.hpp"

namespace twinline::cli {
namespace {

nlohmann::ordered_json as_json(const sim::ReplayResult& result) {
  nlohmann::ordered_json json{{"schema", "twinline.replay/1"},
                              {"entries", result.entries},
                              {"decisions", result.decisions},
                              {"equal", !result.difference.has_value()},
                              {"warnings", result.warnings}};
  if (result.difference) {
    json["difference"] = {{"entry", result.difference->entry},
                          {"at_seconds", in_seconds(result.difference->at - world_start)},
                          {"what", result.difference->what},
                          {"journal", result.difference->expected},
                          {"replayed", result.difference->found}};
  }
  return json;
}

}  // namespace

int replay(const ReplayOptions& options) try {
  const sim::ReplayResult result = sim::replay(options.journal, options.segment);
  for (const std::string& warning : result.warnings) fmt::print(stderr, "warning: {}\n", warning);
  if (options.json) {
    fmt::print("{}\n", as_json(result).dump(2));
  } else if (result.difference) {
    const sim::ReplayDifference& difference = *result.difference;
    fmt::print("{}: entry {} at {:.9f} s differs in its {}\n  journal:  {}\n  replayed: {}\n", options.journal,
               difference.entry, in_seconds(difference.at - world_start), difference.what, difference.expected,
               difference.found);
  } else {
    fmt::print("{}: {} facts and {} decisions replayed, all equal\n", options.journal, result.entries,
               result.decisions);
  }
  return result.difference ? failed : fine;
} catch (const journal::JournalError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::exception& error) {
  fmt::print(stderr, "{}: {}\n", options.journal, error.what());
  return bad_input;
}

}  // namespace twinline::cli
