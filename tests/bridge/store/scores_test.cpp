// Quality scores in SQLite and PostgreSQL.
#include "live_bridge/store/scores.hpp"

#include <catch2/catch.hpp>

#include "tests/bridge/store/postgresql_server.hpp"
#include "tests/bridge/store/recorded_day.hpp"
#include "tests/unit/store/folder.hpp"

namespace twinline::store_test {
namespace {

using live::store::QualityScore;
using live::store::Scores;

constexpr const char* long_ago = "2026-01-01T00:00:00.000000Z";

void check_scores(const scenarios::StoreSettings& settings) {
  Scores scores{settings};
  scores.keep({"00000000000000aa", "tone", 3, "2026-03-02T08:00:00.000000Z"}, long_ago);
  scores.keep({"00000000000000aa", "clarity", 4.5, "2026-03-02T08:00:01.000000Z"}, long_ago);
  scores.keep({"00000000000000bb", "tone", -1, "2026-03-02T08:00:02.000000Z"}, long_ago);
  CHECK(number(settings, "select count(*) from scores") == 3);
  // The same again is what holds now.
  scores.keep({"00000000000000aa", "tone", 5, "2026-03-02T08:00:03.000000Z"}, long_ago);
  CHECK(number(settings, "select count(*) from scores") == 3);
  CHECK(number(settings, "select score from scores where pseudonym = '00000000000000aa' and criterion = 'tone'") == 5);
  // Old ones go.
  Scores{settings}.keep({"00000000000000cc", "tone", 2, "2026-03-02T08:00:04.000000Z"}, "2026-03-02T08:00:02.500000Z");
  CHECK(number(settings, "select count(*) from scores") == 2);
}

}  // namespace

TEST_CASE("Quality scores stand beside the call records of SQLite", "[store]") {
  const Folder folder;
  check_scores(settings_in(folder.path()));
}

TEST_CASE("A score that PostgreSQL does not take is said, and the next one finds the server again",
          "[store][postgresql]") {
  PostgresqlServer server;
  const Folder folder;
  auto settings = settings_in(folder.path());
  settings.call_records = scenarios::CallRecordStore::postgresql;
  settings.database = server.connection_string();
  Scores scores{settings};
  const QualityScore score{"00000000000000dd", "tone", 1, "2026-03-02T08:00:02.600000Z"};
  CHECK_THROWS(scores.keep(score, long_ago));
  server.start();
  check_scores(settings);
  server.crash();
  CHECK_THROWS(scores.keep(score, long_ago));
  CHECK_THROWS(scores.keep(score, long_ago));
  server.start();
  scores.keep(score, long_ago);
  CHECK(number(settings, "select count(*) from scores") == 3);
}

}  // namespace twinline::store_test
