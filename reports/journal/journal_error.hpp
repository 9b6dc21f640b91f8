// A journal that cannot be read or written, and where: the file, the byte, what is wrong. A torn tail is not
// an error (reader.hpp): it is what a crash leaves behind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace twinline::journal {

class JournalError : public std::runtime_error {
 public:
  /// what() is `file: byte 4711: text`. Within a compressed block the byte is that of the block.
  JournalError(std::filesystem::path file, std::uint64_t offset, const std::string& text);

  /// The same for the file as a whole: `file: text`.
  JournalError(std::filesystem::path file, const std::string& text);

  const std::filesystem::path& file() const { return file_; }
  std::uint64_t offset() const { return offset_; }

 private:
  std::filesystem::path file_;
  std::uint64_t offset_ = 0;
};

}  // namespace twinline::journal
