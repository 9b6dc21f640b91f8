// What a crash or a full disk leaves at the end of a journal. It is cut off and told, never read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace twinline::journal {

/// Bytes at the end of a segment that are no whole frame.
struct TornTail {
  std::filesystem::path file;
  std::uint64_t position = 0;  ///< where the last whole frame ends
  std::uint64_t bytes = 0;     ///< how many follow it
};

/// `file: byte 4711: the last 13 bytes are no whole frame …`, a warning for people.
std::string to_string(const TornTail& tail);

}  // namespace twinline::journal
