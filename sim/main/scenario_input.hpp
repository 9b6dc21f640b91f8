// Scenarios and arms as the command line names them, with every problem told on standard error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/schema/load.hpp"

namespace twinline::cli {

/// Tells problems on standard error, one a line and each once: the arms of a file share most of theirs.
class ProblemTeller {
 public:
  /// True when the scenario can run.
  bool tell(const scenarios::Loaded& loaded);

 private:
  std::vector<scenarios::Problem> told_;
};

/// `NAME[@VERSION][:param=value,…]` as a policy (scenarios/schema/policy_text.hpp). Nothing, and a message on standard
/// error that quotes all of `text`, for anything else.
std::optional<scenarios::PolicyChoice> policy_of(const std::string& written, const std::string& text,
                                                 const std::string& option);

/// `routing=NAME[:param=value,…]`, `staffing=…`, `ivr=…` or `PATH=VALUE` as an overlay. Nothing, and a message on
/// standard error, for anything else.
std::optional<std::pair<std::string, std::string>> overlay_of(const std::string& text, const std::string& option);

/// The same for several.
std::optional<scenarios::Overlays> overlays_of(const std::vector<std::string>& texts, const std::string& option);

}  // namespace twinline::cli
