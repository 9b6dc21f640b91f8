#include "reports/journal/input_file.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/journal/journal_error.hpp"

namespace twinline::journal {
namespace {

constexpr std::size_t window_bytes = std::size_t{1} << 18;

std::string system_words() { return std::generic_category().message(errno); }

}  // namespace

InputFile::InputFile(const std::filesystem::path& path) : path_(path) {
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) throw JournalError(path, "cannot be opened: " + system_words());
  struct stat status {};
  const bool known = ::fstat(descriptor_, &status) == 0;
  if (!known || !S_ISREG(status.st_mode)) {
    const std::string why = known ? "is not a file" : "cannot be read: " + system_words();
    ::close(descriptor_);
    throw JournalError(path, why);
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

InputFile::InputFile(InputFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      window_begin_(other.window_begin_),
      window_(std::move(other.window_)) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(window_begin_, other.window_begin_);
  std::swap(window_, other.window_);
  return *this;
}

void InputFile::look_again() {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) throw JournalError(path_, "cannot be read: " + system_words());
  size_ = static_cast<std::uint64_t>(status.st_size);
  window_.clear();
}

std::string_view InputFile::read(std::uint64_t offset, std::size_t bytes) {
  const bool inside = offset >= window_begin_ && offset + bytes <= window_begin_ + window_.size();
  if (!inside) {
    window_begin_ = offset;
    window_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(std::max(bytes, window_bytes), size_ - offset)));
    std::size_t filled = 0;
    while (filled < window_.size()) {
      const ::ssize_t got =
          ::pread(descriptor_, window_.data() + filled, window_.size() - filled, static_cast<::off_t>(offset + filled));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        const std::string why = got == 0 ? "the file became shorter while it was read" : system_words();
        window_.clear();
        throw JournalError(path_, offset + filled, why);
      }
      filled += static_cast<std::size_t>(got);
    }
  }
  return std::string_view{window_}.substr(static_cast<std::size_t>(offset - window_begin_), bytes);
}

}  // namespace twinline::journal
