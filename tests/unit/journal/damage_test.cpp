#include <algorithm>
#include <cstdio>
#include <fstream>

#include <catch2/catch.hpp>
#include <signal.h>
#include <sys/resource.h>

#include "reports/journal/checksum.hpp"
#include "reports/journal/frame.hpp"
#include "tests/unit/journal/random_records.hpp"

using namespace twinline;
using namespace twinline::journal;
using namespace twinline::journal::test;

namespace {

const Snapshot opening{world_start, {1, 0, 0, 0}};

/// What could be read of a file: the number of records, and whether a tail was torn.
struct ReadBack {
  std::size_t records = 0;
  std::vector<TornTail> torn;
  bool closed = false;
};

ReadBack read_all(const std::filesystem::path& file) {
  Reader reader{file};
  ReadBack read;
  while (reader.next()) ++read.records;
  read.torn = reader.torn_tails();
  read.closed = reader.closed();
  return read;
}

/// Bytes of a journal with this many random entries, as a crash leaves it or closed.
std::string sample(const std::filesystem::path& file, std::size_t entries, bool closed, bool compress) {
  Chance chance{entries};
  {
    Writer writer{file, sample_header(), opening, {0, compress, Handover::buffered, Existing::replace}};
    for (const Given& entry : any_entries(chance, entries, opening.at)) append(writer, entry);
    if (closed) writer.close();
  }
  return bytes_of(file);
}

void write_byte(const std::filesystem::path& file, std::size_t position, char byte) {
  std::fstream stream{file, std::ios::binary | std::ios::in | std::ios::out};
  stream.seekp(static_cast<std::streamoff>(position)).put(byte);
}

/// A limit on the size of files stands for a full disk: writing beyond it fails as it does when there is no
/// room.
class FullDisk {
 public:
  explicit FullDisk(std::uint64_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const ::rlimit tight{bytes, before_.rlim_max};
    if (::setrlimit(RLIMIT_FSIZE, &tight) != 0) throw std::runtime_error("no limit could be set");
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  ::rlimit before_{};
  void (*handler_)(int);
};

/// Where the frames of a file begin, and its end.
std::vector<std::uint64_t> frame_begins(const std::filesystem::path& file) {
  std::vector<std::uint64_t> begins;
  FrameReader frames{file};
  while (const auto frame = frames.next()) begins.push_back(frame->offset);
  begins.push_back(frames.position());
  return begins;
}

}  // namespace

TEST_CASE("journal damage: CRC-32C gives the values of RFC 3720, appendix B.4") {
  CHECK(crc32c("123456789") == 0xE3069283U);
  CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AAU);
  CHECK(crc32c(std::string(32, '\xFF')) == 0x62A8AB43U);
  CHECK(crc32c("6789", crc32c("12345")) == 0xE3069283U);
}

TEST_CASE("journal damage: cut at every byte of its last frame, it is read to its last whole frame") {
  const Folder folder;
  const auto file = folder / "cut.tlj";
  const std::string whole = sample(file, 40, false, false);
  const auto begins = frame_begins(file);
  REQUIRE(begins.size() == 1 + 1 + 40 + 1);  // header, snapshot, entries, end
  const std::uint64_t last = begins[begins.size() - 2];
  for (std::uint64_t size = last; size <= whole.size(); ++size) {
    write_bytes(file, whole.substr(0, size));
    const ReadBack read = read_all(file);
    INFO("cut at byte " << size);
    REQUIRE(read.records == (size == whole.size() ? 41 : 40));
    REQUIRE_FALSE(read.closed);
    const bool torn = size != last && size != whole.size();
    REQUIRE(read.torn.size() == (torn ? 1 : 0));
    if (!torn) continue;
    REQUIRE(read.torn[0].position == last);
    REQUIRE(read.torn[0].bytes == size - last);
    REQUIRE(to_string(read.torn[0]) == file.string() + ": byte " + std::to_string(last) + ": the last " +
                                           std::to_string(size - last) + " bytes are no whole frame and were left out");
  }
}

TEST_CASE(
    "journal damage: a compressed one cut anywhere in its last block, index or trailer is read to the block "
    "before") {
  const Folder folder;
  const auto file = folder / "cut.tlj";
  const std::string whole = sample(file, 3000, true, true);
  const auto begins = frame_begins(file);
  const std::uint64_t last_block = begins[begins.size() - 4], index = begins[begins.size() - 3];
  REQUIRE(begins.size() >= 6);
  const std::size_t all = read_all(file).records;
  REQUIRE(all == 3001);
  write_bytes(file, whole.substr(0, last_block));
  const std::size_t without_last_block = read_all(file).records;
  REQUIRE(without_last_block < all);
  REQUIRE(without_last_block > 100);
  for (std::uint64_t size = last_block; size < whole.size(); size += size + 40 < index ? 997 : 1) {
    write_bytes(file, whole.substr(0, size));
    const ReadBack read = read_all(file);
    INFO("cut at byte " << size);
    REQUIRE(read.records == (size < index ? without_last_block : all));
    REQUIRE_FALSE(read.closed);
    const bool between_frames = std::find(begins.begin(), begins.end(), size) != begins.end();
    REQUIRE(read.torn.size() == (between_frames ? 0 : 1));
  }
}

TEST_CASE("journal damage: zeros after the last write are a torn tail") {
  const Folder folder;
  const auto file = folder / "zeros.tlj";
  const std::string whole = sample(file, 5, false, false);
  const auto begins = frame_begins(file);
  const std::uint64_t last = begins[begins.size() - 2];
  for (std::uint64_t size = last; size < whole.size(); ++size) {
    write_bytes(file, whole.substr(0, size) + std::string(4096, '\0'));
    const ReadBack read = read_all(file);
    INFO("zeros from byte " << size);
    // The last byte of the checksum may be a zero itself, and then the frame is whole.
    const bool whole_after_all = whole.find_first_not_of('\0', size) == std::string::npos;
    REQUIRE(read.records == (whole_after_all ? 6 : 5));
    REQUIRE(read.torn.size() == 1);
  }
}

TEST_CASE("journal damage: a byte that changed anywhere is found, and named") {
  const Folder folder;
  const auto compress = GENERATE(false, true);
  const auto file = folder / "flipped.tlj";
  const std::string bytes = sample(file, 12, true, compress);
  REQUIRE(read_all(file).closed);
  std::size_t named = 0;
  for (std::size_t position = 0; position < bytes.size(); ++position) {
    if (position > 0) write_byte(file, position - 1, bytes[position - 1]);
    write_byte(file, position, static_cast<char>(bytes[position] ^ (1 << position % 8)));
    INFO("byte " << position);
    try {
      read_all(file);
      FAIL("was not noticed");
    } catch (const JournalError& error) {
      REQUIRE(error.file() == file);
      REQUIRE(error.offset() <= position);
      REQUIRE(std::string{error.what()}.find(file.string() + ": byte " + std::to_string(error.offset())) == 0);
      ++named;
    }
  }
  CHECK(named == bytes.size());
}

TEST_CASE("journal damage: what was never a journal is refused in words") {
  const Folder folder;
  const auto file = folder / "hostile.tlj";
  const auto refused = [&](std::string_view bytes, const std::string& words) {
    write_bytes(file, bytes);
    CHECK_THROWS_WITH(read_all(file), file.string() + words);
  };
  const auto framed = [](FrameKind kind, std::string_view payload) {
    std::string bytes{magic};
    append_frame(kind, payload, bytes);
    return bytes;
  };
  CHECK_THROWS_WITH(Reader{folder / "none.tlj"}, (folder / "none.tlj").string() + ": there is no such journal");
  CHECK_THROWS_WITH(Reader{folder / "."}, Catch::EndsWith("is not a file"));
  refused("", ": ends before its header does; nothing in it can be read");
  refused(magic, ": ends before its header does; nothing in it can be read");
  refused("{\"schema\": 1}", ": byte 0: not a journal of twinline; it does not begin as one");
  refused(framed(FrameKind::header, "\xFF"), ": byte 8: a header cannot be read");
  refused(framed(FrameKind::header, ""), ": byte 8: the journal has format 0; this program reads format 1 to 2");
  refused(framed(FrameKind::entry, ""), ": byte 8: a journal begins with a header; this one does not");
  refused(framed(FrameKind::trailer, ""), ": byte 8: a trailer without an index");
  refused(framed(FrameKind::block, "not zstd"), ": byte 8: a block without a sensible size");
  refused(framed(static_cast<FrameKind>(99), ""), ": byte 8: a frame of the unknown kind 99");

  std::string huge;
  append_number(0xFFFFFFFFU, 4, huge);
  append_number(1, 1, huge);
  append_number(crc32c(huge) & 0xFFFFU, 2, huge);
  refused(std::string{magic} + huge, ": byte 8: a frame of 4294967295 bytes; the limit is 67108864");

  const std::string journal = sample(file, 1, false, false);
  const auto begins = frame_begins(file);
  const std::string header = journal.substr(0, begins[1]), rest = journal.substr(begins[1]);
  const std::string at = ": byte " + std::to_string(begins[1]);
  refused(header + journal.substr(begins[2]), at + ": a segment opens with a snapshot; this one does not");
  std::string nonsense = journal;
  append_frame(FrameKind::entry, "\x0F", nonsense);
  refused(nonsense, ": byte " + std::to_string(journal.size()) + ": an entry cannot be read");
  refused(journal + header.substr(magic.size()), ": byte " + std::to_string(journal.size()) + ": a second header");
  const std::string closed = sample(file, 1, true, false);
  refused(closed + rest,
          ": byte " + std::to_string(closed.size()) + ": something follows after the end of the segment");
}

TEST_CASE("journal damage: random bytes behind a sound magic never read and never crash") {
  const Folder folder;
  const auto file = folder / "garbage.tlj";
  Chance chance{13};
  for (int attempt = 0; attempt < 300; ++attempt) {
    std::string bytes{magic};
    const std::size_t size = chance.below(3000);
    for (std::size_t position = 0; position < size; ++position) bytes.push_back(static_cast<char>(chance.number()));
    write_bytes(file, bytes);
    REQUIRE_THROWS_AS(read_all(file), JournalError);
  }
}

TEST_CASE("journal damage: payloads made up at random, with sound checksums, are read or refused, nothing else") {
  const Folder folder;
  const auto file = folder / "made_up.tlj";
  const std::string journal = sample(file, 30, false, false);
  const auto begins = frame_begins(file);
  Chance chance{14};
  std::size_t refusals = 0;
  for (int attempt = 0; attempt < 400; ++attempt) {
    std::string bytes{magic};
    FrameReader frames{file};
    const std::size_t victim = chance.below(begins.size() - 1);
    for (std::size_t frame = 0; const auto found = frames.next(); ++frame) {
      std::string payload{found->payload};
      if (frame == victim && !payload.empty()) {
        for (int change = 0; change < 3; ++change) {
          payload[chance.below(payload.size())] = static_cast<char>(chance.number());
        }
      }
      append_frame(found->kind, payload, bytes);
    }
    const auto made_up = folder / "victim.tlj";
    write_bytes(made_up, bytes);
    std::size_t records = 31;
    try {
      records = read_all(made_up).records;
    } catch (const JournalError&) {
      ++refusals;
    }
    CHECK(records == 31);
  }
  CHECK(refusals > 50);
}

TEST_CASE("journal damage: a crash while a segment is begun costs nothing") {
  const Folder folder;
  Chance chance{15};
  const auto given = any_entries(chance, 200, opening.at);
  {
    Writer writer{
        folder / "day.tlj", sample_header(), opening, {20'000, false, Handover::every_frame, Existing::refuse}};
    for (const Given& entry : given) {
      append(writer, entry);
      if (writer.segment_is_full()) writer.append(Snapshot{entry.at, {9}});
    }
  }
  const std::size_t segments = Reader{folder / "day.tlj"}.segments().size();
  REQUIRE(segments > 2);
  const std::size_t all = read_all(folder / "day.tlj").records;
  const std::string begun = bytes_of(folder / "day.0002.tlj").substr(0, GENERATE(0, 5, 8, 10, 40));
  char name[32];
  std::snprintf(name, sizeof name, "day.%04zu.tlj", segments + 1);
  write_bytes(folder / name, begun);
  const ReadBack read = read_all(folder / "day.tlj");
  CHECK(read.records == all);
}

TEST_CASE("journal damage: a full disk is told, and the journal goes on where it stopped") {
  const Folder folder;
  const auto handover = GENERATE(Handover::buffered, Handover::every_frame);
  const auto segment_bytes = GENERATE(std::uint64_t{0}, std::uint64_t{300'000});
  const auto file = folder / "full.tlj";
  Chance chance{16};
  const auto given = any_entries(chance, 3000, opening.at);
  std::size_t refusals = 0, snapshots = 1;
  // The first attempt finds the disk full wherever it is that the bytes go out; the second one finds room.
  const auto twice = [&](auto attempt) {
    try {
      const FullDisk full{500'000};
      attempt();
      return;
    } catch (const JournalError& error) {
      ++refusals;
      REQUIRE(std::string{error.what()}.find("cannot be written: File too large") != std::string::npos);
    }
    attempt();
  };
  {
    Writer writer{file, sample_header(), opening, {segment_bytes, false, handover, Existing::refuse}};
    for (const Given& entry : given) {
      twice([&] { append(writer, entry); });
      if (!writer.segment_is_full()) continue;
      const FullDisk no_room_for_another{10};
      CHECK_THROWS_AS(writer.append(Snapshot{entry.at, {3}}), JournalError);
      const FullDisk room{1'000'000};
      writer.append(Snapshot{entry.at, {3}});
      ++snapshots;
    }
    writer.close();
  }
  CHECK((refusals > 0) == (segment_bytes == 0));
  CHECK((snapshots > 2) == (segment_bytes > 0));
  Reader reader{file};
  std::size_t entries = 0;
  while (const auto record = reader.next()) {
    if (const auto* entry = std::get_if<Entry>(&*record)) {
      REQUIRE(same_entry(given[entries], *entry));
      ++entries;
    } else {
      --snapshots;
    }
  }
  CHECK(entries == given.size());
  CHECK(snapshots == 0);
  CHECK(reader.closed());
  CHECK(reader.torn_tails().empty());
}
