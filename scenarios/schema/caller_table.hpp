// What a table knows of callers: a CSV file with a column of numbers, or of keys that callers enter, and a column for
// each attribute. It is read as a whole when a bridge starts or reloads and asked from memory. Numbers are personal
// data: no message quotes a cell.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/attributes.hpp"
#include "scenarios/schema/diagnostics.hpp"

namespace twinline::scenarios {

struct ToldAttribute;

class CallerTable {
 public:
  /// By what a caller is found.
  enum class Key : std::uint8_t { number, keys };

  /// Reads the text of a file with this name. Every problem is reported with line and column, up to a bound; nothing is
  /// returned where there is one. `known` are the attributes that may have a column.
  static std::optional<CallerTable> read(std::string_view text, const std::string& file,
                                         const std::vector<ToldAttribute>& known, Problems& problems);

  Key key() const { return key_; }
  std::size_t rows() const { return rows_.size(); }
  const std::vector<AttributeIndex>& columns() const { return columns_; }

  /// What is known under this key; nothing of a stranger.
  std::vector<Attribute> of(std::string_view key) const;

  bool operator==(const CallerTable&) const = default;

 private:
  struct Row {
    std::string key;
    std::size_t values = 0;  ///< the first of the row's cells
    bool operator==(const Row&) const = default;
  };

  Key key_ = Key::number;
  std::vector<AttributeIndex> columns_;
  std::vector<Row> rows_;                            ///< by key
  std::vector<std::optional<std::int64_t>> values_;  ///< row by row, as they were written
};

}  // namespace twinline::scenarios
