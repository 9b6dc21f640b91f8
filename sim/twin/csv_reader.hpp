// Reads CSV as RFC 4180 has it, a row at a time and in bounded memory: quoted fields with doubled quotes,
// delimiters and line ends inside them; CR LF, LF or CR as line end; a UTF-8 byte order mark at the front;
// any one-byte delimiter. It knows where every field stands in the file and nothing of what the fields mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/twin/source_file.hpp"

namespace twinline::twin {

struct CsvDialect {
  char delimiter = ',';
  bool quotes = true;  ///< off for formats in which a quotation mark is an ordinary character
  /// A longer row is no row: a quote that never closes, or no text file at all.
  std::size_t longest_row = 1024 * 1024;
};

struct CsvField {
  std::string_view text;     ///< without its quotes; valid until the next row is read
  std::uint64_t line = 0;    ///< where the field starts, from 1
  std::uint64_t column = 0;  ///< in characters, from 1
};

/// A row that breaks the rules of CSV: the place and what is wrong there.
struct CsvFault {
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::string text;
};

struct CsvRow {
  std::uint64_t line = 0;  ///< on which the row starts
  std::vector<CsvField> fields;
  std::optional<CsvFault> fault;  ///< the first; the fields of such a row are not to be trusted
};

class CsvReader {
 public:
  /// Reads from `source`, which must outlive the reader.
  CsvReader(SourceFile& source, CsvDialect dialect);

  /// The next row; blank lines are skipped. False at the end. Throws BadInput when reading cannot go on:
  /// UTF-16, a row beyond the limit, a quote that is still open at the end.
  bool next(CsvRow& row);

 private:
  struct FieldStart {
    std::size_t offset;
    std::uint64_t line;
    std::uint64_t column;
  };

  int peek();
  void advance(int c);
  void skip_byte_order_mark();
  void begin_field(CsvRow& row);
  void read_plain_field(CsvRow& row);
  void read_quoted_field(CsvRow& row);
  void keep(int c, const FieldStart& row_start);
  bool end_of_row(int c) const;
  void finish_row(CsvRow& row);
  [[noreturn]] void give_up(std::uint64_t line, std::uint64_t column, std::string text) const;

  SourceFile& source_;
  CsvDialect dialect_;
  std::string_view chunk_;
  std::size_t position_ = 0;
  bool at_end_ = false;
  bool started_ = false;
  std::uint64_t line_ = 1;
  std::uint64_t column_ = 1;
  std::string text_;                ///< of all fields of the row, one after the other
  std::vector<FieldStart> starts_;  ///< where in text_ and in the file each field starts
};

}  // namespace twinline::twin
