// A file read in places, through a window that moves with the reader. It is read and not mapped, because a
// file that somebody cuts short must be an error here and not a signal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace twinline::journal {

class InputFile {
 public:
  /// Throws JournalError when it is not there, cannot be read or is a directory.
  explicit InputFile(const std::filesystem::path& path);
  ~InputFile();
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;

  /// Its size when it was opened or looked at last. What is appended later is not seen.
  std::uint64_t size() const { return size_; }

  /// Sees what was appended meanwhile, and forgets what was read before it: a writer may have taken back a piece that
  /// did not fit on the disk. Throws JournalError.
  void look_again();

  const std::filesystem::path& path() const { return path_; }

  /// `bytes` from `offset` on, which must lie within size(); valid until the next call.
  std::string_view read(std::uint64_t offset, std::size_t bytes);

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::uint64_t window_begin_ = 0;
  std::string window_;
};

}  // namespace twinline::journal
