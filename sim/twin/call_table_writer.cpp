// Rows come in the order of the log, which is rarely that of arrival (the bank's is sorted by line). They are
// spooled to an unnamed file and only 24 bytes per row stay in memory, so that a year of calls can be put in
// order.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/twin/call_table.hpp"
#include "sim/twin/call_table_rows.hpp"

namespace twinline::twin {
namespace {

/// An open file descriptor with a write buffer.
class OutputFile {
 public:
  OutputFile() = default;
  explicit OutputFile(int descriptor) : descriptor_(descriptor) {}
  ~OutputFile() { close(); }
  OutputFile(OutputFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)) {}
  OutputFile& operator=(OutputFile&& other) noexcept {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    buffer_ = std::move(other.buffer_);
    return *this;
  }

  bool is_open() const { return descriptor_ >= 0; }

  bool write(std::string_view bytes) {
    buffer_ += bytes;
    return buffer_.size() < buffer_bytes || flush();
  }

  bool flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
    return true;
  }

  bool sync() { return flush() && ::fsync(descriptor_) == 0; }

  bool read_at(std::uint64_t offset, std::size_t length, std::string& into) const {
    into.resize(length);
    std::size_t done = 0;
    while (done < length) {
      const ssize_t got = ::pread(descriptor_, into.data() + done, length - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      done += static_cast<std::size_t>(got);
    }
    return true;
  }

  /// What a new file would get: mkstemp is more private than a table needs to be.
  bool give_usual_mode() const {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return ::fchmod(descriptor_, 0666 & ~mask) == 0;
  }

  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

 private:
  static constexpr std::size_t buffer_bytes = 256 * 1024;
  int descriptor_ = -1;
  std::string buffer_;
};

struct SpooledRow {
  Instant arrival;
  std::uint64_t offset;
  std::uint32_t length;
};

std::string header_lines(const CallTableInfo& info) {
  return fmt::format(
      "{}\n# time_zone {}\n# source {}\n# source_sha256 {}\n# importer {}\n# rows {}\n# bad_rows {}\n{}\n",
      call_table_title, info.time_zone, info.source, info.source_sha256, info.importer, info.rows, info.bad_rows,
      call_table_header);
}

}  // namespace

struct CallTableWriter::State {
  std::filesystem::path path;
  SiteClock clock;
  std::string temporary_path;
  OutputFile temporary;
  OutputFile spool;
  std::uint64_t spooled_bytes = 0;
  std::vector<SpooledRow> rows;

  State(const std::filesystem::path& destination, SiteClock site_clock)
      : path(destination), clock(std::move(site_clock)) {}

  ~State() {
    if (!temporary_path.empty()) std::remove(temporary_path.c_str());
  }

  [[noreturn]] void refuse(int error) const {
    throw BadInput(
        problem_at(path.string(), 0, 0, fmt::format("cannot be written: {}", std::generic_category().message(error))));
  }

  OutputFile create_beside(std::string& name) const {
    name = path.string() + ".XXXXXX";
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) refuse(errno);
    return OutputFile(descriptor);
  }
};

CallTableWriter::CallTableWriter(const std::filesystem::path& path, std::string_view time_zone) {
  try {
    state_ = std::make_unique<State>(path, SiteClock(time_zone));
  } catch (const BadInput&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw BadInput(problem_at(path.string(), 0, 0, error.what()));
  }
  if (std::filesystem::is_directory(path)) state_->refuse(EISDIR);
  std::string spool_name;
  state_->spool = state_->create_beside(spool_name);
  // Without a name it vanishes with this process, whatever ends it.
  std::remove(spool_name.c_str());
  state_->temporary = state_->create_beside(state_->temporary_path);
}

CallTableWriter::~CallTableWriter() = default;

void CallTableWriter::append(const CallRecord& call) {
  const std::string row = call_table_row(call, state_->clock);
  if (!state_->spool.write(row)) state_->refuse(errno);
  state_->rows.push_back({call.arrival, state_->spooled_bytes, static_cast<std::uint32_t>(row.size())});
  state_->spooled_bytes += row.size();
}

void CallTableWriter::finish(CallTableInfo info) {
  State& state = *state_;
  info.time_zone = state.clock.time_zone();
  info.rows = state.rows.size();
  std::stable_sort(state.rows.begin(), state.rows.end(),
                   [](const SpooledRow& a, const SpooledRow& b) { return a.arrival < b.arrival; });
  bool written = state.spool.flush() && state.temporary.write(header_lines(info));
  std::string row;
  for (std::size_t i = 0; written && i < state.rows.size(); ++i) {
    written = state.spool.read_at(state.rows[i].offset, state.rows[i].length, row) && state.temporary.write(row);
  }
  if (!written || !state.temporary.give_usual_mode() || !state.temporary.sync()) state.refuse(errno);
  state.temporary.close();
  if (std::rename(state.temporary_path.c_str(), state.path.c_str()) != 0) state.refuse(errno);
  state.temporary_path.clear();
  // The new name is safe only once its folder is on disk too.
  const std::filesystem::path folder = state.path.has_parent_path() ? state.path.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    ::fsync(descriptor);
    ::close(descriptor);
  }
}

void write_call_table(const std::filesystem::path& path, const CallTable& table) {
  CallTableWriter writer(path, table.info.time_zone);
  for (const CallRecord& call : table.calls) writer.append(call);
  writer.finish(table.info);
}

}  // namespace twinline::twin
