#include "live_bridge/store/dialogs.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/store/folder.hpp"

namespace twinline::live::store {
namespace {

using store_test::Folder;

std::vector<std::uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>{in}, {}};
}

void overwrite(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

/// What a file and a key hold, as `name=bytes,` in order.
std::string held(const std::filesystem::path& file, const std::filesystem::path& key) {
  std::string all;
  for (const KeptDialog& dialog : Dialogs{file, key}.kept()) {
    all += std::to_string(dialog.name) + "=" + std::string{dialog.bytes.begin(), dialog.bytes.end()} + ",";
  }
  return all;
}

/// The file as kill -9 leaves it: what another process kept before it ended without a word.
template <class Keep>
void as_killed(const std::filesystem::path& file, const std::filesystem::path& key, Keep keep) {
  const ::pid_t child = ::fork();
  if (child == 0) {
    Dialogs dialogs{file, key};
    keep(dialogs);
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
}

}  // namespace

TEST_CASE("Dialogs that were kept are there again, in their latest form; forgotten ones are not", "[store]") {
  const Folder folder;
  {
    Dialogs dialogs{folder / "dialogs", folder / "key"};
    CHECK(dialogs.kept().empty());
    dialogs.keep(7, bytes_of("seven"));
    dialogs.keep(3, bytes_of("three"));
    dialogs.keep(7, bytes_of("seven again"));
    dialogs.keep(5, {});
    dialogs.forget(3);
    dialogs.forget(99);
  }
  CHECK(held(folder / "dialogs", folder / "key") == "5=,7=seven again,");
  CHECK(held(folder / "dialogs", folder / "key") == "5=,7=seven again,");
}

TEST_CASE("kill -9 loses no dialog that was kept", "[store]") {
  const Folder folder;
  as_killed(folder / "dialogs", folder / "key", [](Dialogs& dialogs) {
    for (std::uint64_t call = 1; call <= 100; ++call) dialogs.keep(call, bytes_of("call " + std::to_string(call)));
    for (std::uint64_t call = 1; call <= 98; ++call) dialogs.forget(call);
  });
  CHECK(held(folder / "dialogs", folder / "key") == "99=call 99,100=call 100,");
}

TEST_CASE("A last record torn at any byte is cut off, and everything before it stays", "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs";
  as_killed(file, folder / "key", [](Dialogs& dialogs) { dialogs.keep(1, bytes_of("first")); });
  const std::size_t before = contents(file).size();
  as_killed(file, folder / "key", [](Dialogs& dialogs) { dialogs.keep(2, bytes_of("second")); });
  const std::string whole = contents(file);
  REQUIRE(whole.size() > before + 40);
  for (std::size_t bytes = before; bytes < whole.size(); ++bytes) {
    INFO("cut after byte " << bytes << " of " << whole.size());
    overwrite(file, whole.substr(0, bytes));
    CHECK(held(file, folder / "key") == "1=first,");
    // What a power failure may leave: the length is there, the end is not.
    overwrite(file, whole.substr(0, bytes) + std::string(whole.size() - bytes, '\0'));
    const bool head_is_missing = bytes <= before + 4,
               end_is_missing = bytes >= before + 8 && bytes <= whole.size() - 16;
    if (head_is_missing || end_is_missing) CHECK(held(file, folder / "key") == "1=first,");
  }
  overwrite(file, whole);
  CHECK(held(file, folder / "key") == "1=first,2=second,");
}

TEST_CASE("After a torn record is cut off, new ones follow the last whole one", "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs";
  as_killed(file, folder / "key", [](Dialogs& dialogs) {
    dialogs.keep(1, bytes_of("first"));
    dialogs.keep(2, bytes_of("second"));
  });
  const std::string whole = contents(file);
  overwrite(file, whole.substr(0, whole.size() - 3));
  as_killed(file, folder / "key", [](Dialogs& dialogs) { dialogs.keep(3, bytes_of("third")); });
  CHECK(held(file, folder / "key") == "1=first,3=third,");
}

TEST_CASE("A changed byte anywhere is an error that names the file, never another dialog", "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs";
  as_killed(file, folder / "key", [](Dialogs& dialogs) {
    dialogs.keep(1, bytes_of("first"));
    dialogs.keep(2, bytes_of("second"));
  });
  const std::string whole = contents(file);
  for (std::size_t position = 0; position < whole.size(); ++position) {
    std::string changed = whole;
    changed[position] = static_cast<char>(changed[position] ^ 0x20);
    overwrite(file, changed);
    INFO("byte " << position << " of " << whole.size());
    CHECK_THROWS_WITH(Dialogs(file, folder / "key"), Catch::StartsWith(file.string() + ": "));
  }
}

TEST_CASE("A record taken out, or put in another place, is found out", "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs";
  as_killed(file, folder / "key", [](Dialogs&) {});
  const std::size_t opening = contents(file).size();
  as_killed(file, folder / "key", [](Dialogs& dialogs) {
    for (const char* text : {"same", "size"}) dialogs.keep(1, bytes_of(text));
    dialogs.keep(2, bytes_of("last"));
  });
  const std::string whole = contents(file);
  const std::size_t frame = (whole.size() - opening) / 3;
  overwrite(file, whole.substr(0, opening) + whole.substr(opening + frame));
  CHECK_THROWS_WITH(Dialogs(file, folder / "key"), Catch::Contains("a record is not as it was written"));
  overwrite(file, whole.substr(0, opening) + whole.substr(opening + frame, frame) + whole.substr(opening, frame) +
                      whole.substr(opening + 2 * frame));
  CHECK_THROWS_WITH(Dialogs(file, folder / "key"), Catch::Contains("a record is not as it was written"));
}

TEST_CASE("A second owner is told that there is one, and nothing is taken from the first", "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs";
  CHECK_FALSE(Dialogs::is_held(file));
  auto owner = std::make_unique<Dialogs>(file, folder / "key");
  CHECK(Dialogs::is_held(file));
  CHECK_THROWS_WITH(Dialogs(file, folder / "key"),
                    file.string() + ": another process owns it; there is one owner at a time");
  owner->keep(1, bytes_of("one"));
  owner.reset();
  CHECK_FALSE(Dialogs::is_held(file));
  CHECK(held(file, folder / "key") == "1=one,");
}

TEST_CASE("An owner that is killed leaves the lease behind for the next one", "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs";
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const ::pid_t child = ::fork();
  if (child == 0) {
    Dialogs dialogs{file, folder / "key"};
    dialogs.keep(1, bytes_of("one"));
    static_cast<void>(::write(ready[1], "!", 1) == 1);
    for (;;) ::pause();
  }
  char byte = 0;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK(Dialogs::is_held(file));
  CHECK_THROWS_WITH(Dialogs(file, folder / "key"), Catch::Contains("another process owns it"));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  CHECK(held(file, folder / "key") == "1=one,");
}

TEST_CASE("The key is made once, for its owner alone; another key and a careless mode are refused", "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs", key = folder / "keys/of dialogs";
  as_killed(file, key, [](Dialogs& dialogs) { dialogs.keep(1, bytes_of("one")); });
  struct stat status {};
  REQUIRE(::stat(key.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK(status.st_size == 32);
  CHECK(held(file, key) == "1=one,");

  const std::string right = contents(key);
  overwrite(key, std::string(32, 'x'));
  CHECK_THROWS_WITH(Dialogs(file, key), Catch::StartsWith(file.string() + ": was written with another key"));
  overwrite(key, "short");
  CHECK_THROWS_WITH(Dialogs(file, key), key.string() + ": is no key of dialogs; expected 32 bytes");
  overwrite(key, right);
  ::chmod(key.c_str(), 0640);
  CHECK_THROWS_WITH(Dialogs(file, key), Catch::StartsWith(key.string()) && Catch::Contains("expected mode 0600"));
  ::chmod(key.c_str(), 0600);
  CHECK(held(file, key) == "1=one,");
  std::filesystem::remove(key);
  CHECK_THROWS_WITH(Dialogs(file, key), Catch::Contains("its key file " + key.string() + " is not there"));
  CHECK_THROWS_WITH(Dialogs(folder / "other", ""), Catch::Contains("names no file"));
}

TEST_CASE("A file that is something else is not touched", "[store]") {
  const Folder folder;
  overwrite(folder / "dialogs", "# somebody's notes\n");
  static_cast<void>(held(folder / "others", folder / "key"));
  CHECK_THROWS_WITH(Dialogs(folder / "dialogs", folder / "key"), Catch::Contains("is no file of dialogs"));
  CHECK(contents(folder / "dialogs") == "# somebody's notes\n");
}

TEST_CASE("No word of a dialog is on disk, and what ended is not even there encrypted", "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs";
  const std::string secret = "sip:+41790000001@trunk.example;tag=4711";
  as_killed(file, folder / "key", [&](Dialogs& dialogs) {
    for (std::uint64_t call = 0; call < 200; ++call) dialogs.keep(call, bytes_of(secret));
  });
  CHECK(contents(file).find("41790000001") == std::string::npos);
  CHECK(contents(file).size() > 200 * secret.size());
  const std::size_t nothing = [&] {
    Dialogs dialogs{file, folder / "key"};
    for (std::uint64_t call = 0; call < 200; ++call) dialogs.forget(call);
    return std::size_t{40};
  }();
  CHECK(contents(file).size() == nothing);
}

TEST_CASE(
    "Compaction goes on beside the calls: the file stays near its live size, and kill -9 at any step loses nothing",
    "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs";
  const int last_change = GENERATE(700, 1000, 1300, 1700, 2000, 2600, 4000, 9000);
  // 300 calls of 1 KB, each changed again and again; one in ten ends, and a new one comes.
  const auto text = [](int change) { return std::to_string(change) + std::string(1000, '.'); };
  std::map<std::uint64_t, int> expected;
  for (int change = 0; change < last_change; ++change) {
    const auto name = static_cast<std::uint64_t>(change % 300 + change / 3000 * 30);
    expected[name] = change;
    if (change % 10 == 9) expected.erase(name - 5);
  }
  as_killed(file, folder / "key", [&](Dialogs& dialogs) {
    for (int change = 0; change < last_change; ++change) {
      const auto name = static_cast<std::uint64_t>(change % 300 + change / 3000 * 30);
      dialogs.keep(name, bytes_of(text(change)));
      if (change % 10 == 9) dialogs.forget(name - 5);
    }
  });
  INFO(last_change << " changes");
  const Dialogs dialogs{file, folder / "key"};
  const auto kept = dialogs.kept();
  REQUIRE(kept.size() == expected.size());
  for (const KeptDialog& dialog : kept) {
    REQUIRE(expected.contains(dialog.name));
    CHECK(dialog.bytes == bytes_of(text(expected[dialog.name])));
  }
  CHECK_FALSE(std::filesystem::exists(folder / "dialogs.next"));
}

TEST_CASE("A file of dialogs that come and go stays near the size of those that are there", "[store]") {
  const Folder folder;
  const auto file = folder / "dialogs";
  Dialogs dialogs{file, folder / "key"};
  const std::vector<std::uint8_t> record(1000, 0x5a);
  for (std::uint64_t change = 0; change < 9000; ++change) dialogs.keep(change % 100, record);
  // The last step waits for the disk, and then for a change that comes.
  for (int wait = 0; wait < 1000 && std::filesystem::file_size(file) > 600'000; ++wait) {
    ::usleep(10'000);
    dialogs.forget(1000);
  }
  CHECK(std::filesystem::file_size(file) <= 600'000);
  CHECK(dialogs.kept().size() == 100);
}

}  // namespace twinline::live::store
