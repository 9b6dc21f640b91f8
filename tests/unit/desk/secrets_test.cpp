#include "live_bridge/desk/secrets.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace twinline::live::desk {
namespace {

TEST_CASE("a password fits its own line, and nothing else does") {
  const std::string kept = hashed("korrekt");
  CHECK(kept.starts_with("scrypt$15$8$1$"));
  CHECK(kept.find('\n') == kept.npos);
  CHECK(kept.find("korrekt") == kept.npos);
  CHECK(is_password("korrekt", kept));
  for (const char* wrong : {"", "korrekt ", "Korrekt", "korrek"}) CHECK_FALSE(is_password(wrong, kept));
}

TEST_CASE("the same password is kept differently each time") { CHECK(hashed("a") != hashed("a")); }

TEST_CASE("a line of known salt and parameters fits: the third vector of RFC 7914") {
  const std::string kept =
      "scrypt$14$8$1$536f6469756d43686c6f72696465$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2";
  CHECK(is_password("pleaseletmein", kept));
  CHECK_FALSE(is_password("pleaseletmeout", kept));
}

TEST_CASE("a line that is no hash, or too dear, fits nothing") {
  const std::string salt = std::string(32, 'a'), key = std::string(64, 'b');
  for (const std::string& line : {
           std::string{},
           std::string{"korrekt"},
           "scrypt$15$8$1$" + salt,
           "scrypt$15$8$1$" + salt + "$" + key + "$",
           "scrypt$15$8$1$" + salt + "$" + key.substr(2),
           "scrypt$15$8$1$" + salt + "$" + key.substr(1) + "g",
           "scrypt$31$8$1$" + salt + "$" + key,
           "scrypt$20$8$1$" + salt + "$" + key,
           "scrypt$15$8$-1$" + salt + "$" + key,
           "scrypt$0$8$1$" + salt + "$" + key,
           "bcrypt$15$8$1$" + salt + "$" + key,
       }) {
    CAPTURE(line);
    CHECK_FALSE(is_hash(line));
    CHECK_FALSE(is_password("korrekt", line));
  }
  CHECK(is_hash("scrypt$15$8$1$" + salt + "$" + key));
}

TEST_CASE("nobody's line costs as much as everybody's, and fits nothing") {
  const std::string kept = hash_of_nobody();
  CHECK(is_hash(kept));
  CHECK(kept.starts_with("scrypt$15$8$1$"));
  CHECK(kept.size() == hashed("").size());
  CHECK_FALSE(is_password("", kept));
}

TEST_CASE("tokens do not repeat") {
  std::set<std::string> tokens;
  for (int i = 0; i < 1000; ++i) tokens.insert(random_token(32));
  CHECK(tokens.size() == 1000);
  CHECK(tokens.begin()->size() == 64);
}

TEST_CASE("digests are SHA-256") {
  CHECK(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("secrets are the same only as a whole") {
  CHECK(same_secret("abc", "abc"));
  CHECK_FALSE(same_secret("abc", "abd"));
  CHECK_FALSE(same_secret("abc", "ab"));
  CHECK_FALSE(same_secret("", "a"));
}

}  // namespace
}  // namespace twinline::live::desk
