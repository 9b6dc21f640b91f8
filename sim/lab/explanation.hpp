// Explains one call of a journal: finds it by a name that people have, replays the journal, and has its story told.
// What another policy would have said at each decision is asked as counterfactual.hpp asks it, with the same limits.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "reports/explain/call_story.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

struct Explanation {
  reports::CallStory story;
  std::vector<std::string> warnings;  ///< torn tails
};

/// `call` is a key ("00000000000004b0", 16 hexadecimal digits), a slot and generation ("12:3"), or which arrival of the
/// journal it was ("17", from 1). Reads the whole journal, and replays it up to the call's end. Throws
/// journal::JournalError for one that cannot be read; std::invalid_argument where there is no such call, saying which
/// is nearest, for a policy that is not known, and where what was decided before the call's end does not replay: then
/// nothing can be said of why.
Explanation explain(const std::filesystem::path& journal, const std::string& call,
                    const std::optional<scenarios::PolicyChoice>& other = {});

}  // namespace twinline::sim
