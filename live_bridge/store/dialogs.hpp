// The dialogs of calls in progress, in a file of their own, encrypted, so that another process can take them over after
// kill -9; in another such file, the phones' registrations. Each change is in the kernel's hands before keep() returns;
// what ended is erased. No journal, no record of calls: the numbers that are in here go nowhere else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace twinline::live::store {

struct KeptDialog {
  std::uint64_t name = 0;  ///< given by who keeps it
  std::vector<std::uint8_t> bytes;
};

class Dialogs {
 public:
  /// Opens or makes the file, and makes the key where none is. Throws std::runtime_error, naming the file, for one that
  /// another process holds, that cannot be written, that this key does not open, or whose records were changed. A torn
  /// last record is cut off.
  Dialogs(const std::filesystem::path& file, const std::filesystem::path& key_file);
  ~Dialogs();
  Dialogs(const Dialogs&) = delete;
  Dialogs& operator=(const Dialogs&) = delete;

  /// Whether some process owns the file now; a standby asks before it tries. Takes nothing.
  static bool is_held(const std::filesystem::path& file);

  /// What was kept and not forgotten, by name.
  std::vector<KeptDialog> kept() const;

  /// Keeps these bytes under this name, in place of earlier ones. Errors as the constructor.
  void keep(std::uint64_t name, const std::vector<std::uint8_t>& bytes);
  void forget(std::uint64_t name);

 private:
  class File;
  std::unique_ptr<File> file_;
};

}  // namespace twinline::live::store
