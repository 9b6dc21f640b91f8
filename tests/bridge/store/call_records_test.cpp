// Call records in SQLite, through every way in which a bridge and its database may come and go.
#include "live_bridge/store/call_records.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>

#include <catch2/catch.hpp>
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live_bridge/store/entry_queue.hpp"
#include "live_bridge/store/sql_connection.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/journal/segment_names.hpp"
#include "reports/kpi/counters.hpp"
#include "tests/bridge/store/recorded_day.hpp"
#include "tests/unit/store/folder.hpp"

namespace twinline::store_test {
namespace {

using live::store::EntryQueue;
using live::store::rebuild_call_records;

reports::CallCounts kpis_of(const Day& day) {
  reports::GridDay monday;
  monday.midnight = world_start;
  const reports::IntervalGrid grid({monday}, 15min, world_start, day.header.horizon_end);
  reports::Counters counters(day.header.centre, grid, reports::Detail::counts);
  for (const journal::Entry& entry : day.entries) counters.fold(entry.at, entry.happenings);
  counters.finish(day.entries.back().at);
  return counters.totals().total.counts;
}

/// The records of the first entries of a day, as they are when nothing goes wrong.
std::vector<std::string> expected(const Day& day, std::size_t entries) {
  const Folder folder;
  const auto settings = settings_in(folder.path());
  {
    LiveBridge bridge{day, settings};
    bridge.stop_records();
    bridge.live_until(entries);
  }
  rebuild_call_records(settings.journal, settings);
  return tables_in(settings);
}

const std::vector<std::string>& whole_quickstart() {
  static const std::vector<std::string> lines = expected(quickstart(), quickstart().entries.size());
  return lines;
}

}  // namespace

TEST_CASE("Records of a day count what its KPIs count", "[store]") {
  const Folder folder;
  const auto settings = settings_in(folder.path());
  {
    LiveBridge bridge{quickstart(), settings};
    bridge.live_until(quickstart().entries.size());
    CHECK(bridge.is_caught_up());
  }
  const reports::CallCounts kpis = kpis_of(quickstart());
  REQUIRE(kpis.answered > 1000);
  REQUIRE(kpis.abandoned > 0);
  const auto sum = [&](const std::string& what) { return number(settings, "select " + what + " from calls"); };
  CHECK(sum("count(*)") == kpis.offered());
  CHECK(sum("count(answered)") == kpis.answered);
  CHECK(sum("sum(outcome = 'served')") == kpis.handled);
  CHECK(sum("sum(outcome = 'abandoned')") == kpis.abandoned);
  CHECK(sum("sum(talk)") == Approx(kpis.talk.in_seconds()));
  CHECK(sum("sum(hold)") == Approx(kpis.hold.in_seconds()));
  CHECK(sum("sum(wrap_up)") == Approx(kpis.wrap_up.in_seconds()));
  CHECK(sum("sum(case when answered is null then 0 else wait end)") == Approx(kpis.wait_answered.in_seconds()));
  CHECK(sum("sum(case when answered is null then wait else 0 end)") == Approx(kpis.wait_unanswered.in_seconds()));

  std::size_t made = 0, no_answer = 0;
  for (const journal::Entry& entry : quickstart().entries) {
    for (const Happening& happening : entry.happenings) {
      made += std::holds_alternative<OfferMade>(happening) ? 1U : 0U;
      const auto* ended = std::get_if<OfferEnded>(&happening);
      no_answer += ended != nullptr && ended->how == OfferEnd::no_answer ? 1U : 0U;
    }
  }
  REQUIRE(no_answer > 0);
  CHECK(number(settings, "select count(*) from offers") == made);
  CHECK(sum("sum(offers_made)") == made);
  CHECK(number(settings, "select count(*) from offers where outcome = 'no_answer'") == no_answer);
  CHECK(sum("sum(offers_refused)") == no_answer);
  CHECK(number(settings, "select count(*) from calls where julianday(ended) < julianday(arrived)") == 0);
}

TEST_CASE("Live records are those rebuilt from the journal, and rebuilding twice changes nothing", "[store]") {
  const Folder folder;
  const auto settings = settings_in(folder.path());
  {
    LiveBridge bridge{quickstart(), settings};
    bridge.live_until(quickstart().entries.size());
    CHECK(bridge.is_caught_up());
  }
  CHECK(journal::segments_of(settings.journal).size() > 3);
  CHECK(first_difference(tables_in(settings), whole_quickstart()) == "");
  const auto calls = rebuild_call_records(settings.journal, settings);
  CHECK(static_cast<double>(calls) == number(settings, "select count(*) from calls"));
  CHECK(rebuild_call_records(settings.journal, settings) == calls);
  CHECK(first_difference(tables_in(settings), whole_quickstart()) == "");
}

TEST_CASE("kill -9 in the middle of writing, again and again: no call is lost and none is there twice", "[store]") {
  const Folder folder;
  const auto settings = settings_in(folder.path());
  const std::size_t all = quickstart().entries.size();
  for (int life = 1; life <= 6; ++life) {
    const ::pid_t bridge = ::fork();
    if (bridge == 0) {
      try {
        LiveBridge child{quickstart(), settings};
        for (std::size_t entry = entries_in(settings.journal); entry < all; entry += 10) {
          child.live_until(std::min(entry + 10, all));
          ::usleep(1000);
        }
        for (;;) ::pause();
      } catch (const std::exception& problem) {
        std::fputs(problem.what(), stderr);
      }
      ::_exit(1);
    }
    ::usleep(static_cast<::useconds_t>(150'000 + 37'000 * life));
    ::kill(bridge, SIGKILL);
    int status = 0;
    ::waitpid(bridge, &status, 0);
    CHECK(WIFSIGNALED(status));
  }
  CHECK(entries_in(settings.journal) > 0);
  CHECK(number(settings, "select count(*) from calls") > 0);
  {
    LiveBridge bridge{quickstart(), settings};
    bridge.live_until(all);
    CHECK(bridge.is_caught_up());
  }
  CHECK(first_difference(tables_in(settings), whole_quickstart()) == "");
}

TEST_CASE("A database that is away at first gets everything when it comes", "[store]") {
  const Folder folder;
  auto settings = settings_in(folder.path());
  settings.database = folder / "disk/calls.sqlite";
  std::ofstream(folder / "disk") << "not a folder";
  const std::size_t all = quickstart().entries.size();
  LiveBridge bridge{quickstart(), settings};
  bridge.live_until(all / 2);
  CHECK_FALSE(bridge.records().is_up());
  CHECK(bridge.records().written() == 0);
  std::filesystem::remove(folder / "disk");
  bridge.live_until(all);
  CHECK(bridge.is_caught_up());
  bridge.stop_records();
  CHECK(first_difference(tables_in(settings), whole_quickstart()) == "");
}

TEST_CASE("While the database is away memory stays bounded, whatever happens meanwhile", "[store]") {
  const Day day = steady_day(60'000);
  REQUIRE(day.entries.size() > 5 * EntryQueue::limit);
  const Folder folder;
  const auto settings = settings_in(folder.path());
  LiveBridge bridge{day, settings};
  bridge.live_until(1000);
  CHECK(bridge.is_caught_up());
  // Somebody else keeps the file to himself.
  const auto blocker = live::store::connect(settings);
  blocker->begin();
  const auto in_use = [] {
    const auto heap = ::mallinfo2();
    return heap.uordblks + heap.hblkhd;
  };
  const std::size_t before = in_use();
  std::size_t most = before;
  for (std::size_t entry = 1000; entry <= day.entries.size(); entry += 1000) {
    bridge.live_until(entry);
    most = std::max(most, in_use());
  }
  CHECK(eventually([&] { return !bridge.records().is_up(); }));
  CHECK(bridge.records().written() == 1000);
  const double megabytes = static_cast<double>(most - before) / (1 << 20);
  WARN("away for " << day.entries.size() << " entries: " << megabytes << " MiB more at most");
  CHECK(megabytes > 1);
  CHECK(megabytes < 40);
  CHECK(static_cast<double>(in_use()) < static_cast<double>(before) + (2 << 20));
  blocker->roll_back();
  CHECK(bridge.is_caught_up());
  bridge.stop_records();
  CHECK(number(settings, "select count(*) from calls") == 60'000);
  CHECK(number(settings, "select count(*) from offers") == 60'000);
}

TEST_CASE("A queue that overflows beside a database that works is made up for from the journal", "[store]") {
  // Ten times faster than any bridge: the far end cannot follow.
  const Day day = steady_day(60'000);
  const Folder folder;
  const auto settings = settings_in(folder.path());
  {
    LiveBridge bridge{day, settings};
    bridge.live_until(day.entries.size());
    CHECK(bridge.is_caught_up());
  }
  CHECK(number(settings, "select count(*) from calls") == 60'000);
  CHECK(number(settings, "select count(distinct pseudonym) from calls") == 60'000);
}

TEST_CASE("Calls that ended long ago are deleted with their offers, and do not come back", "[store]") {
  const Day day = steady_day(20'000);  // five and a half hours
  const Folder folder;
  auto settings = settings_in(folder.path());
  settings.keep_call_records = 1h;
  LiveBridge bridge{day, settings};
  for (std::size_t entry = 0; entry < day.entries.size(); entry += 5000) {
    bridge.live_until(entry);
    CHECK(bridge.is_caught_up());
  }
  // Tidied every ten minutes of the world's time, 500 at a time.
  const auto all = [&] { return number(settings, "select count(*) from calls"); };
  CHECK(eventually([&] { return all() <= 3600 + 600 + 500; }));
  CHECK(all() >= 3600);
  CHECK(number(settings, "select count(*) from offers") == all());
  bridge.live_until(day.entries.size());
  CHECK(bridge.is_caught_up());
  bridge.stop_records();
  {
    live::store::CallRecords again{settings, day.header.centre, day.header.world_start};
    CHECK(eventually([&] { return again.written() == day.entries.size(); }));
  }
  CHECK(all() <= 3600 + 600 + 5000.0 / 3 + 500);
}

TEST_CASE("A reload's new agent has a name in the records, live and after a restart", "[store]") {
  Day day = steady_day(10);
  Centre larger = day.header.centre;
  larger.agents.push_back({"Berta", GroupIndex{0}});
  larger.link();
  const AgentIndex berta{1};
  const Folder folder;
  const auto settings = settings_in(folder.path());
  const std::vector<std::uint8_t> state{1, 0, 0, 0};
  journal::Writer journal(settings.journal, day.header, {world_start, state},
                          {.segment_bytes = 1 << 20, .compress = true, .handover = journal::Handover::every_frame});
  auto records = std::make_unique<live::store::CallRecords>(settings, day.header.centre, day.header.world_start);
  std::uint64_t number_of_entry = 0;
  const auto tell = [&](const journal::Entry& entry) {
    journal.append(entry.at, entry.fact, {}, {}, {}, {}, entry.happenings);
    records->add(++number_of_entry, entry.at, entry.fact, entry.happenings);
  };
  for (std::size_t entry = 0; entry < 15; ++entry) tell(day.entries[entry]);
  CHECK(eventually([&] { return records->written() == 15; }));
  journal.append(journal::Preparation{3, larger});
  journal::Entry reload;
  reload.at = day.entries[15].at;
  reload.fact = CentreReloaded{3};
  reload.happenings = {CentreChanged{3}};
  tell(reload);
  for (std::size_t entry = 15; entry < 30; ++entry) {
    for (Happening& happening : day.entries[entry].happenings) {
      if (auto* made = std::get_if<OfferMade>(&happening)) made->offer.agent = berta;
      if (auto* ended = std::get_if<WaitEnded>(&happening)) ended->agent = berta;
    }
    tell(day.entries[entry]);
  }
  CHECK(eventually([&] { return records->written() == 31; }));
  records.reset();
  CHECK(number(settings, "select count(*) from calls where agent = 'Anna'") == 5);
  CHECK(number(settings, "select count(*) from calls where agent = 'Berta'") == 5);
  CHECK(number(settings, "select count(*) from offers where agent = 'Berta'") == 5);
  CHECK(rebuild_call_records(settings.journal, settings) == 10);
  CHECK(number(settings, "select count(*) from calls where agent = 'Berta'") == 5);
}

TEST_CASE("After a power failure the journal is believed, and what records had of more is taken back", "[store]") {
  const std::size_t all = quickstart().entries.size();
  const std::size_t survived = all / 2, recorded = survived + 400;
  const Folder folder, elsewhere;
  auto settings = settings_in(folder.path());
  {
    LiveBridge bridge{quickstart(), settings};
    bridge.live_until(recorded);
    CHECK(bridge.is_caught_up());
  }
  const double calls_before = number(settings, "select count(*) from calls");
  // The same journal, shorter.
  settings.journal = elsewhere / "bridge.tlj";
  {
    auto unrecorded = settings;
    unrecorded.database = elsewhere / "unused.sqlite";
    LiveBridge bridge{quickstart(), unrecorded};
    bridge.stop_records();
    bridge.live_until(survived);
  }
  {
    LiveBridge bridge{quickstart(), settings};
    CHECK(bridge.is_caught_up());
    CHECK(number(settings, "select count(*) from calls") < calls_before);
    bridge.live_until(all);
    CHECK(bridge.is_caught_up());
  }
  CHECK(first_difference(tables_in(settings), whole_quickstart()) == "");
}

TEST_CASE("Tables of another version and journals that are gone are not guessed at", "[store]") {
  const Folder folder;
  const auto settings = settings_in(folder.path());
  const Day day = steady_day(10);
  {
    LiveBridge bridge{day, settings};
    bridge.live_until(30);
    CHECK(bridge.is_caught_up());
  }
  const std::filesystem::path segment = journal::segments_of(settings.journal).at(0);
  std::filesystem::rename(segment, folder / "elsewhere");
  {
    live::store::CallRecords records{settings, day.header.centre, day.header.world_start};
    CHECK_FALSE(eventually([&] { return records.is_up(); }, 1));
  }
  CHECK(number(settings, "select count(*) from calls") == 10);
  CHECK_THROWS_AS(rebuild_call_records(settings.journal, settings), journal::JournalError);
  std::filesystem::rename(folder / "elsewhere", segment);

  const auto connection = live::store::connect(settings);
  connection->begin();
  connection->run("update schema_version set version = 7", {});
  connection->commit();
  CHECK_THROWS_WITH(rebuild_call_records(settings.journal, settings),
                    "the call records have tables of version 7; expected 1");
}

}  // namespace twinline::store_test
