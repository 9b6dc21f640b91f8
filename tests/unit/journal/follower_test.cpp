// A journal followed while it grows: frame by frame, from segment to segment, over crashes and behind the packer's
// back.
#include "reports/journal/follower.hpp"

#include <fstream>
#include <optional>

#include <catch2/catch.hpp>

#include "reports/journal/reader.hpp"
#include "reports/journal/segment.hpp"
#include "reports/journal/segment_names.hpp"
#include "reports/journal/writer.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::journal::follower_test {
namespace {

using scenarios::samples::Folder;

/// A journal as a bridge writes it: every frame at once, segments full after so many bytes, numbered entries.
class Growing {
 public:
  explicit Growing(std::uint64_t segment_bytes = 1 << 20) : segment_bytes_(segment_bytes) { begin(); }

  /// Begins another segment after those that are there, as another process does.
  void begin() {
    WriterOptions options;
    options.segment_bytes = segment_bytes_;
    options.compress = false;
    options.handover = Handover::every_frame;
    options.existing = Existing::follow;
    Header header;
    header.entries_before = entries_;
    writer_.emplace(path(), header, snapshot(), options);
  }

  /// One entry, at as many seconds as its number says; a snapshot after it where the segment is full.
  void write() {
    ++entries_;
    writer_->append(now(), TrunkChanged{TrunkIndex{entries_}, true}, {}, {}, {}, {}, {});
    if (writer_->segment_is_full()) writer_->append(snapshot());
  }

  /// Without the index, and with the beginning of a frame that never became whole.
  void crash() {
    writer_.reset();
    std::ofstream(last_segment(), std::ios::app | std::ios::binary) << "torn";
  }

  void close() { writer_->close(); }
  std::filesystem::path path() const { return folder_.path() / "day.tlj"; }
  std::filesystem::path last_segment() const { return segments_of(path()).back(); }
  std::uint64_t entries() const { return entries_; }

 private:
  Time now() const { return Time{std::chrono::seconds{entries_}}; }
  Snapshot snapshot() const { return {now(), {1, 2, 3}}; }

  Folder folder_;
  std::uint64_t segment_bytes_;
  std::uint64_t entries_ = 0;
  std::optional<Writer> writer_;
};

/// The number of the next entry; 0 where there is none yet. Snapshots are passed over, and counted.
std::uint64_t next_entry(Follower& follower, int* snapshots = nullptr) {
  while (const auto record = follower.next()) {
    if (const auto* entry = std::get_if<Entry>(&*record)) return std::get<TrunkChanged>(entry->fact).trunk.value;
    if (snapshots != nullptr) ++*snapshots;
  }
  return 0;
}

TEST_CASE("follower: what is written is there at once, and before it there is nothing") {
  const Folder folder;
  Follower early(folder.path() / "not_yet.tlj");
  CHECK_FALSE(early.next());

  Growing journal;
  Follower follower(journal.path());
  CHECK(next_entry(follower) == 0);
  for (std::uint64_t number = 1; number <= 5; ++number) {
    journal.write();
    CHECK(next_entry(follower) == number);
    CHECK(next_entry(follower) == 0);
  }
  CHECK_FALSE(follower.has_newer_segment());
  CHECK_FALSE(follower.skip_to_newest());
}

TEST_CASE("follower: it begins with the newest segment and goes on from one to the next") {
  Growing journal(600);
  while (segments_of(journal.path()).size() < 3) journal.write();
  const std::uint64_t before = journal.entries();
  Follower follower(journal.path());
  for (int more = 0; more < 40; ++more) {
    journal.write();
    REQUIRE(next_entry(follower) == before + static_cast<std::uint64_t>(more) + 1);
  }
  CHECK(segments_of(journal.path()).size() > 4);
  journal.close();
  CHECK(next_entry(follower) == 0);
}

TEST_CASE("follower: segments that are packed under its hands give the same records") {
  Growing journal(600);
  Follower follower(journal.path());
  journal.write();
  REQUIRE(next_entry(follower) == 1);  // in the middle of the first
  while (segments_of(journal.path()).size() < 4) journal.write();
  const auto segments = segments_of(journal.path());
  for (std::size_t packed = 0; packed + 1 < segments.size(); ++packed) compress_segment(segments[packed]);
  int snapshots = 0;
  for (std::uint64_t number = 2; number <= journal.entries(); ++number) {
    REQUIRE(next_entry(follower, &snapshots) == number);
  }
  CHECK(next_entry(follower, &snapshots) == 0);
  CHECK(snapshots + 1 == static_cast<int>(segments.size()));
}

TEST_CASE("follower: a writer that died is followed by the next, and its torn tail is left out") {
  Growing journal;
  Follower follower(journal.path());
  journal.write();
  journal.write();
  REQUIRE(next_entry(follower) == 1);
  journal.crash();
  CHECK(next_entry(follower) == 2);
  CHECK(next_entry(follower) == 0);
  journal.begin();
  journal.write();
  CHECK(follower.has_newer_segment());
  CHECK(next_entry(follower) == 3);
  CHECK(follower.header().entries_before == 2);
}

TEST_CASE("follower: a tail that becomes whole is read then") {
  Growing journal;
  journal.write();
  Follower follower(journal.path());
  REQUIRE(next_entry(follower) == 1);
  const auto size = std::filesystem::file_size(journal.last_segment());
  journal.write();
  std::ifstream whole(journal.last_segment(), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(whole), {}};
  std::filesystem::resize_file(journal.last_segment(), size + 9);
  CHECK(next_entry(follower) == 0);
  std::ofstream(journal.last_segment(), std::ios::binary | std::ios::in | std::ios::ate) << bytes.substr(size + 9);
  CHECK(next_entry(follower) == 2);
}

TEST_CASE("follower: who is behind may skip to the newest segment, whose header says how much that was") {
  Growing journal(600);
  Follower follower(journal.path());
  journal.write();
  REQUIRE(next_entry(follower) == 1);
  while (segments_of(journal.path()).size() < 4) journal.write();
  journal.write();
  REQUIRE(follower.skip_to_newest());
  const std::uint64_t next = next_entry(follower);
  CHECK(next == follower.header().entries_before + 1);
  CHECK(next > 2);
  CHECK_FALSE(follower.skip_to_newest());
}

TEST_CASE("follower: what is damaged is an error with file and byte") {
  Growing journal;
  journal.write();
  Follower follower(journal.path());
  REQUIRE(next_entry(follower) == 1);
  std::ofstream(journal.last_segment(), std::ios::app | std::ios::binary) << "nothing that a writer wrote";
  CHECK_THROWS_WITH(next_entry(follower), Catch::Contains("day.0001.tlj: byte ") && Catch::Contains("checksum"));
}

}  // namespace
}  // namespace twinline::journal::follower_test
