#include "sim/twin/source_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "sim/twin/bad_input.hpp"

namespace twinline::twin {
namespace {

constexpr std::size_t chunk_bytes = 256 * 1024;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
struct FreeDigest {
  void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
};

std::string reason(int error) { return std::generic_category().message(error); }

}  // namespace

struct SourceFile::State {
  std::filesystem::path path;
  std::string name;
  std::unique_ptr<std::FILE, CloseFile> file;
  std::unique_ptr<EVP_MD_CTX, FreeDigest> digest;
  std::vector<char> chunk;
  char last_byte = '\0';

  [[noreturn]] void refuse(std::string text) const { throw BadInput(problem_at(name, 0, 0, std::move(text))); }
};

SourceFile::SourceFile(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.path = path;
  state.name = path.string();
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    state.refuse(error && error != std::errc::no_such_file_or_directory ? error.message() : "no such file");
  }
  if (std::filesystem::is_directory(status)) state.refuse("is a directory; a log file is expected");
  if (std::filesystem::is_regular_file(status) && std::filesystem::file_size(path, error) == 0 && !error) {
    state.refuse("is empty; a header line and rows are expected");
  }
  state.file.reset(std::fopen(state.name.c_str(), "rb"));
  if (!state.file) state.refuse(fmt::format("cannot be read: {}", reason(errno)));
  state.digest.reset(EVP_MD_CTX_new());
  if (!state.digest || EVP_DigestInit_ex(state.digest.get(), EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  state.chunk.resize(chunk_bytes);
}

SourceFile::~SourceFile() = default;

std::string_view SourceFile::next_chunk() {
  State& state = *state_;
  const std::size_t bytes = std::fread(state.chunk.data(), 1, state.chunk.size(), state.file.get());
  if (bytes == 0 && std::ferror(state.file.get()) != 0) {
    state.refuse(fmt::format("cannot be read: {}", reason(errno)));
  }
  if (EVP_DigestUpdate(state.digest.get(), state.chunk.data(), bytes) != 1) throw std::runtime_error("SHA-256 failed");
  if (bytes > 0) state.last_byte = state.chunk[bytes - 1];
  return {state.chunk.data(), bytes};
}

std::string SourceFile::sha256() const {
  // A digest is closed by asking for it, so a copy is asked and reading may go on.
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> copy(EVP_MD_CTX_new());
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int length = 0;
  if (!copy || EVP_MD_CTX_copy_ex(copy.get(), state_->digest.get()) != 1 ||
      EVP_DigestFinal_ex(copy.get(), bytes.data(), &length) != 1) {
    throw std::runtime_error("SHA-256 failed");
  }
  std::string text;
  for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

char SourceFile::last_byte() const { return state_->last_byte; }

const std::string& SourceFile::name() const { return state_->name; }

std::string SourceFile::base_name() const {
  std::string name = state_->path.filename().string();
  for (char& c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"') c = '?';
  }
  return is_utf8(name) ? name : "unnamed";
}

}  // namespace twinline::twin
