// What a journal's entry holds, as one line of text each: for messages that show how a replay differs.
#pragma once

#include <string>
#include <vector>

#include "policies/contract/happenings.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/contract/wishes.hpp"

namespace twinline::journal {

std::string to_text(const std::vector<Decision>& decisions);
std::string to_text(const Wishes& wishes);
std::string to_text(const Happenings& happenings);

}  // namespace twinline::journal
