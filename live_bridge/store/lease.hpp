// Who owns the calls: one process, by a lock on a file beside the dialogs. The kernel gives it back when the owner
// ends, however it ends, so that a successor never waits for a time-out. The lock file is empty and stays; what is
// locked must not be the dialogs' own file, which is replaced as it is compacted.
#pragma once

#include <filesystem>

namespace twinline::live::store {

class Lease {
 public:
  /// Takes the lease on this file, making its folder and the lock file where they are missing. Throws
  /// std::runtime_error, naming the file, when another process has it or the lock file cannot be made.
  explicit Lease(const std::filesystem::path& file);
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  /// Whether somebody has it now. Looks and takes nothing, so that whoever asks stands in nobody's way.
  static bool is_held(const std::filesystem::path& file);

 private:
  int descriptor_ = -1;
};

}  // namespace twinline::live::store
