// The story of a call for the desk's page: as a journal would tell it, in which a canary was.
#pragma once

#include <string>

#include "live_bridge/desk/desk.hpp"

namespace twinline::live::desk_test {

/// Of the call with the key of nothing but zeros there is none; every other has the same story.
desk::ErrandReply explanation_of(const std::string& call);

}  // namespace twinline::live::desk_test
