// The file that is being imported, read once from front to back in chunks and hashed on the way, so that a
// table can name the exact bytes it came from. It knows nothing of rows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace twinline::twin {

class SourceFile {
 public:
  /// Opens the file. Throws BadInput when it is missing, a directory, empty or not readable.
  explicit SourceFile(const std::filesystem::path& path);
  ~SourceFile();
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  /// The next bytes, valid until the next call; empty at the end of the file. Throws BadInput on a read
  /// error.
  std::string_view next_chunk();

  /// SHA-256 of all bytes read so far, in hexadecimal; of the whole file once next_chunk has returned
  /// nothing.
  std::string sha256() const;

  /// The last byte read; zero when there was none.
  char last_byte() const;

  /// The path as given, for messages.
  const std::string& name() const;

  /// The file's name without its folder and with control characters and quotation marks replaced, for tables
  /// and reports.
  std::string base_name() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace twinline::twin
