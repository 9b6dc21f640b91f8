#include "reports/journal/journal_error.hpp"

#include <utility>

namespace twinline::journal {

JournalError::JournalError(std::filesystem::path file, std::uint64_t offset, const std::string& text)
    : std::runtime_error(file.string() + ": byte " + std::to_string(offset) + ": " + text),
      file_(std::move(file)),
      offset_(offset) {}

JournalError::JournalError(std::filesystem::path file, const std::string& text)
    : std::runtime_error(file.string() + ": " + text), file_(std::move(file)) {}

}  // namespace twinline::journal
