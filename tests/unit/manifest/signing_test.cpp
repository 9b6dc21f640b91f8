// Keys and signatures, held against the test vectors of RFC 8032, and times as manifests write them.
#include "reports/manifest/signing.hpp"

#include <catch2/catch.hpp>

#include "reports/manifest/instant.hpp"
#include "reports/manifest/keys.hpp"
#include "reports/manifest/policies_code.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::manifest {
namespace {

using scenarios::samples::Folder;

TEST_CASE("manifest: SHA-256 of nothing and of abc are those of FIPS 180-4") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("manifest: a signature of RFC 8032, 7.1, test 2, is one, and none of anything else") {
  const std::string key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  const std::string signature =
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
  CHECK(is_signature(signature, "\x72", key));
  CHECK_FALSE(is_signature(signature, "\x73", key));
  CHECK_FALSE(is_signature(signature, "\x72", std::string(64, '0')));
  CHECK_FALSE(is_signature("93" + signature.substr(2), "\x72", key));
  CHECK_FALSE(is_signature(signature.substr(2), "\x72", key));
  CHECK_FALSE(is_signature("", "\x72", key));
}

TEST_CASE("manifest: a key signs alike after it was written and read, and another one does not") {
  const PrivateKey key = PrivateKey::make();
  const PrivateKey again = PrivateKey::read(key.pem());
  CHECK(again.public_key() == key.public_key());
  CHECK(again.sign("text") == key.sign("text"));
  CHECK(is_signature(key.sign("text"), "text", key.public_key()));
  CHECK_FALSE(is_signature(PrivateKey::make().sign("text"), "text", key.public_key()));
  CHECK_THROWS_AS(PrivateKey::read("ed25519 00"), KeyError);
  CHECK(key_id(key.public_key()).size() == 16);
}

TEST_CASE(
    "manifest: known keys are read from a file, and from the .pub files of a folder in the order of their names") {
  const Folder folder;
  const std::string a = PrivateKey::make().public_key(), b = PrivateKey::make().public_key();
  folder.write("b.pub", public_line(b, "Bert") + "\n");
  folder.write("a.pub", "# since May\n\n" + public_line(a, "Anna Muster") + "\r\n");
  folder.write("notes.txt", "no key\n");
  const auto keys = read_known_keys(folder.path());
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].id == key_id(a));
  CHECK(keys[0].name == "Anna Muster");
  CHECK(keys[1].public_key == b);
  const auto broken = folder.write("broken", "# one\ned25519 " + a.substr(1) + " Anna\n");
  CHECK_THROWS_WITH(read_known_keys(broken), Catch::Contains("broken:2: is no public key"));
  CHECK_THROWS_WITH(read_known_keys(folder.path() / "nothing"), Catch::Contains("cannot be read"));
}

TEST_CASE("manifest: times are read and written to the second, and nothing but them") {
  const auto noon = parse_instant("2028-02-29T12:00:05Z");
  REQUIRE(noon);
  CHECK(to_text(*noon) == "2028-02-29T12:00:05Z");
  CHECK(noon->time_since_epoch().count() == 1835438405);
  for (const char* text : {"2026-02-29T12:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T12:00:00", "2026-11-22",
                           "2026-11-22 12:00:00Z", "1969-12-31T23:59:59Z", "2026-13-01T00:00:00Z", ""}) {
    CAPTURE(text);
    CHECK_FALSE(parse_instant(text));
  }
}

TEST_CASE("manifest: the policies' code is a SHA-256") { CHECK(is_hexadecimal(policies_code(), 64)); }

}  // namespace
}  // namespace twinline::manifest
