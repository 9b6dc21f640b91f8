// How the files of one journal are called: under its own name when it is one file, else numbered, `day.tlj`
// as `day.0001.tlj`, `day.0002.tlj`, …
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace twinline::journal {

/// The name of a numbered segment, from 1.
std::filesystem::path segment_path(const std::filesystem::path& journal, std::uint32_t number);

/// The files of a journal that are there, in order; none when there are none. Old segments may have been
/// deleted, so the numbers need not begin at 1; throws JournalError when one in between is missing.
std::vector<std::filesystem::path> segments_of(const std::filesystem::path& journal);

/// The number of the last segment that is there; 0 when there is none. Throws as segments_of.
std::uint32_t last_segment_number(const std::filesystem::path& journal);

}  // namespace twinline::journal
