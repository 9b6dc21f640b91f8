#include <cstdio>
#include <exception>
#include <optional>

#include <fmt/format.h>

#include "reports/explain/story_json.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/render/call_story.hpp"
#include "sim/lab/explanation.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/options.hpp"
#include "sim/main/scenario_input.hpp"
#include "sim/main/terminal.hpp"

namespace twinline::cli {

int explain(const ExplainOptions& options) try {
  std::optional<scenarios::PolicyChoice> other;
  if (!options.policy.empty()) {
    other = policy_of(options.policy, options.policy, "--policy");
    if (!other) return bad_input;
  }
  const sim::Explanation explanation = sim::explain(options.journal, options.call, other);
  for (const std::string& warning : explanation.warnings) fmt::print(stderr, "warning: {}\n", warning);
  fmt::print("{}", options.json ? reports::to_json(explanation.story)
                                : reports::terminal_text(explanation.story, output_style()));
  return fine;
} catch (const journal::JournalError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::exception& error) {
  fmt::print(stderr, "{}: {}\n", options.journal, error.what());
  return bad_input;
}

}  // namespace twinline::cli
