#include "live_bridge/media/bencode.hpp"

#include <cstdint>
#include <limits>
#include <string>

#include <catch2/catch.hpp>

namespace twinline::live::media::bencode {
namespace {

Value reply() {
  return Dictionary{{"result", "ok"},
                    {"sdp", "v=0\r\n"},
                    {"duration", 2000},
                    {"tags", Dictionary{{"caller", Dictionary{{"packets", List{1, -1, List{}, Dictionary{}}}}}}}};
}

Outcome outcome_of(std::string_view bytes) { return decode(bytes).outcome; }

/// Numbers that look random and are the same in every run (xorshift64).
class Noise {
 public:
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }

 private:
  std::uint64_t state_ = 0x9e3779b97f4a7c15U;
};

TEST_CASE("bencode: what is written is read again") {
  for (const Value& value : {reply(), Value{0}, Value{-7}, Value{std::numeric_limits<std::int64_t>::max()},
                             Value{std::numeric_limits<std::int64_t>::min()}, Value{""}, Value{std::string(5, '\0')}}) {
    const std::string bytes = encode(value);
    const Decoded decoded = decode(bytes);
    REQUIRE(decoded.outcome == Outcome::whole);
    CHECK(decoded.value == value);
    CHECK(decoded.size == bytes.size());
  }
}

TEST_CASE("bencode: the format as the server writes it") {
  CHECK(encode(Dictionary{{"command", "ping"}}) == "d7:command4:pinge");
  const Decoded decoded = decode("d6:result4:ponge and more");
  REQUIRE(decoded.outcome == Outcome::whole);
  CHECK(decoded.size == 16);
  CHECK(decoded.value.text_at("result") == "pong");
  // rtpengine does not sort its keys.
  CHECK(decode("d6:notify6:onDTMF4:datad5:eventi7eee").value.find("data")->number_at("event") == 7);
}

TEST_CASE("bencode: looking for what is not there") {
  const Value value = reply();
  CHECK(value.find("nothing") == nullptr);
  CHECK(value.text_at("duration").empty());
  CHECK(value.number_at("result") == std::nullopt);
  CHECK(Value{1}.find("result") == nullptr);
}

TEST_CASE("bencode: every truncation is told from nonsense") {
  const std::string bytes = encode(reply());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO("first " << size << " bytes");
    CHECK(outcome_of(std::string_view{bytes}.substr(0, size)) == Outcome::truncated);
  }
}

TEST_CASE("bencode: what is not strict is refused") {
  for (const char* bytes :
       {"x", "i01e", "i-0e", "ie", "i1.5e", "i--1e", "i9223372036854775808e", "01:a", "-1:a", "di1ei2ee",
        "d1:ai1e1:ai2ee", "d1:ae", "e", "i99999999999999999999999e", "99999999999999999999999:a"}) {
    INFO(bytes);
    CHECK(outcome_of(bytes) == Outcome::malformed);
  }
}

TEST_CASE("bencode: depth and size are bounded") {
  CHECK(outcome_of(std::string(deepest, 'l') + std::string(deepest, 'e')) == Outcome::whole);
  CHECK(outcome_of(std::string(deepest + 1, 'l') + std::string(deepest + 1, 'e')) == Outcome::malformed);
  CHECK(outcome_of(std::string(100'000, 'l')) == Outcome::malformed);
  CHECK(outcome_of(std::to_string(largest + 1) + ":") == Outcome::malformed);
  // What grows beyond the limit will never be whole.
  CHECK(outcome_of("l" + std::string(largest, 'i')) == Outcome::malformed);
  const std::string text(largest, 'x');
  CHECK(outcome_of(std::to_string(largest) + ":" + text) == Outcome::malformed);
}

TEST_CASE("bencode: noise and damaged replies never do harm") {
  Noise noise;
  const std::string good = encode(reply());
  std::size_t whole = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = good;
    for (std::uint64_t changes = 1 + noise.next() % 4; changes > 0; --changes) {
      bytes[noise.next() % bytes.size()] = static_cast<char>(noise.next());
    }
    const Decoded decoded = decode(bytes);
    if (decoded.outcome == Outcome::whole) {
      ++whole;
      CHECK(decode(encode(decoded.value)).value == decoded.value);
    }
  }
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(noise.next() % 64, ' ');
    for (char& byte : bytes) byte = "ilde0123456789:-x"[noise.next() % 17];
    const Decoded decoded = decode(bytes);
    if (decoded.outcome == Outcome::whole) {
      ++whole;
      CHECK(decoded.size <= bytes.size());
    }
  }
  CHECK(whole > 1000);
}

}  // namespace
}  // namespace twinline::live::media::bencode
