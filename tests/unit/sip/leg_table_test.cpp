#include "live_bridge/sip/leg_table.hpp"

#include <catch2/catch.hpp>

using namespace twinline::live::sip;

TEST_CASE("legs: a name that outlived its leg finds nobody, not somebody else") {
  int first = 1, second = 2;
  LegTable<int> table;
  const LegId old = table.add(first);
  CHECK(table.find(old) == &first);
  table.release(old);
  CHECK(table.find(old) == nullptr);
  const LegId next = table.add(second);
  CHECK(next.slot == old.slot);
  CHECK(table.find(next) == &second);
  CHECK(table.find(old) == nullptr);
  table.release(old);  // a late one must not take the newcomer's name
  CHECK(table.find(next) == &second);
  CHECK(table.size() == 1);
}

TEST_CASE("legs: the name of nobody finds nobody") {
  LegTable<int> table;
  CHECK(table.find(LegId{}) == nullptr);
  CHECK_FALSE(LegId{});
}
