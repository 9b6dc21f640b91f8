#include "live_bridge/wall/whole_file.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "live_bridge/wall/refusal.hpp"

namespace twinline::live {
namespace {

/// What a folder holds is on the disk only when the folder itself is.
void sync_folder(const std::filesystem::path& folder) {
  const int opened = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) refuse(folder, "cannot be opened", errno);
  const bool synced = ::fsync(opened) == 0;
  const int error = errno;
  ::close(opened);
  if (!synced) refuse(folder, "is not synced", error);
}

}  // namespace

NewFile::NewFile(std::filesystem::path path) : path_(std::move(path)), growing_(path_.string() + ".growing") {
  std::error_code failed;
  if (path_.has_parent_path()) std::filesystem::create_directories(path_.parent_path(), failed);
  descriptor_ = ::open(growing_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor_ < 0) refuse(growing_, "cannot be made", errno);
}

NewFile::~NewFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(growing_.c_str());
}

void NewFile::write(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ::ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(growing_, "cannot be written", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void NewFile::write(std::string_view text) {
  write(std::span{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

void NewFile::commit() {
  if (::fsync(descriptor_) != 0) refuse(growing_, "is not synced", errno);
  ::close(std::exchange(descriptor_, -1));
  if (::rename(growing_.c_str(), path_.c_str()) != 0) refuse(path_, "cannot be named", errno);
  sync_folder(path_.parent_path());
}

void write_whole(const std::filesystem::path& path, std::string_view text) {
  NewFile file(path);
  file.write(text);
  file.commit();
}

}  // namespace twinline::live
