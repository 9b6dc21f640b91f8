#include "reports/journal/output_file.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "reports/journal/journal_error.hpp"

namespace twinline::journal {
namespace {

std::string system_words(int error) { return std::generic_category().message(error); }

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& path) : path_(path) {
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor_ < 0) throw JournalError(path, "cannot be created: " + system_words(errno));
}

OutputFile::OutputFile(const std::filesystem::path& path, std::uint64_t kept) : path_(path), size_(kept) {
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor_ < 0) throw JournalError(path, "cannot be opened: " + system_words(errno));
  if (::ftruncate(descriptor_, static_cast<::off_t>(kept)) == 0) return;
  const int error = errno;
  ::close(descriptor_);
  throw JournalError(path, "cannot be cut to its sound part: " + system_words(error));
}

OutputFile::~OutputFile() { ::close(descriptor_); }

void OutputFile::append(std::string_view bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ::ssize_t took =
        ::pwrite(descriptor_, bytes.data() + written, bytes.size() - written, static_cast<::off_t>(size_ + written));
    if (took < 0 && errno == EINTR) continue;
    if (took <= 0) {
      const int error = took == 0 ? ENOSPC : errno;
      // Should even this fail, what is left over is a torn tail, and the next attempt writes over it.
      static_cast<void>(::ftruncate(descriptor_, static_cast<::off_t>(size_)) == 0);
      throw JournalError(path_, size_, "cannot be written: " + system_words(error));
    }
    written += static_cast<std::size_t>(took);
  }
  size_ += bytes.size();
}

void OutputFile::sync() {
  if (::fdatasync(descriptor_) != 0) throw JournalError(path_, size_, "cannot be synchronised: " + system_words(errno));
}

void sync_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) throw JournalError(folder, "cannot be opened: " + system_words(errno));
  const bool done = ::fsync(descriptor) == 0;
  const int error = errno;
  ::close(descriptor);
  if (!done) throw JournalError(folder, "cannot be synchronised: " + system_words(error));
}

}  // namespace twinline::journal
