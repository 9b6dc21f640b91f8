#include "reports/render/interval_key.hpp"

#include <catch2/catch.hpp>

namespace twinline::reports {
namespace {

TEST_CASE("an ISO key gives day, time and absolute minute") {
  const auto key = parse_interval_key("2026-03-02T08:15:00+01:00");
  REQUIRE(key);
  CHECK(key->day == "Mon 2 Mar");
  CHECK(key->time == "08:15");
  CHECK(key->offset == "+01:00");
  CHECK(key->minute == parse_interval_key("2026-03-02T07:15Z")->minute);
  CHECK(parse_interval_key("1970-01-01T00:00:00Z")->minute == 0);
  CHECK(parse_interval_key("2000-02-29T12:00:00-03:30")->day == "Tue 29 Feb");
}

TEST_CASE("the hour that comes twice in autumn stays two hours") {
  const auto first = parse_interval_key("2026-10-25T02:00:00+02:00");
  const auto second = parse_interval_key("2026-10-25T02:00:00+01:00");
  REQUIRE((first && second));
  CHECK(second->minute - first->minute == 60);
}

TEST_CASE("a folded key counts from Monday") {
  const auto key = parse_interval_key("Tue 08:00");
  REQUIRE(key);
  CHECK(key->minute == 24 * 60 + 8 * 60);
  CHECK(key->day == "Tue");
  CHECK(key->time == "08:00");
}

TEST_CASE("what is neither form is nothing") {
  const auto* text = GENERATE("", "08:00", "Xyz 08:00", "Mon 25:00", "2026-13-02T08:00:00Z", "2026-03-02T08:00:00+1",
                              "2026-03-02", "2026-03-02T08:00:00 Europe", "2026-03-02Taa:00:00Z");
  CHECK_FALSE(parse_interval_key(text));
}

}  // namespace
}  // namespace twinline::reports
