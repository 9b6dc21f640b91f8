// One connection to a database of call records, SQLite's or PostgreSQL's, with no more than call records need: SQL that
// both understand, numbered values ($1, $2, …), transactions. What the statements say is call_record_database.cpp's
// business. Every function throws an exception derived from std::exception when the database does not do as asked; the
// connection is then given up.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/schema/bridge.hpp"

namespace twinline::live::store {

using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;

/// One row of a result, as text.
using SqlRow = std::vector<std::optional<std::string>>;

/// What the two call the same things.
struct SqlWords {
  const char* integer;
  const char* real;
  const char* text;
  const char* instant;
  const char* boolean;
  const char* table_end;  ///< behind the columns of a table
};

class SqlConnection {
 public:
  SqlConnection() = default;
  SqlConnection(const SqlConnection&) = delete;
  SqlConnection& operator=(const SqlConnection&) = delete;
  virtual ~SqlConnection() = default;

  virtual const SqlWords& words() const = 0;

  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void roll_back() noexcept = 0;

  /// Within a transaction. A statement is prepared the first time it is run; values appear in it in their order.
  /// Returns how many rows it changed.
  virtual std::uint64_t run(const std::string& statement, std::span<const SqlValue> values) = 0;

  /// Within a transaction: the first row of a result, if there is any.
  virtual std::optional<SqlRow> row(const std::string& statement, std::span<const SqlValue> values) = 0;
};

/// The database that the settings name.
std::unique_ptr<SqlConnection> connect(const scenarios::StoreSettings& settings);

std::unique_ptr<SqlConnection> connect_sqlite(const std::string& file);
std::unique_ptr<SqlConnection> connect_postgresql(const std::string& connection_string);

}  // namespace twinline::live::store
