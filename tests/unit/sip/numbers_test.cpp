#include "live_bridge/sip/numbers.hpp"

#include <catch2/catch.hpp>

using namespace twinline::live::sip;

TEST_CASE("numbers: the first rule that fits is taken") {
  const std::vector<twinline::scenarios::NumberRule> rules{{"00", "+"}, {"0", "+41"}};
  CHECK(normalised("0041311234567", rules) == "+41311234567");
  CHECK(normalised("0311234567", rules) == "+41311234567");
  CHECK(normalised("117", rules) == "117");
  CHECK(normalised("", rules).empty());
}

TEST_CASE("numbers: separators and parameters go, names keep their dashes") {
  CHECK(normalised("+41 (31) 123-45.67;phone-context=x", {}) == "+41311234567");
  CHECK(normalised("front-desk", {}) == "front-desk");
  CHECK(normalised("-", {}) == "-");
}

TEST_CASE("numbers: what goes into a header cannot leave its place") {
  CHECK(as_user("+41311234567") == "+41311234567");
  CHECK(as_user("a@b>\r\nX: y") == "a%40b%3E%0D%0AX%3A%20y");
  CHECK(as_quoted("Ann \"the\" \\\r\nBoss") == "\"Ann \\\"the\\\" \\\\Boss\"");
}

TEST_CASE("numbers: escapes are resolved, broken ones stay") {
  CHECK(unescaped("a%40b") == "a@b");
  CHECK(unescaped(as_user("ä;:@ %")) == "ä;:@ %");
  CHECK(unescaped("50%") == "50%");
  CHECK(unescaped("%zz%4") == "%zz%4");
}

TEST_CASE("numbers: who does not want to be known") {
  CHECK(is_withheld("anonymous"));
  CHECK(is_withheld(""));
  CHECK_FALSE(is_withheld("0791234567"));
}
