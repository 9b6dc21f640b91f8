// What those who talk are told about its being recorded.
#pragma once

#include <cstdint>

namespace twinline::live::recording {

enum class Progress : std::uint8_t {
  off,        ///< this call is none that is recorded
  recording,  ///< what is said is recorded, until the media server says that it is not
  paused,     ///< by the agent, or somebody holds
  refused,    ///< the caller did not agree
  failed,     ///< the caller could not be told or asked, or the media server would not
};

}  // namespace twinline::live::recording
