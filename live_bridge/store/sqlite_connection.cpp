// SQLite behind SqlConnection: one file, written ahead (WAL), so that whoever reads it never blocks the bridge.
#include <filesystem>
#include <map>
#include <stdexcept>
#include <system_error>

#include <sqlite3.h>

#include "live_bridge/store/sql_connection.hpp"

namespace twinline::live::store {
namespace {

constexpr SqlWords words_of_sqlite{"integer", "real", "text", "text", "integer", "strict"};

/// How long another program may keep the file to itself.
constexpr int patience_milliseconds = 2000;

class SqliteConnection final : public SqlConnection {
 public:
  explicit SqliteConnection(const std::string& file) : file_(file), database_(nullptr, sqlite3_close) {
    std::error_code failed;
    const std::filesystem::path folder = std::filesystem::path{file}.parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder, failed);
    if (failed) throw std::runtime_error(folder.string() + ": cannot be made: " + failed.message());
    sqlite3* opened = nullptr;
    const int result = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    database_.reset(opened);
    require(result == SQLITE_OK);
    sqlite3_busy_timeout(opened, patience_milliseconds);
    execute("pragma journal_mode = wal");
    // A power failure may cost the latest transactions, never the file; the journal has them still.
    execute("pragma synchronous = normal");
    execute("pragma foreign_keys = on");
  }

  const SqlWords& words() const override { return words_of_sqlite; }
  void begin() override { execute("begin immediate"); }
  void commit() override { execute("commit"); }
  void roll_back() noexcept override { sqlite3_exec(database_.get(), "rollback", nullptr, nullptr, nullptr); }

  std::uint64_t run(const std::string& statement, std::span<const SqlValue> values) override {
    sqlite3_stmt* const prepared = bound(statement, values);
    int result = sqlite3_step(prepared);
    while (result == SQLITE_ROW) result = sqlite3_step(prepared);
    finish(prepared, result);
    return static_cast<std::uint64_t>(sqlite3_changes(database_.get()));
  }

  std::optional<SqlRow> row(const std::string& statement, std::span<const SqlValue> values) override {
    sqlite3_stmt* const prepared = bound(statement, values);
    const int result = sqlite3_step(prepared);
    std::optional<SqlRow> found;
    if (result == SQLITE_ROW) {
      found.emplace();
      for (int column = 0; column < sqlite3_column_count(prepared); ++column) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, column));
        found->push_back(text == nullptr ? std::nullopt : std::optional<std::string>{text});
      }
    }
    finish(prepared, result == SQLITE_ROW ? SQLITE_DONE : result);
    return found;
  }

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

  void require(bool done) const {
    if (done) return;
    throw std::runtime_error(file_ + ": " + (database_ ? sqlite3_errmsg(database_.get()) : "out of memory"));
  }

  void execute(const char* statement) {
    require(sqlite3_exec(database_.get(), statement, nullptr, nullptr, nullptr) == SQLITE_OK);
  }

  sqlite3_stmt* bound(const std::string& statement, std::span<const SqlValue> values) {
    auto known = statements_.find(statement);
    if (known == statements_.end()) {
      sqlite3_stmt* prepared = nullptr;
      require(sqlite3_prepare_v3(database_.get(), statement.c_str(), static_cast<int>(statement.size()),
                                 SQLITE_PREPARE_PERSISTENT, &prepared, nullptr) == SQLITE_OK);
      known = statements_.emplace(statement, Statement{prepared, sqlite3_finalize}).first;
    }
    sqlite3_stmt* const prepared = known->second.get();
    int position = 0;
    for (const SqlValue& value : values) require(bind(prepared, ++position, value) == SQLITE_OK);
    return prepared;
  }

  static int bind(sqlite3_stmt* statement, int position, const SqlValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      return sqlite3_bind_int64(statement, position, *integer);
    }
    if (const auto* real = std::get_if<double>(&value)) return sqlite3_bind_double(statement, position, *real);
    if (const auto* text = std::get_if<std::string>(&value)) {
      return sqlite3_bind_text(statement, position, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
    }
    return sqlite3_bind_null(statement, position);
  }

  /// The values belong to the caller, so the statement must not keep them.
  void finish(sqlite3_stmt* statement, int result) {
    const bool done = result == SQLITE_DONE;
    const std::string words = done ? "" : sqlite3_errmsg(database_.get());
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (!done) throw std::runtime_error(file_ + ": " + words);
  }

  std::string file_;
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database_;
  std::map<std::string, Statement> statements_;
};

}  // namespace

std::unique_ptr<SqlConnection> connect_sqlite(const std::string& file) {
  return std::make_unique<SqliteConnection>(file);
}

}  // namespace twinline::live::store
