#include "sim/twin/csv_reader.hpp"

#include <utility>

#include <fmt/format.h>

#include "sim/twin/bad_input.hpp"

namespace twinline::twin {
namespace {

constexpr int end_of_file = -1;

void note(CsvRow& row, std::uint64_t line, std::uint64_t column, std::string text) {
  if (!row.fault) row.fault = CsvFault{line, column, std::move(text)};
}

}  // namespace

CsvReader::CsvReader(SourceFile& source, CsvDialect dialect) : source_(source), dialect_(dialect) {}

int CsvReader::peek() {
  if (position_ == chunk_.size() && !at_end_) {
    chunk_ = source_.next_chunk();
    position_ = 0;
    at_end_ = chunk_.empty();
  }
  return at_end_ ? end_of_file : static_cast<unsigned char>(chunk_[position_]);
}

void CsvReader::advance(int c) {
  ++position_;
  if (c == '\r' || c == '\n') {
    // CR LF is one line end; the CR waits for its LF to be counted.
    if (c == '\r' && peek() == '\n') return;
    ++line_;
    column_ = 1;
  } else if ((c & 0xc0) != 0x80) {
    ++column_;
  }
}

void CsvReader::skip_byte_order_mark() {
  started_ = true;
  peek();
  if (chunk_.starts_with("\xff\xfe") || chunk_.starts_with("\xfe\xff")) {
    give_up(1, 1, "is UTF-16; UTF-8 is expected, so save it as CSV UTF-8");
  }
  if (chunk_.starts_with("\xef\xbb\xbf")) position_ = 3;
}

void CsvReader::give_up(std::uint64_t line, std::uint64_t column, std::string text) const {
  throw BadInput(problem_at(source_.name(), line, column, std::move(text)));
}

void CsvReader::keep(int c, const FieldStart& row_start) {
  if (text_.size() == dialect_.longest_row) {
    give_up(row_start.line, row_start.column,
            fmt::format("no end of the row within {} bytes; this is not a text table, or a quotation mark is missing",
                        dialect_.longest_row));
  }
  text_ += static_cast<char>(c);
}

bool CsvReader::end_of_row(int c) const { return c == end_of_file || c == '\n' || c == '\r'; }

void CsvReader::begin_field(CsvRow& row) {
  starts_.push_back({text_.size(), line_, column_});
  if (dialect_.quotes && peek() == '"') {
    read_quoted_field(row);
  } else {
    read_plain_field(row);
  }
}

void CsvReader::read_plain_field(CsvRow& row) {
  for (int c = peek(); !end_of_row(c) && c != static_cast<unsigned char>(dialect_.delimiter); c = peek()) {
    if (c == 0) note(row, line_, column_, "a zero byte; text is expected");
    if (c == '"' && dialect_.quotes) {
      note(row, line_, column_,
           "a quotation mark inside an unquoted field; quote the whole field and double the marks within");
    }
    keep(c, starts_.front());
    advance(c);
  }
}

void CsvReader::read_quoted_field(CsvRow& row) {
  const FieldStart opening = starts_.back();
  advance('"');
  while (true) {
    const int c = peek();
    if (c == end_of_file) give_up(opening.line, opening.column, "a quotation mark opens here and is never closed");
    if (c == 0) note(row, line_, column_, "a zero byte; text is expected");
    advance(c);
    if (c == '"') {
      if (peek() != '"') break;
      advance('"');
    }
    keep(c, starts_.front());
  }
  const int after = peek();
  if (end_of_row(after) || after == static_cast<unsigned char>(dialect_.delimiter)) return;
  note(row, line_, column_, "text after a closing quotation mark; a delimiter or the end of the row is expected");
  read_plain_field(row);
}

void CsvReader::finish_row(CsvRow& row) {
  // Only now has the text stopped growing, so that views of it stay valid.
  const std::string_view text = text_;
  row.fields.clear();
  for (std::size_t i = 0; i < starts_.size(); ++i) {
    const std::size_t end = i + 1 < starts_.size() ? starts_[i + 1].offset : text.size();
    row.fields.push_back({text.substr(starts_[i].offset, end - starts_[i].offset), starts_[i].line, starts_[i].column});
  }
}

bool CsvReader::next(CsvRow& row) {
  if (!started_) skip_byte_order_mark();
  int c = peek();
  while (c == '\n' || c == '\r') {
    advance(c);
    c = peek();
  }
  if (c == end_of_file) return false;
  row.line = line_;
  row.fault.reset();
  text_.clear();
  starts_.clear();
  begin_field(row);
  while (!end_of_row(c = peek())) {
    advance(c);  // the delimiter
    begin_field(row);
  }
  if (c == '\r') {
    advance(c);
    c = peek();
  }
  if (c == '\n') advance(c);
  finish_row(row);
  return true;
}

}  // namespace twinline::twin
