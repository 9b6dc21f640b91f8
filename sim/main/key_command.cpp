#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "reports/manifest/keys.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/manifest_options.hpp"

namespace twinline::cli {
namespace {

/// For its owner alone from its first byte on, and never over another one. False, with errno, where that fails.
bool write_private(const std::string& file, const std::string& text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  const bool whole =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  const int reason = errno;
  ::close(descriptor);
  if (!whole) ::unlink(file.c_str());
  errno = reason;
  return whole;
}

}  // namespace

int new_key(const KeyOptions& options) {
  if (options.name.find_first_of("\r\n") != std::string::npos) {
    fmt::print(stderr, "--name: expected one line\n");
    return bad_input;
  }
  const manifest::PrivateKey key = manifest::PrivateKey::make();
  if (!write_private(options.file, key.pem())) {
    fmt::print(stderr, "{}: the key cannot be written: {}\n", options.file, std::strerror(errno));
    return bad_input;
  }
  const std::string public_key = key.public_key();
  fmt::print("{}\n", manifest::public_line(public_key, options.name));
  fmt::print(stderr, "{}: key {}; keep it where nobody else can read it\n", options.file, manifest::key_id(public_key));
  return fine;
}

}  // namespace twinline::cli
