#include <stdexcept>

#include <catch2/catch.hpp>

#include "reports/journal/segment.hpp"
#include "reports/journal/segment_names.hpp"
#include "tests/unit/journal/random_records.hpp"

using namespace twinline;
using namespace twinline::journal;
using namespace twinline::journal::test;

namespace {

const Snapshot first_snapshot{Time{-5s}, {1, 0, 0, 0, 255}};

/// Reads everything from where the reader stands and holds it against what was given; snapshots and
/// preparations are counted only.
struct Counts {
  std::size_t entries = 0, snapshots = 0, preparations = 0;
};

Counts check_entries(Reader& reader, const std::vector<Given>& given, std::size_t first = 0) {
  Counts counts;
  while (const auto record = reader.next()) {
    if (const auto* entry = std::get_if<Entry>(&*record)) {
      REQUIRE(first + counts.entries < given.size());
      INFO("entry " << first + counts.entries);
      REQUIRE(same_entry(given[first + counts.entries], *entry));
      ++counts.entries;
    } else if (std::holds_alternative<Snapshot>(*record)) {
      ++counts.snapshots;
    } else {
      ++counts.preparations;
    }
  }
  CHECK(first + counts.entries == given.size());
  return counts;
}

/// One instant later than the last entry, and recognisable.
Snapshot snapshot_at(Time at) { return {at, {2, 0, 0, 0, static_cast<std::uint8_t>(at.time_since_epoch().count())}}; }

}  // namespace

TEST_CASE("journal: a closed journal gives back what was appended") {
  const Folder folder;
  const auto compress = GENERATE(false, true);
  const auto handover = GENERATE(Handover::buffered, Handover::every_frame);
  Chance chance{7};
  const auto given = any_entries(chance, 3000, first_snapshot.at);
  {
    Writer writer{folder / "day.tlj", sample_header(), first_snapshot, {0, compress, handover, Existing::refuse}};
    for (const Given& entry : given) append(writer, entry);
    writer.close();
  }
  Reader reader{folder / "day.tlj"};
  CHECK(reader.header().scenario_hash == "c0ffee");
  const auto first = reader.next();
  REQUIRE(first);
  CHECK(same(std::get<Snapshot>(*first).state, first_snapshot.state));
  CHECK(std::get<Snapshot>(*first).at == first_snapshot.at);
  CHECK(check_entries(reader, given).snapshots == 0);
  CHECK(reader.closed());
  CHECK(reader.torn_tails().empty());
  CHECK_FALSE(reader.next());
}

TEST_CASE("journal: an entry keeps its attributes and reasons when it is moved and the reader goes on") {
  const Folder folder;
  const std::vector<Attribute> attributes{{AttributeIndex{std::size_t{0}}, -3}, {AttributeIndex{std::size_t{4}}, 9}};
  const std::vector<Reason> reasons{{{}, AgentIndex{std::size_t{2}}, 1.5, "longest idle"}, {{}, {}, 0, "busy"}};
  Writer writer{folder / "day.tlj", sample_header(), first_snapshot};
  writer.append(first_snapshot.at, AttributesLearned{{}, attributes}, {}, {}, reasons, {}, {});
  writer.append(first_snapshot.at, CallerHungUp{}, {}, {}, {}, {}, {});
  writer.close();

  Reader reader{folder / "day.tlj"};
  reader.next();
  Entry kept = std::get<Entry>(std::move(*reader.next()));
  while (reader.next()) {
  }
  const Entry moved = std::move(kept);
  CHECK(same(std::get<AttributesLearned>(moved.fact).attributes, Attributes{attributes}));
  CHECK(same(moved.reasons, reasons));
}

TEST_CASE("journal: one in which nothing happened opens with its snapshot and is closed") {
  const Folder folder;
  const auto compress = GENERATE(false, true);
  Writer{folder / "empty.tlj", sample_header(), first_snapshot, {0, compress, Handover::buffered, Existing::refuse}}
      .close();
  Reader reader{folder / "empty.tlj"};
  const auto record = reader.next();
  REQUIRE(record);
  CHECK(std::holds_alternative<Snapshot>(*record));
  CHECK_FALSE(reader.next());
  CHECK(reader.closed());
}

TEST_CASE("journal: what is not closed is readable at once when every frame is handed over") {
  const Folder folder;
  Chance chance{8};
  const auto given = any_entries(chance, 50, first_snapshot.at);
  Writer writer{
      folder / "live.tlj", sample_header(), first_snapshot, {0, true, Handover::every_frame, Existing::refuse}};
  for (const Given& entry : given) append(writer, entry);
  Reader reader{folder / "live.tlj"};
  CHECK(check_entries(reader, given).snapshots == 1);
  CHECK_FALSE(reader.closed());
  CHECK(reader.torn_tails().empty());
}

TEST_CASE("journal: the same calls give the same bytes") {
  const Folder folder;
  const auto compress = GENERATE(false, true);
  for (const char* name : {"a.tlj", "b.tlj"}) {
    Chance chance{9};
    const auto handover = name[0] == 'a' ? Handover::buffered : Handover::every_frame;
    Writer writer{folder / name, sample_header(), first_snapshot, {0, compress, handover, Existing::refuse}};
    for (const Given& entry : any_entries(chance, 2000, first_snapshot.at)) append(writer, entry);
    writer.close();
  }
  CHECK(bytes_of(folder / "a.tlj") == bytes_of(folder / "b.tlj"));
}

TEST_CASE("journal: segments follow one another, and each replays by itself") {
  const Folder folder;
  const auto compress = GENERATE(false, true);
  Chance chance{10};
  const auto given = any_entries(chance, 2000, first_snapshot.at);
  std::vector<std::size_t> begins{0};  // first entry of each segment
  {
    Writer writer{
        folder / "day.tlj", sample_header(), first_snapshot, {100'000, compress, Handover::buffered, Existing::refuse}};
    for (std::size_t entry = 0; entry < given.size(); ++entry) {
      append(writer, given[entry]);
      if (!writer.segment_is_full()) continue;
      writer.append(snapshot_at(given[entry].at));
      begins.push_back(entry + 1);
      CHECK_FALSE(writer.segment_is_full());
    }
    writer.close();
  }
  CHECK_FALSE(std::filesystem::exists(folder / "day.tlj"));
  Reader all{folder / "day.tlj"};
  REQUIRE(all.segments().size() == begins.size());
  REQUIRE(begins.size() > 4);
  CHECK(all.segments()[1] == folder / "day.0002.tlj");
  CHECK(check_entries(all, given).snapshots == begins.size());

  Reader third{segment_path(folder / "day.tlj", 3)};
  CHECK(third.segments().size() == 1);
  CHECK(std::get<Snapshot>(*third.next()).at == given[begins[2] - 1].at);
  for (std::size_t entry = begins[2]; entry < begins[3]; ++entry) {
    REQUIRE(same_entry(given[entry], std::get<Entry>(*third.next())));
  }
  CHECK_FALSE(third.next());

  all.seek_segment(3);
  CHECK(all.segment() == 3);
  CHECK(check_entries(all, given, begins[3]).snapshots == begins.size() - 3);
  CHECK_THROWS_AS(all.seek_segment(begins.size()), std::out_of_range);

  std::filesystem::remove(segment_path(folder / "day.tlj", 1));
  CHECK(Reader{folder / "day.tlj"}.segments().size() == begins.size() - 1);
  std::filesystem::remove(segment_path(folder / "day.tlj", 3));
  CHECK_THROWS_WITH(Reader{folder / "day.tlj"}, Catch::EndsWith("day.0003.tlj: this segment is missing"));
}

TEST_CASE("journal: reading begins at the last snapshot before an instant") {
  const Folder folder;
  const auto segment_bytes = GENERATE(std::uint64_t{0}, std::uint64_t{300'000});
  const auto closed = GENERATE(true, false);
  const auto compress = GENERATE(true, false);
  Chance chance{11};
  const auto given = any_entries(chance, 2000, first_snapshot.at);
  std::vector<std::size_t> snapshots;
  {
    Writer writer{folder / "day.tlj",
                  sample_header(),
                  first_snapshot,
                  {segment_bytes, compress, Handover::buffered, Existing::refuse}};
    for (std::size_t entry = 0; entry < given.size(); ++entry) {
      append(writer, given[entry]);
      if (entry % 300 != 299) continue;
      writer.append(snapshot_at(given[entry].at));
      snapshots.push_back(entry);
    }
    if (closed) writer.close();
  }
  Reader reader{folder / "day.tlj"};
  for (const std::size_t entry : {snapshots[4], snapshots[0], snapshots[5]}) {
    REQUIRE(reader.seek_snapshot(given[entry + 5].at));
    CHECK(std::get<Snapshot>(*reader.next()).at == given[entry].at);
    check_entries(reader, given, entry + 1);
  }
  REQUIRE(reader.seek_snapshot(first_snapshot.at));
  CHECK(check_entries(reader, given).snapshots == snapshots.size() + 1);

  REQUIRE(reader.seek_snapshot(first_snapshot.at));
  CHECK_FALSE(reader.seek_snapshot(first_snapshot.at - 1ns));
  CHECK(check_entries(reader, given).snapshots == snapshots.size() + 1);
}

TEST_CASE("journal: later segments name the policy and centre in force, and repeat what is still prepared") {
  const Folder folder;
  const PolicyIdentity candidate{"priority_ageing", 1, {{"weight", "2"}}, "5ca1ab1e"};
  const PolicyIdentity other{"random", 1, {}};
  Centre larger = sample_header().centre;
  larger.agents.push_back({"a3", GroupIndex{std::size_t{0}}});
  larger.link();
  Writer writer{folder / "day.tlj", sample_header(), first_snapshot, {1, true, Handover::buffered, Existing::refuse}};
  writer.append(Preparation{4, Preparation::Policy{PolicyKind::routing, candidate, {0, 255, 7}}});
  writer.append(Preparation{5, larger});
  writer.append(Preparation{6, Preparation::Policy{PolicyKind::routing, other}});
  writer.append(first_snapshot.at, PolicyPutInForce{PolicyKind::staffing, 4}, {}, {}, {}, {}, {});
  writer.append(snapshot_at(first_snapshot.at));
  writer.append(first_snapshot.at, PolicyPutInForce{PolicyKind::routing, 4}, {}, {}, {}, {}, {});
  writer.append(first_snapshot.at, CentreReloaded{5}, {}, {}, {}, {}, {});
  writer.append(snapshot_at(first_snapshot.at));
  writer.close();

  const auto prepared = [](const std::filesystem::path& file) {
    std::vector<std::uint32_t> numbers;
    Reader reader{file};
    while (const auto record = reader.next()) {
      if (const auto* preparation = std::get_if<Preparation>(&*record)) numbers.push_back(preparation->number);
    }
    return numbers;
  };
  const Reader second{folder / "day.0002.tlj"}, third{folder / "day.0003.tlj"};
  CHECK(second.header().routing.name == "skill_priority");
  CHECK(second.header().staffing.name == "fixed");
  CHECK(second.header().centre.agents.size() == 2);
  CHECK(prepared(folder / "day.0002.tlj") == std::vector<std::uint32_t>{4, 5, 6});
  CHECK(same(third.header().routing, candidate));
  CHECK(same(third.header().centre, larger));
  CHECK(prepared(folder / "day.0003.tlj") == std::vector<std::uint32_t>{6});

  Reader first{folder / "day.0001.tlj"};
  first.next();
  const auto record = first.next();
  const auto& policy = std::get<Preparation::Policy>(std::get<Preparation>(*record).what);
  CHECK(policy.kind == PolicyKind::routing);
  CHECK(same(policy.identity, candidate));
  CHECK(policy.state == std::vector<std::uint8_t>{0, 255, 7});
  const auto next = std::get<Preparation>(*first.next());
  CHECK(std::holds_alternative<Centre>(next.what));
  const auto last = std::get<Preparation>(*first.next());
  CHECK(std::get<Preparation::Policy>(last.what).state.empty());
}

TEST_CASE("journal: compressing makes it smaller") {
  const Folder folder;
  Chance chance{12};
  const auto given = ordinary_calls(chance, 5'000, first_snapshot.at);
  Writer writer{folder / "day.tlj", sample_header(), first_snapshot, {0, false, Handover::buffered, Existing::refuse}};
  for (const Given& entry : given) append(writer, entry);
  CHECK_THROWS_WITH(compress_segment(folder / "day.tlj"), Catch::EndsWith("only closed segments are compressed"));
  writer.close();
  const auto open_bytes = std::filesystem::file_size(folder / "day.tlj");
  compress_segment(folder / "day.tlj");
  const std::string compressed = bytes_of(folder / "day.tlj");
  compress_segment(folder / "day.tlj");
  CHECK(bytes_of(folder / "day.tlj") == compressed);
  CHECK(compressed.size() < open_bytes / 2);
  WARN("ordinary entries: " << open_bytes / given.size() << " bytes each, " << compressed.size() / given.size()
                            << " compressed");
}

TEST_CASE("journal: time does not run backwards") {
  const Folder folder;
  Writer writer{folder / "day.tlj", sample_header(), first_snapshot};
  CHECK_THROWS_AS(writer.append(first_snapshot.at - 1ns, CallerHungUp{}, {}, {}, {}, {}, {}), std::invalid_argument);
  CHECK_THROWS_AS(writer.append(snapshot_at(first_snapshot.at - 1ns)), std::invalid_argument);
  writer.close();
  CHECK_THROWS_AS(writer.append(first_snapshot.at, CallerHungUp{}, {}, {}, {}, {}, {}), std::logic_error);
}

TEST_CASE("journal: one that is there is refused, or replaced with all its segments") {
  const Folder folder;
  const WriterOptions refuse{1, false, Handover::buffered, Existing::refuse};
  const WriterOptions replace{0, false, Handover::buffered, Existing::replace};
  {
    Writer writer{folder / "day.tlj", sample_header(), first_snapshot, refuse};
    writer.append(snapshot_at(first_snapshot.at));
    writer.close();
  }
  CHECK_THROWS_WITH((Writer{folder / "day.tlj", sample_header(), first_snapshot, refuse}),
                    Catch::Contains("is there already"));
  Writer{folder / "day.tlj", sample_header(), first_snapshot, replace}.close();
  CHECK(Reader{folder / "day.tlj"}.segments() == std::vector{folder / "day.tlj"});
  CHECK_FALSE(std::filesystem::exists(folder / "day.0001.tlj"));
  std::filesystem::create_directory(folder / "folder.tlj");
  CHECK_THROWS_WITH((Writer{folder / "folder.tlj", sample_header(), first_snapshot, replace}),
                    Catch::Contains("is not a file"));
}
