// A journal that is not what these policies would have done, and one that a crash cut short, as `twinline replay`
// tells.
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/journal/reader.hpp"
#include "sim/lab/replay.hpp"
#include "tests/cli/desk.hpp"
#include "tests/journal/journalled.hpp"

namespace twinline::journal_test {
namespace {

using cli_test::Desk;
using cli_test::Finished;
using Json = nlohmann::ordered_json;

/// A desk with the journal of one replication of the small scenario.
class JournalDesk : public Desk {
 public:
  JournalDesk() : Desk(cli_test::small) {
    const Finished finished =
        twinline({"run", "s.yaml", "--replications", "2", "--journal", "day.tlj", "--journal-replication", "1"});
    REQUIRE(finished.exit_code == 0);
  }
  std::filesystem::path journal() const { return folder() / "day.tlj"; }
  std::filesystem::path other() const { return folder() / "other.tlj"; }
};

/// The number of the first entry whose decisions give a call to an agent, `after` others of the kind.
std::uint64_t entry_with_assignment(const std::filesystem::path& journal, std::uint64_t after) {
  journal::Reader reader(journal);
  std::uint64_t number = 0;
  while (const auto record = reader.next()) {
    const auto* entry = std::get_if<journal::Entry>(&*record);
    if (!entry) continue;
    ++number;
    const bool assigns = !entry->decisions.empty() && entry->decisions.front().kind == Decision::Kind::assign;
    if (assigns && after-- == 0) return number;
  }
  FAIL("no such entry");
  return 0;
}

TEST_CASE("replay: a journal as it was written is equal, told in words and as JSON") {
  const JournalDesk desk;
  const Finished finished = desk.twinline({"replay", "day.tlj"});
  CHECK(finished.exit_code == 0);
  CHECK(finished.err.empty());
  CHECK(finished.out.starts_with("day.tlj: "));
  CHECK(finished.out.ends_with(" decisions replayed, all equal\n"));
  const Json json = Json::parse(desk.twinline({"replay", "day.tlj", "--json"}).out);
  CHECK(json["schema"] == "twinline.replay/1");
  CHECK(json["equal"] == true);
  CHECK(json["entries"].get<int>() > 300);
  CHECK(json["decisions"].get<int>() > 100);
  CHECK(json["warnings"].empty());
  CHECK_FALSE(json.contains("difference"));

  rewrite(
      desk.journal(), desk.other(), [](std::uint64_t, journal::Entry&) {}, true);
  CHECK(desk.read("other.tlj") == desk.read("day.tlj"));
}

TEST_CASE("replay: one decision changed is found where it stands, with what was and what would be") {
  const JournalDesk desk;
  const std::uint64_t entry = entry_with_assignment(desk.journal(), 40);
  AgentIndex was, is;
  rewrite(
      desk.journal(), desk.other(),
      [&](std::uint64_t number, journal::Entry& changed) {
        if (number != entry) return;
        was = changed.decisions.front().agent;
        is = AgentIndex{(was.value + 1) % 4};
        changed.decisions.front().agent = is;
      },
      true);
  const sim::ReplayResult result = sim::replay(desk.other());
  REQUIRE(result.difference);
  CHECK(result.difference->what == "decisions");
  CHECK(result.difference->entry == entry);
  CHECK(result.entries == entry);
  CHECK(result.difference->at > world_start);
  CHECK(result.difference->expected != result.difference->found);

  const Finished told = desk.twinline({"replay", "other.tlj"});
  CHECK(told.exit_code == 1);
  CHECK(told.out.starts_with("other.tlj: entry " + std::to_string(entry) + " at "));
  CHECK(told.out.find(" s differs in its decisions\n  journal:  " + result.difference->expected +
                      "\n  replayed: " + result.difference->found + "\n") != std::string::npos);
  const Finished json = desk.twinline({"replay", "other.tlj", "--json"});
  CHECK(json.exit_code == 1);
  const Json difference = Json::parse(json.out)["difference"];
  CHECK(difference["entry"] == entry);
  CHECK(difference["what"] == "decisions");
  CHECK(difference["journal"] == result.difference->expected);
  CHECK(difference["replayed"] == result.difference->found);
  CHECK(Json::parse(json.out)["equal"] == false);
}

TEST_CASE("replay: a decision, wish or happening that is missing is a difference too") {
  const JournalDesk desk;
  const std::uint64_t entry = entry_with_assignment(desk.journal(), 5);
  const auto what_differs = [&](const Change& change) {
    rewrite(
        desk.journal(), desk.other(),
        [&](std::uint64_t number, journal::Entry& changed) {
          if (number == entry) change(number, changed);
        },
        false);
    const sim::ReplayResult result = sim::replay(desk.other());
    REQUIRE(result.difference);
    CHECK(result.difference->entry == entry);
    return result.difference->what;
  };
  const auto forget_decisions = [](auto, journal::Entry& changed) {
    changed.decisions.clear();
    changed.answers.clear();
  };
  CHECK(what_differs(forget_decisions) == "decisions");
  CHECK(what_differs([](auto, journal::Entry& changed) { changed.wishes.pop_back(); }) == "wishes");
  CHECK(what_differs([](auto, journal::Entry& changed) { changed.happenings.pop_back(); }) == "happenings");
}

TEST_CASE("replay: a journal cut at every byte of its last frame is replayed to its last whole frame, with a warning") {
  const JournalDesk desk;
  // The last frame is an entry's when nobody could close the journal.
  std::uint64_t entries = 0;
  rewrite(
      desk.journal(), desk.other(), [&](std::uint64_t number, journal::Entry&) { entries = number; }, false);
  const std::string whole = desk.read("other.tlj");
  rewrite(
      desk.journal(), desk.other(), [](std::uint64_t, journal::Entry&) {}, false);
  const sim::ReplayResult uncut = sim::replay(desk.other());
  CHECK(uncut.entries == entries);
  CHECK(uncut.warnings.empty());

  // Cut byte by byte until the entry before the last one is torn as well; the first cut says how long a frame is.
  std::size_t size = whole.size() - 1;
  std::size_t frame = 0;
  for (;; --size) {
    desk.write("other.tlj", whole.substr(0, size));
    const sim::ReplayResult result = sim::replay(desk.other());
    CHECK_FALSE(result.difference);
    REQUIRE(result.entries == entries - 1);
    if (result.warnings.empty()) break;  // cut exactly between two frames
    ++frame;
    REQUIRE(result.warnings.size() == 1);
    CHECK(result.warnings.front().find("are no whole frame and were left out") != std::string::npos);
  }
  CHECK(frame > 12);
  CHECK(size == whole.size() - frame - 1);

  desk.write("other.tlj", whole.substr(0, whole.size() - 3));
  const Finished told = desk.twinline({"replay", "other.tlj"});
  CHECK(told.exit_code == 0);
  CHECK(told.err == "warning: other.tlj: byte " + std::to_string(size) + ": the last " + std::to_string(frame + 1 - 3) +
                        " bytes are no whole frame and were left out\n");
  CHECK(told.out.starts_with("other.tlj: " + std::to_string(entries - 1) + " facts and "));
}

TEST_CASE("replay: a closed journal cut within its index and trailer has all its entries") {
  const JournalDesk desk;
  const std::string whole = desk.read("day.tlj");
  const std::uint64_t entries = sim::replay(desk.journal()).entries;
  for (std::size_t cut = 1; cut <= 19; ++cut) {
    desk.write("other.tlj", whole.substr(0, whole.size() - cut));
    const sim::ReplayResult result = sim::replay(desk.other());
    CHECK(result.entries == entries);
    CHECK_FALSE(result.difference);
    CHECK(result.warnings.size() == (cut < 19 ? 1 : 0));
  }
}

TEST_CASE("replay: a byte that changed is damage, and no result") {
  const JournalDesk desk;
  std::string bytes = desk.read("day.tlj");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x10);
  desk.write("other.tlj", bytes);
  const Finished told = desk.twinline({"replay", "other.tlj"});
  CHECK(told.exit_code == 2);
  CHECK(told.out.empty());
  CHECK(told.err.starts_with("other.tlj: byte "));
  CHECK(desk.twinline({"replay", "day.tlj", "--segment", "1"}).err ==
        "day.tlj: the journal has 1 segments, counted from 0\n");
}

}  // namespace
}  // namespace twinline::journal_test
