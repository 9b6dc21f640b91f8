#include "reports/journal/instant_text.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

namespace twinline::journal {
namespace {

TEST_CASE("an instant is read with its fraction and its offset") {
  using namespace std::chrono;
  const UtcTime expected = sys_days{year{2026} / 11 / 22} + 7h + 15min + 250ms;
  CHECK(instant_of("2026-11-22T08:15:00.25+01:00") == expected);
  CHECK(instant_of("2026-11-22T07:15:00.250Z") == expected);
  CHECK(instant_of("2026-11-21T21:45:00.250000000-09:30") == expected);
  CHECK(instant_of("2026-11-22T07:15:00Z") == expected - 250ms);
}

TEST_CASE("an instant is written so that it is read back, and sorts as text") {
  const UtcTime early = instant_of("1999-02-01T00:00:00.000000001Z"), late = instant_of("2026-11-22T23:59:59Z");
  CHECK(text_of(early) == "1999-02-01T00:00:00.000000001Z");
  CHECK(text_of(late) == "2026-11-22T23:59:59.000000000Z");
  CHECK(instant_of(text_of(late)) == late);
  CHECK(text_of(early) < text_of(late));
}

TEST_CASE("what is no instant is refused in words") {
  for (const char* text :
       {"", "today", "2026-11-22", "2026-11-22T08:15:00", "2026-02-30T08:15:00Z", "2026-11-22 08:15:00Z",
        "2026-11-22T08:15:00+1:00", "2026-11-22T-8:15:00Z", "2026-11-22T08:15:00.25", "2026-11-22T24:15:00Z",
        "2026-11-22T25:00:00Z", "2026-11-22T08:60:00Z", "2026-11-22T08:15:60Z", "2026-11-22T08:15:00+24:00",
        "2026-11-22T08:15:00+01:60"}) {
    INFO(text);
    CHECK_THROWS_AS(instant_of(text), std::invalid_argument);
  }
}

}  // namespace
}  // namespace twinline::journal
