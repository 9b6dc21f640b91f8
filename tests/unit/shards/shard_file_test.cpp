#include "reports/shards/shard_file.hpp"

#include <filesystem>
#include <fstream>
#include <limits>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "reports/journal/journal_error.hpp"
#include "reports/shards/totals_bytes.hpp"
#include "tests/unit/kpi/grid_hour.hpp"
#include "tests/unit/kpi/two_queue_centre.hpp"

namespace twinline::shards {
namespace {

using journal::JournalError;
using reports::ReplicationTotals;
namespace bank = reports::test;

/// What a small day came to; each number of calls gives other totals.
ReplicationTotals day_of(int calls) {
  const Centre centre = bank::two_queue_centre();
  const reports::IntervalGrid grid = bank::quarter_hours(0h, 2h);
  reports::Counters counters(centre, grid);
  std::vector<WaitEnded> waits;
  for (int call = 0; call < calls; ++call) {
    const double at = 60.0 * call;
    waits.push_back(bank::answered(bank::labels(bank::retail, bank::question), at, call % 7, bank::juniors));
    waits.push_back(bank::unanswered(bank::labels(bank::loans, bank::loan, bank::gold), at, 3.25 * call));
  }
  bank::fold_waits(counters, waits);
  counters.finish(world_start + 3h);
  return counters.totals();
}

ShardHeader header() {
  ShardHeader header;
  header.program_version = "0.1.0";
  header.model_version = 1;
  header.comparison = {false, "t_mixture", true};
  header.scenario = "bank.yaml";
  header.arms = {{"A", "--a", {}, "aa"}, {"B", "--b", {{"groups.juniors.scheduled", "12"}}, "bb"}};
  header.seed = 42;
  header.replications = 10;
  header.detail = reports::Detail::full;
  header.shard = 2;
  header.shards = 3;
  return header;
}

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "twinline-shards-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder can be made for the test");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::vector<ShardEntry> entries_of(ShardReader& reader) {
  std::vector<ShardEntry> entries;
  while (const auto entry = reader.next()) entries.push_back(*entry);
  return entries;
}

void write_three(const std::filesystem::path& path) {
  ShardWriter writer(path, header());
  writer.append(1, 4, day_of(4));
  writer.append(0, 3, day_of(3));
  writer.append(0, 5, day_of(0));
  writer.sync();
}

TEST_CASE("what the calls ran on comes back as it was, and nothing comes of none", "[shards]") {
  ReplicationTotals totals = day_of(3);
  CHECK_FALSE(from_bytes(to_bytes(totals)).infrastructure);
  const std::size_t without = to_bytes(totals).size();
  totals.infrastructure = bank::grid_hour();
  CHECK(from_bytes(to_bytes(totals)) == totals);
  totals.infrastructure.emplace();
  CHECK(from_bytes(to_bytes(totals)) == totals);
  CHECK(to_bytes(totals).size() > without);
}

TEST_CASE("what became of matters comes back as it was", "[shards]") {
  ReplicationTotals totals = day_of(3);
  reports::JourneyTotals& journeys = totals.journeys.emplace();
  journeys.by_call_type.resize(2);
  std::uint64_t next = 1;
  for (reports::JourneyCounts& counts : journeys.by_call_type) {
    for (std::uint64_t& number : counts.numbers) number = next++;
    for (statistics::TimeSum& time : counts.times) time.add(Duration::max(), static_cast<std::int64_t>(next++));
  }
  CHECK(from_bytes(to_bytes(totals)) == totals);
  CHECK_FALSE(from_bytes(to_bytes(day_of(3))).journeys);
}

TEST_CASE("totals come back bit for bit") {
  for (const int calls : {0, 1, 50}) CHECK(from_bytes(to_bytes(day_of(calls))) == day_of(calls));
}

TEST_CASE("totals: the largest numbers come back too") {
  ReplicationTotals totals = day_of(3);
  totals.detail = reports::Detail::totals;
  totals.total.counts.answered = std::numeric_limits<std::uint64_t>::max();
  for (int month = 0; month < 100; ++month)
    totals.total.counts.talk.add(Duration::max(), std::numeric_limits<std::int64_t>::max() / 128);
  totals.by_group[0].in_horizon.staffed -= statistics::TimeSum{Duration{1}};
  CHECK(from_bytes(to_bytes(totals)) == totals);
}

TEST_CASE("totals: bytes that are none are refused") {
  const std::string bytes = to_bytes(day_of(50));
  CHECK_THROWS_AS(from_bytes(bytes.substr(0, bytes.size() - 1)), BadTotals);
  CHECK_THROWS_AS(from_bytes("these are no totals"), BadTotals);
}

TEST_CASE("a shard file has its header and its replications, where they stand") {
  const Folder folder;
  write_three(folder / "a.shard");
  ShardReader reader(folder / "a.shard");
  CHECK(reader.header() == header());
  const auto entries = entries_of(reader);
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].arm == 1);
  CHECK(entries[0].index == 4);
  CHECK_FALSE(reader.torn_tail());
  CHECK(reader.sound_bytes() == std::filesystem::file_size(folder / "a.shard"));
  CHECK(reader.totals_at(entries[2]) == day_of(0));
  CHECK(reader.totals_at(entries[0]) == day_of(4));
  CHECK(reader.totals_at(entries[1]) == day_of(3));
}

TEST_CASE("a shard file cut anywhere is read up to the cut and goes on from there") {
  const Folder folder;
  write_three(folder / "whole.shard");
  const std::uint64_t size = std::filesystem::file_size(folder / "whole.shard");
  ShardReader whole(folder / "whole.shard");
  const auto entries = entries_of(whole);
  for (std::uint64_t kept = entries[0].offset; kept < size; kept += 97) {
    std::filesystem::copy_file(folder / "whole.shard", folder / "cut.shard",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(folder / "cut.shard", kept);
    std::uint64_t sound = 0;
    std::size_t found = 0;
    {
      ShardReader reader(folder / "cut.shard");
      found = entries_of(reader).size();
      sound = reader.sound_bytes();
      CHECK((reader.torn_tail().has_value() || sound == kept));
    }
    ShardWriter(folder / "cut.shard", sound).append(0, 9, day_of(9));
    ShardReader again(folder / "cut.shard");
    const auto now = entries_of(again);
    REQUIRE(now.size() == found + 1);
    CHECK_FALSE(again.torn_tail());
    CHECK(again.totals_at(now.back()) == day_of(9));
  }
}

TEST_CASE("a damaged replication is an error with its place, and what stands before it is sound") {
  const Folder folder;
  write_three(folder / "a.shard");
  std::uint64_t second = 0;
  {
    ShardReader reader(folder / "a.shard");
    second = entries_of(reader)[1].offset;
  }
  std::fstream stream(folder / "a.shard", std::ios::binary | std::ios::in | std::ios::out);
  stream.seekp(static_cast<std::streamoff>(second + 30)).put('\x55');
  stream.close();
  ShardReader reader(folder / "a.shard");
  CHECK(reader.next());
  CHECK_THROWS_WITH(reader.next(), Catch::Contains("byte " + std::to_string(second)));
  CHECK(reader.sound_bytes() == second);
}

TEST_CASE("what is no shard file is refused") {
  const Folder folder;
  std::ofstream(folder / "text") << "a scenario, say";
  CHECK_THROWS_WITH(ShardReader(folder / "text"), Catch::Contains("not a shard file of twinline"));
  std::ofstream(folder / "empty").close();
  CHECK_THROWS_WITH(ShardReader(folder / "empty"), Catch::Contains("ends before its header does"));
  CHECK_THROWS_AS(ShardReader(folder / "absent"), JournalError);
  write_three(folder / "a.shard");
  CHECK_THROWS_AS(ShardWriter(folder / "a.shard", header()), JournalError);
  ShardWriter(folder / "b.shard", header()).append(2, 0, day_of(1));
  ShardReader beyond(folder / "b.shard");
  CHECK_THROWS_WITH(beyond.next(), Catch::Contains("a replication that the run does not have"));
}

TEST_CASE("shards are of one run when all but their parts are equal") {
  ShardHeader other = header();
  other.shard = 1;
  other.shards = 7;
  CHECK(of_one_run(header(), other));
  other.arms[1].overlays[0].second = "13";
  CHECK_FALSE(of_one_run(header(), other));
}

}  // namespace
}  // namespace twinline::shards
