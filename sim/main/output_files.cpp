#include "sim/main/output_files.hpp"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace twinline::cli {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw std::runtime_error(path.string() + ": cannot " + what + ": " + std::strerror(errno));
}

void write_synced(const std::filesystem::path& path, const std::string& content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail(path, "write");
  const char* next = content.data();
  std::size_t left = content.size();
  while (left > 0) {
    const ssize_t written = ::write(file, next, left);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int error = errno;
      ::close(file);
      errno = error;
      fail(path, "write");
    }
    next += written;
    left -= static_cast<std::size_t>(written);
  }
  if (::fsync(file) != 0 || ::close(file) != 0) fail(path, "write");
}

}  // namespace

void require_writable_folder(const std::filesystem::path& folder) {
  if (folder.empty()) return;
  std::error_code ignored;
  std::filesystem::path nearest = std::filesystem::absolute(folder);
  while (!std::filesystem::exists(nearest, ignored) && nearest.has_relative_path()) nearest = nearest.parent_path();
  if (!std::filesystem::is_directory(nearest, ignored)) {
    errno = ENOTDIR;
    fail(folder, "make this folder");
  }
  if (::access(nearest.c_str(), W_OK | X_OK) != 0) fail(folder, "write into this folder");
}

void write_files(const std::filesystem::path& folder, const std::vector<std::pair<std::string, std::string>>& files) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw std::runtime_error(folder.string() + ": cannot make this folder: " + error.message());
  std::vector<std::pair<std::filesystem::path, std::filesystem::path>> renames;
  const auto remove_temporaries = [&] {
    for (const auto& [temporary, final_name] : renames) ::unlink(temporary.c_str());
  };
  try {
    for (const auto& [name, content] : files) {
      renames.emplace_back(folder / ("." + name + "." + std::to_string(::getpid())), folder / name);
      write_synced(renames.back().first, content);
    }
  } catch (...) {
    remove_temporaries();
    throw;
  }
  for (const auto& [temporary, final_name] : renames) {
    if (::rename(temporary.c_str(), final_name.c_str()) != 0) {
      const int reason = errno;
      remove_temporaries();
      errno = reason;
      fail(final_name, "write");
    }
  }
}

}  // namespace twinline::cli
