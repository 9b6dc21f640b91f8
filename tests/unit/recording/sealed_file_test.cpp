#include "live_bridge/recording/sealed_file.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "tests/unit/store/folder.hpp"

namespace twinline::live::recording {
namespace {

using store_test::Folder;

constexpr std::size_t chunk = 65536, sealed_chunk = chunk + 16;

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>{in}, {}};
}

void overwrite(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

std::string text_of_size(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t place = 0; place < size; ++place) text[place] = static_cast<char>(place * 7 + place / 251);
  return text;
}

void seal(const std::filesystem::path& file, const Keyring& keys, const std::string& text,
          const std::string& note = R"({"call":"a"})") {
  SealedWriter writer(file, keys, note);
  // In pieces of another length than the chunks'.
  for (std::size_t place = 0; place < text.size(); place += 40'001) {
    const std::string piece = text.substr(place, 40'001);
    writer.write({reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size()});
  }
  writer.commit();
}

std::string opened(const std::filesystem::path& file, const Keyring& keys) {
  std::string text;
  open_sealed(file, keys, [&](std::span<const std::uint8_t> bytes) { text.append(bytes.begin(), bytes.end()); });
  return text;
}

/// Where the first chunk begins.
std::size_t opening_size(const std::string& bytes) {
  return 12 + static_cast<std::uint8_t>(bytes[8]) + 256 * static_cast<std::uint8_t>(bytes[9]);
}

TEST_CASE("what was sealed opens again, at every length about a chunk's") {
  const Folder folder;
  const Keyring keys(folder / "keys");
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, chunk + 1, 3 * chunk}) {
    CAPTURE(size);
    const std::string text = text_of_size(size);
    seal(folder / "f", keys, text);
    CHECK(opened(folder / "f", keys) == text);
  }
  CHECK(head_of(folder / "f").note == R"({"call":"a"})");
  CHECK(head_of(folder / "f").key_name == "key1");
  CHECK(contents(folder / "f").find(text_of_size(40)) == std::string::npos);
}

TEST_CASE("a bit that was flipped shows, wherever it is") {
  const Folder folder;
  const Keyring keys(folder / "keys");
  seal(folder / "f", keys, text_of_size(2 * chunk + 100));
  const std::string whole = contents(folder / "f");
  const std::size_t opening = opening_size(whole);
  for (const std::size_t place : {std::size_t{0}, std::size_t{9}, std::size_t{20}, opening - 2, opening,
                                  opening + chunk - 1, opening + chunk, opening + sealed_chunk + 5, whole.size() - 1}) {
    CAPTURE(place);
    std::string changed = whole;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    overwrite(folder / "f", changed);
    CHECK_THROWS_AS(opened(folder / "f", keys), std::runtime_error);
  }
}

TEST_CASE("an end that was cut off shows, between chunks too, and so does one that was added") {
  const Folder folder;
  const Keyring keys(folder / "keys");
  seal(folder / "f", keys, text_of_size(3 * chunk));
  const std::string whole = contents(folder / "f");
  const std::size_t opening = opening_size(whole);
  for (const std::size_t size : {std::size_t{0}, std::size_t{11}, opening - 1, opening, opening + 1,
                                 opening + sealed_chunk, opening + 2 * sealed_chunk, whole.size() - 1}) {
    CAPTURE(size);
    overwrite(folder / "f", whole.substr(0, size));
    CHECK_THROWS_AS(opened(folder / "f", keys), std::runtime_error);
  }
  overwrite(folder / "f", whole + "x");
  CHECK_THROWS_AS(opened(folder / "f", keys), std::runtime_error);
}

TEST_CASE("chunks that changed places, went missing or came from another file show") {
  const Folder folder;
  const Keyring keys(folder / "keys");
  seal(folder / "f", keys, text_of_size(3 * chunk));
  seal(folder / "g", keys, text_of_size(3 * chunk));
  const std::string whole = contents(folder / "f"), other = contents(folder / "g");
  const std::size_t opening = opening_size(whole), others_opening = opening_size(other);
  const auto piece = [](const std::string& of, std::size_t number) {
    return of.substr(opening_size(of) + number * sealed_chunk, sealed_chunk);
  };
  const std::string head = whole.substr(0, opening);
  for (const std::string& changed :
       {head + piece(whole, 1) + piece(whole, 0) + piece(whole, 2), head + piece(whole, 0) + piece(whole, 2),
        head + piece(whole, 0) + piece(whole, 0) + piece(whole, 2),
        head + piece(whole, 0) + piece(other, 1) + piece(whole, 2),
        other.substr(0, others_opening) + whole.substr(opening)}) {
    overwrite(folder / "f", changed);
    CHECK_THROWS_WITH(opened(folder / "f", keys), Catch::Contains("not as it was sealed"));
  }
}

TEST_CASE("a note that was edited shows when the file is opened") {
  const Folder folder;
  const Keyring keys(folder / "keys");
  seal(folder / "f", keys, "sound", R"({"call":"a"})");
  std::string bytes = contents(folder / "f");
  bytes.replace(bytes.find("\"a\""), 3, "\"b\"");
  overwrite(folder / "f", bytes);
  CHECK(head_of(folder / "f").note == R"({"call":"b"})");
  CHECK_THROWS_WITH(opened(folder / "f", keys), Catch::Contains("not as it was sealed"));
}

TEST_CASE("a fresh key seals from then on, and the one before still opens") {
  const Folder folder;
  seal(folder / "before", Keyring(folder / "keys"), "one");
  CHECK(add_key(folder / "keys") == "key2");
  const Keyring keys(folder / "keys");
  CHECK(keys.newest() == "key2");
  seal(folder / "after", keys, "two");
  CHECK(head_of(folder / "after").key_name == "key2");
  CHECK(opened(folder / "before", keys) == "one");
  CHECK(opened(folder / "after", keys) == "two");

  const std::string lines = contents(folder / "keys");
  overwrite(folder / "keys", lines.substr(0, lines.find('\n') + 1));
  CHECK_THROWS_WITH(opened(folder / "before", Keyring(folder / "keys")), Catch::Contains("has no key 'key1'"));
  seal(folder / "other", Keyring(folder / "others"), "three");
  CHECK_THROWS_WITH(opened(folder / "other", Keyring(folder / "keys")), Catch::Contains("has no key 'key1'"));
}

TEST_CASE("keys that others may read, and lines that are none, are refused") {
  const Folder folder;
  const Keyring made(folder / "keys");
  struct stat status {};
  REQUIRE(::stat((folder / "keys").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  std::filesystem::permissions(folder / "keys", std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  CHECK_THROWS_WITH(Keyring(folder / "keys"), Catch::Contains("expected mode 0600"));
  std::filesystem::permissions(folder / "keys", std::filesystem::perms::owner_all);
  for (const std::string& text :
       {std::string{"key1"}, "key1 " + std::string(63, 'a'), "key1 " + std::string(64, 'g')}) {
    overwrite(folder / "keys", text + "\n");
    CHECK_THROWS_WITH(Keyring(folder / "keys"), Catch::Contains(":1: is no key of recordings"));
  }
  overwrite(folder / "keys", "");
  CHECK_THROWS_WITH(Keyring(folder / "keys"), Catch::Contains("holds no key"));
}

TEST_CASE("a file that was not committed was never there") {
  const Folder folder;
  {
    SealedWriter writer(folder / "f", Keyring(folder / "keys"), "{}");
    CHECK_FALSE(std::filesystem::exists(folder / "f"));
  }
  CHECK_FALSE(std::filesystem::exists(folder / "f"));
  CHECK_FALSE(std::filesystem::exists(folder / "f.growing"));
}

}  // namespace
}  // namespace twinline::live::recording
