#include "live_bridge/desk/attempt_limit.hpp"

#include <catch2/catch.hpp>

namespace twinline::live::desk {
namespace {

TEST_CASE("after so many attempts one waits until the span is over") {
  AttemptLimit limit{3, 5min, 10};
  for (const Duration after : {0s, 10s, 20s}) CHECK(limit.try_now("anna", world_start + after) == 0s);
  CHECK(limit.try_now("anna", world_start + 30s) == 270s);
  CHECK(limit.try_now("anna", world_start + 299s) == 1s);
  CHECK(limit.try_now("bert", world_start + 30s) == 0s);
  CHECK(limit.try_now("anna", world_start + 300s) == 0s);
}

TEST_CASE("an attempt that did not fail is forgotten with all before it; one taken back, alone") {
  AttemptLimit limit{2, 5min, 10};
  CHECK(limit.try_now("anna", world_start) == 0s);
  CHECK(limit.try_now("anna", world_start) == 0s);
  limit.take_back("anna");
  CHECK(limit.try_now("anna", world_start) == 0s);
  CHECK(limit.try_now("anna", world_start) == 5min);
  limit.success("anna");
  CHECK(limit.names() == 0);
  limit.take_back("anna");
  CHECK(limit.names() == 0);
}

TEST_CASE("memory is bounded: who tried longest ago is forgotten") {
  AttemptLimit limit{1, 5min, 100};
  for (int i = 0; i < 10'000; ++i) CHECK(limit.try_now(std::to_string(i), world_start + i * 1ms) == 0s);
  CHECK(limit.names() == 100);
  CHECK(limit.try_now("9999", world_start + 10s) > 0s);
  CHECK(limit.try_now("0", world_start + 10s) == 0s);
}

}  // namespace
}  // namespace twinline::live::desk
