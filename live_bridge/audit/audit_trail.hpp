// Who did what, to recordings or to the policies that decide, in a file that only grows: one JSON object a line, each
// with the SHA-256 of the line before it, so that a line that was changed, removed or put in shows. A second file has
// the number and the sum of the last line, so that a cut-off end shows too. Whoever may write both files can write both
// anew; a copy of that last sum in other hands (`recording audit` prints it) is proof against that. No key is needed to
// check it: an auditor need not be able to listen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "live_bridge/wall/utc.hpp"

namespace twinline::live {

struct AuditEntry {
  std::string who;    ///< "bridge", a user of the desk, or an account of the machine
  std::string did;    ///< one word: began, ended, got, deleted, promote, …
  std::string call;   ///< its pseudonym, or a recording's name; empty where it is about no call
  std::string about;  ///< in words
};

class AuditTrail {
 public:
  explicit AuditTrail(std::filesystem::path file) : file_(std::move(file)) {}

  /// Returns when the disk has it. Several threads and processes may write at once. Throws std::runtime_error where it
  /// cannot be written: what cannot be audited must not be done.
  void append(UtcTime at, const AuditEntry& entry) const;

  struct Check {
    std::uint64_t lines = 0;
    std::string last_sum;  ///< of the last line
    std::string problem;   ///< empty: the trail is whole
  };
  /// Hands every line to `each` as it stands there, up to the first that does not follow from the one before.
  Check check(const std::function<void(const std::string& line)>& each) const;

  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path head_file() const { return file_.string() + ".head"; }

  std::filesystem::path file_;
};

}  // namespace twinline::live
