// Files that are there whole or not at all, after a power failure too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace twinline::live {

/// A file that grows under another name and takes its own in commit(). For its owner only (mode 0600); its folder is
/// made where it is missing. All throw std::runtime_error.
class NewFile {
 public:
  explicit NewFile(std::filesystem::path path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::span<const std::uint8_t> bytes);
  void write(std::string_view text);
  /// Returns when the disk has it under its name.
  void commit();

 private:
  std::filesystem::path path_, growing_;
  int descriptor_ = -1;
};

/// Puts this text in place of what is there.
void write_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace twinline::live
