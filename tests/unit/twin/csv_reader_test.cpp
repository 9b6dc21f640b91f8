#include "sim/twin/csv_reader.hpp"

#include <catch2/catch.hpp>

#include "sim/twin/bad_input.hpp"
#include "tests/unit/twin/import_fixture.hpp"

namespace twinline::twin {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view text, CsvDialect dialect = {}) {
  const TemporaryFolder folder;
  SourceFile source(folder.file("a.csv", text));
  CsvReader reader(source, dialect);
  Rows rows;
  CsvRow row;
  while (reader.next(row)) {
    REQUIRE_FALSE(row.fault.has_value());
    rows.emplace_back();
    for (const CsvField& field : row.fields) rows.back().emplace_back(field.text);
  }
  return rows;
}

TEST_CASE("csv: fields and line ends as RFC 4180 has them") {
  CHECK(rows_of("a,b\r\nc,d\r\n") == Rows{{"a", "b"}, {"c", "d"}});
  CHECK(rows_of("a,b\nc,d") == Rows{{"a", "b"}, {"c", "d"}});
  CHECK(rows_of("a,b\rc,d\r") == Rows{{"a", "b"}, {"c", "d"}});
  CHECK(rows_of("a,,\n,\n") == Rows{{"a", "", ""}, {"", ""}});
  CHECK(rows_of("\"a\"\"b\",\"c,d\",\"e\r\nf\"\n") == Rows{{"a\"b", "c,d", "e\r\nf"}});
  CHECK(rows_of("\"\",x\n") == Rows{{"", "x"}});
  CHECK(rows_of("a\n\n\r\nb\n") == Rows{{"a"}, {"b"}});
  CHECK(rows_of("\xef\xbb\xbf\"a\",b\n") == Rows{{"a", "b"}});
}

TEST_CASE("csv: other delimiters, and quotes switched off") {
  CHECK(rows_of("a;b,c\n", {';'}) == Rows{{"a", "b,c"}});
  CHECK(rows_of("\"a\tb\"\n", {'\t', false}) == Rows{{"\"a", "b\""}});
}

TEST_CASE("csv: every field knows its line and column, in characters") {
  const TemporaryFolder folder;
  SourceFile source(folder.file("a.csv", "é,\"x\ny\",z\nw\n"));
  CsvReader reader(source, {});
  CsvRow row;
  REQUIRE(reader.next(row));
  REQUIRE(row.fields.size() == 3);
  CHECK(row.line == 1);
  CHECK(row.fields[1].line == 1);
  CHECK(row.fields[1].column == 3);
  CHECK(row.fields[2].line == 2);
  CHECK(row.fields[2].column == 4);
  REQUIRE(reader.next(row));
  CHECK(row.line == 3);
  CHECK_FALSE(reader.next(row));
}

TEST_CASE("csv: a broken row is reported where it breaks and the next one is read") {
  const TemporaryFolder folder;
  SourceFile source(folder.file("a.csv", "a,b\"c\nd,\"e\"f\ng,h\n"));
  CsvReader reader(source, {});
  CsvRow row;
  REQUIRE(reader.next(row));
  REQUIRE(row.fault.has_value());
  CHECK(row.fault->line == 1);
  CHECK(row.fault->column == 4);
  REQUIRE(reader.next(row));
  REQUIRE(row.fault.has_value());
  CHECK(row.fault->line == 2);
  CHECK(row.fault->column == 6);
  REQUIRE(reader.next(row));
  CHECK_FALSE(row.fault.has_value());
  CHECK(row.fields[1].text == "h");
}

TEST_CASE("csv: what cannot be read on with is refused with its place") {
  CHECK_THROWS_WITH(rows_of("a,b\nc,\"d\ne\n"),
                    Catch::Contains(":2:3: a quotation mark opens here and is never closed"));
  CHECK_THROWS_WITH(rows_of(std::string(200, 'x'), {',', true, 100}),
                    Catch::Contains(":1:1: no end of the row within 100"));
  CHECK_THROWS_WITH(rows_of("\xff\xfe"
                            "a"),
                    Catch::Contains("UTF-16"));
}

TEST_CASE("csv: rows are the same wherever the chunks of the file end") {
  // Longer than the chunk of a SourceFile, with a row length that does not divide it, so quotes straddle its
  // end.
  std::string text;
  Rows expected;
  for (int i = 0; i < 40'000; ++i) {
    const std::string number = std::to_string(i);
    text += number + ",\"a\"\"" + number + "\r\n\"\r\n";
    expected.push_back({number, "a\"" + number + "\r\n"});
  }
  CHECK(rows_of(text) == expected);
}

}  // namespace
}  // namespace twinline::twin
