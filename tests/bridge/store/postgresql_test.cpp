// Call records in PostgreSQL: the same as in SQLite, though the server crashes and comes back meanwhile.
#include <catch2/catch.hpp>

#include "live_bridge/store/call_records.hpp"
#include "tests/bridge/store/postgresql_server.hpp"
#include "tests/bridge/store/recorded_day.hpp"
#include "tests/unit/store/folder.hpp"

namespace twinline::store_test {

TEST_CASE("PostgreSQL away at first, crashing and coming back: its records are SQLite's", "[store][postgresql]") {
  const std::size_t all = quickstart().entries.size();
  PostgresqlServer server;
  const Folder folder;
  auto settings = settings_in(folder.path());
  settings.call_records = scenarios::CallRecordStore::postgresql;
  settings.database = server.connection_string();
  {
    LiveBridge bridge{quickstart(), settings};
    bridge.live_until(all / 4);
    CHECK_FALSE(bridge.records().is_up());

    server.start();
    CHECK(bridge.is_caught_up());
    CHECK(number(settings, "select count(*) from calls") > 0);

    // Two crashes, the first while records are written.
    bridge.live_until(all / 2);
    server.crash();
    bridge.live_until(all / 2 + 100);
    CHECK(eventually([&] { return !bridge.records().is_up(); }));
    const std::uint64_t written = bridge.records().written();
    CHECK(written < all / 2 + 100);
    bridge.live_until(all * 3 / 4);
    server.start();
    CHECK(bridge.is_caught_up());

    server.crash();
    bridge.live_until(all);
    server.start();
    CHECK(bridge.is_caught_up());
  }
  auto sqlite = settings_in(folder.path());
  live::store::rebuild_call_records(sqlite.journal, sqlite);
  const auto expected = tables_in(sqlite);
  REQUIRE(expected.size() > 3000);
  CHECK(first_difference(tables_in(settings), expected) == "");

  CHECK(live::store::rebuild_call_records(settings.journal, settings) > 1000);
  CHECK(first_difference(tables_in(settings), expected) == "");

  settings.keep_call_records = 1h;
  {
    live::store::CallRecords records{settings, quickstart().header.centre, quickstart().header.world_start};
    CHECK(eventually([&] {
      return number(settings,
                    "select count(*) from calls where ended < (select max(ended) - "
                    "interval '2 hours' from calls)") == 0;
    }));
  }
  CHECK(number(settings, "select count(*) from calls") > 0);
  CHECK(number(settings,
               "select count(*) from offers o left join calls c using (journal, call) where c.call is null") == 0);
  CHECK_THROWS(live::store::rebuild_call_records(settings.journal, [&] {
    auto nowhere = settings;
    nowhere.database = "host=" + folder.path().string() + " user=twinline dbname=postgres";
    return nowhere;
  }()));
}

}  // namespace twinline::store_test
