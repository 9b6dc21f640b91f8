#include "live_bridge/sip/jitter.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace twinline;
using namespace twinline::live::sip;

TEST_CASE("jitter: the same asker and attempt give the same pause, within the bounds") {
  for (std::uint64_t attempt = 0; attempt < 1000; ++attempt) {
    const Duration pause = jittered("call@host", attempt, 2100ms, 4s);
    CHECK(pause == jittered("call@host", attempt, 2100ms, 4s));
    CHECK(pause >= 2100ms);
    CHECK(pause <= 4s);
  }
  CHECK(jittered("anyone", 0, 5s, 5s) == 5s);
}

TEST_CASE("jitter: askers are spread over the whole span") {
  std::set<int> tenths;
  for (int asker = 0; asker < 300; ++asker) {
    tenths.insert(static_cast<int>(jittered("call" + std::to_string(asker), 1, 0s, 2s) / 200ms));
  }
  CHECK(tenths.size() >= 10);
}
