#include "live_bridge/sip/nonce_counts.hpp"

#include <catch2/catch.hpp>

using namespace twinline::live::sip;

TEST_CASE("nonce counts: a count is taken once, and none below it afterwards") {
  NonceCounts counts(10);
  CHECK(counts.take(100, "a", 1));
  CHECK_FALSE(counts.take(100, "a", 1));
  CHECK(counts.take(100, "a", 7));
  CHECK_FALSE(counts.take(100, "a", 6));
  CHECK(counts.take(100, "b", 1));
  CHECK(counts.take(100, "a", 8));
}

TEST_CASE("nonce counts: what was forgotten for want of room is not taken again") {
  NonceCounts counts(3);
  for (long long second = 100; second < 110; ++second) CHECK(counts.take(second, "n", 1));
  CHECK(counts.size() == 3);
  for (long long second = 100; second < 107; ++second) {
    CAPTURE(second);
    CHECK_FALSE(counts.take(second, "n", 1));
    CHECK_FALSE(counts.take(second, "another", 1));  // nobody knows that it is another one
  }
  CHECK_FALSE(counts.take(109, "n", 1));
  CHECK(counts.take(109, "n", 2));
  CHECK(counts.take(108, "another", 1));
}

TEST_CASE("nonce counts: what has lapsed takes no room") {
  NonceCounts counts(3);
  for (long long second = 100; second < 103; ++second) counts.take(second, "n", 1);
  counts.forget_before(102);
  CHECK(counts.size() == 1);
  CHECK(counts.take(101, "late", 1));
  CHECK_FALSE(counts.take(102, "n", 1));
}
