// A judgement in words, and as JSON with schema "twinline.judgement/1": what a manifest speaks for, then whether it is
// accepted and every reason against it.
#pragma once

#include <string>

#include "reports/manifest/judgement.hpp"

namespace twinline::manifest {

/// `file` is what the verdict calls it. Ends in a newline.
std::string in_words(const Judgement& judgement, const std::string& file);

std::string to_json(const Judgement& judgement, const std::string& file);

}  // namespace twinline::manifest
