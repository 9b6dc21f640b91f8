#include "live_bridge/store/lease.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "live_bridge/wall/refusal.hpp"

namespace twinline::live::store {
namespace {

std::filesystem::path lock_file_of(std::filesystem::path file) { return file += ".lock"; }

/// The whole file. Locks of an open file description, unlike those of a process, also keep two owners within one
/// process apart and are not lost when somebody else closes the file.
struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Lease::Lease(const std::filesystem::path& file) {
  std::error_code failed;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), failed);
  if (failed) refuse(file.parent_path(), "cannot be made: " + failed.message());
  const std::filesystem::path lock_file = lock_file_of(file);
  descriptor_ = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) refuse(lock_file, "cannot be opened", errno);
  struct flock lock = whole_file();
  if (::fcntl(descriptor_, F_OFD_SETLK, &lock) == 0) return;
  const int error = errno;
  ::close(descriptor_);
  if (error == EAGAIN || error == EACCES) refuse(file, "another process owns it; there is one owner at a time");
  refuse(lock_file, "cannot be locked", error);
}

Lease::~Lease() { ::close(descriptor_); }

bool Lease::is_held(const std::filesystem::path& file) {
  const std::filesystem::path lock_file = lock_file_of(file);
  const int descriptor = ::open(lock_file.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) {
    if (errno == ENOENT) return false;
    refuse(lock_file, "cannot be opened", errno);
  }
  struct flock lock = whole_file();
  const bool known = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0;
  const int error = errno;
  ::close(descriptor);
  if (!known) refuse(lock_file, "cannot be asked for its lock", error);
  return lock.l_type != F_UNLCK;
}

}  // namespace twinline::live::store
