// A file that only grows, by whole pieces: a piece that does not fit on the disk leaves no trace, and may be
// tried again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace twinline::journal {

class OutputFile {
 public:
  /// Creates the file. Throws JournalError, also when there is one of this name already.
  explicit OutputFile(const std::filesystem::path& path);

  /// Opens a file that is there already and keeps its first `kept` bytes; what follows them is cut off. Throws
  /// JournalError.
  OutputFile(const std::filesystem::path& path, std::uint64_t kept);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Hands all of it to the kernel, or throws JournalError and leaves the file as it was.
  void append(std::string_view bytes);

  /// Returns when the disk has what was appended.
  void sync();

  std::uint64_t size() const { return size_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

/// Makes the names in a folder survive a power failure: for after a file was created in it or renamed.
void sync_folder_of(const std::filesystem::path& file);

}  // namespace twinline::journal
