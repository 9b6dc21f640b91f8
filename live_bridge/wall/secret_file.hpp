// Secrets are named by file and read once, at the start.
#pragma once

#include <string>

namespace twinline::live {

/// The first line of the file. Throws std::runtime_error, naming what the secret is for and the file, where it cannot
/// be read or is empty.
std::string read_secret(const std::string& file, const std::string& purpose);

}  // namespace twinline::live
