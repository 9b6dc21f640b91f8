// How foreign text is shown in a message, and what counts as text at all.
#include "scenarios/schema/diagnostics.hpp"

#include <catch2/catch.hpp>

#include "scenarios/schema/utf8.hpp"

using namespace twinline::scenarios;

TEST_CASE("quoted text cannot upset a terminal") {
  CHECK(in_quotes("") == "''");
  CHECK(in_quotes("Zürich, 日本, 🙂") == "'Zürich, 日本, 🙂'");
  CHECK(in_quotes("\033[31m\n\x7f") == R"('\x1b[31m\x0a\x7f')");
  // U+009B opens a command as ESC [ does; U+00A0 is a space.
  CHECK(in_quotes("\xc2\x9b"
                  "31m\xc2\xa0") ==
        "'\\xc2\\x9b"
        "31m\xc2\xa0'");
  CHECK(in_quotes("Z\xfcrich\xe6\x97") == R"('Z\xfcrich\xe6\x97')");
}

TEST_CASE("quoted text is cut after sixty characters, never within one") {
  std::string sixty;
  for (int i = 0; i < 60; ++i) sixty += "ü";
  CHECK(in_quotes(sixty) == "'" + sixty + "'");
  CHECK(in_quotes(sixty + "x") == "'" + sixty + "…'");
  CHECK(in_quotes(std::string(1 << 20, '\xff')).size() == 2 + 60 * 4 + std::string_view{"…"}.size());
}

TEST_CASE("UTF-8 is what RFC 3629 says") {
  for (const char* text : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                           "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    CAPTURE(text);
    CHECK(is_utf8(text));
    CHECK(utf8_length(text) == std::string_view{text}.size());
  }
  const std::string_view broken[] = {"\x80",
                                     "\xbf",
                                     "\xc0\x80",
                                     "\xc1\xbf",
                                     "\xc2",
                                     "\xc2\x20",
                                     "\xe0\x9f\xbf",
                                     "\xe2\x82",
                                     "\xed\xa0\x80",
                                     "\xef\xbf\x2f",
                                     "\xf0\x8f\xbf\xbf",
                                     "\xf4\x90\x80\x80",
                                     "\xf5\x80\x80\x80",
                                     "\xff"};
  for (const std::string_view text : broken) {
    CHECK_FALSE(is_utf8(text));
    CHECK(utf8_length(text) == 0);
    CHECK_FALSE(is_utf8("words before " + std::string{text}));
  }
}
