// The public keys that somebody believes: lines such as
//
//   ed25519 6f0c…(64 hexadecimal digits) Anna Muster
//
// in a file, or in the files *.pub of a folder. Empty lines and those that begin with # say nothing. Which of them are
// revoked is said elsewhere: a key that is gone from here is unknown, which is another matter.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "reports/manifest/signing.hpp"

namespace twinline::manifest {

struct KnownKey {
  std::string id;
  std::string public_key;
  std::string name;  ///< whose it is
};

/// Throws KeyError, `file:line: what was found; what was expected`, at the first line that is none, and where nothing
/// can be read.
std::vector<KnownKey> read_known_keys(const std::filesystem::path& file_or_folder);

/// The line of a key, without its end.
std::string public_line(const std::string& public_key, const std::string& name);

}  // namespace twinline::manifest
