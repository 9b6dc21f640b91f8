#include "live_bridge/sip/token_bucket.hpp"

#include <catch2/catch.hpp>

using namespace twinline;
using namespace twinline::live::sip;

TEST_CASE("token bucket: a burst of one second's worth, then the rate") {
  TokenBucket bucket(10);
  int taken = 0;
  while (bucket.take(world_start)) ++taken;
  CHECK(taken == 10);
  CHECK_FALSE(bucket.take(world_start + 99ms));
  CHECK(bucket.take(world_start + 101ms));
  CHECK_FALSE(bucket.take(world_start + 101ms));
}

TEST_CASE("token bucket: a long pause saves up no more than a second's worth") {
  TokenBucket bucket(5);
  int taken = 0;
  while (bucket.take(world_start + 1h)) ++taken;
  CHECK(taken == 5);
}

TEST_CASE("token bucket: less than one a second is still let through now and then") {
  TokenBucket bucket(0.5);
  CHECK(bucket.take(world_start));
  CHECK_FALSE(bucket.take(world_start + 1s));
  CHECK(bucket.take(world_start + 2100ms));
}
