#include "live_bridge/recording/mixdown.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

#include "live_bridge/recording/g711.hpp"
#include "live_bridge/recording/wav.hpp"
#include "tests/unit/recording/capture_sample.hpp"

namespace twinline::live::recording {
namespace {

using namespace samples;
using namespace std::string_literals;

constexpr std::uint16_t callers_port = 4000, agents_port = 4002;
constexpr char loud = '\x2a', quiet = '\x55';
const std::int16_t loud_sample = decoded_alaw(static_cast<std::uint8_t>(loud));
const std::int16_t quiet_sample = decoded_alaw(static_cast<std::uint8_t>(quiet));

struct Sound {
  std::vector<std::int16_t> frames;
  Mixdown mixdown;

  std::int16_t left(std::size_t milliseconds) const { return frames.at(milliseconds * 8 * 2); }
  std::int16_t right(std::size_t milliseconds) const { return frames.at(milliseconds * 8 * 2 + 1); }
};

Sound sound_of(const CaptureText& text, const Sides& sides = {{callers_port}, {agents_port}}) {
  const Folder folder;
  Sound sound;
  sound.mixdown = mix_down(text.write(folder / "c.pcap"), sides, [&](std::span<const std::int16_t> piece) {
    sound.frames.insert(sound.frames.end(), piece.begin(), piece.end());
  });
  CHECK(sound.frames.size() == sound.mixdown.frames * 2);
  return sound;
}

TEST_CASE("the caller is on the left, the agent on the right, each when it came") {
  CaptureText text;
  text.say(0, callers_port, 1000, loud).say(40, agents_port, 99000, quiet);
  const Sound sound = sound_of(text);
  CHECK(sound.mixdown.began == std::int64_t{first_second} * 1'000'000);
  CHECK(sound.mixdown.frames == 60 * 8);
  CHECK(sound.left(0) == loud_sample);
  CHECK(sound.right(0) == 0);
  CHECK(sound.left(45) == 0);
  CHECK(sound.right(45) == quiet_sample);
}

TEST_CASE("jitter is straightened by timestamps, losses are silent, late and swapped packets find their place") {
  CaptureText text;
  text.say(0, callers_port, 0, loud).say(35, callers_port, 160, loud).say(38, callers_port, 480, quiet);
  text.say(90, callers_port, 320, loud);   // after the one behind it
  text.say(120, callers_port, 800, loud);  // 640 is lost
  const Sound sound = sound_of(text);
  CHECK(sound.mixdown.frames == 120 * 8);
  for (const std::size_t at : {0, 20, 40, 59}) CHECK(sound.left(at) == loud_sample);
  CHECK(sound.left(60) == quiet_sample);
  CHECK(sound.left(80) == 0);
  CHECK(sound.left(100) == loud_sample);
}

TEST_CASE("timestamps wrap, and one that jumps is set right by the time of arrival") {
  CaptureText text;
  text.say(0, callers_port, 0xffffff60U, loud).say(20, callers_port, 0, quiet);
  text.say(40, callers_port, 0x40000000U, loud);  // the phone has begun to count anew
  const Sound sound = sound_of(text);
  CHECK(sound.mixdown.frames == 60 * 8);
  CHECK(sound.left(25) == quiet_sample);
  CHECK(sound.left(45) == loud_sample);
}

TEST_CASE("a pause in what is sent is as long in the sound") {
  CaptureText text;
  text.say(0, callers_port, 0, loud).say(10'000, callers_port, 80'000, loud);
  const Sound sound = sound_of(text);
  CHECK(sound.mixdown.frames == 10'020 * 8);
  CHECK(sound.left(5'000) == 0);
  CHECK(sound.left(10'010) == loud_sample);
}

TEST_CASE("what comes more than two seconds late is lost") {
  CaptureText text;
  text.say(0, callers_port, 0, loud).say(5'000, callers_port, 40'000, loud);
  text.say(5'001, agents_port, 0, quiet).say(1'000, agents_port, 160, quiet);
  CHECK(sound_of(text).mixdown.lost == 1);
}

TEST_CASE("keys, other codecs and other ports are not heard") {
  CaptureText text;
  text.say(0, callers_port, 0, loud);
  text.add(20, ipv4(udp(callers_port, rtp(101, 160, "\x07\x0a\x01\x40"s))));
  text.add(40, ipv4(udp(callers_port, rtp(9, 320, std::string(160, loud)))));
  text.say(60, 5000, 480, loud);
  text.say(80, callers_port, 640, loud);
  const Sound sound = sound_of(text);
  CHECK(sound.mixdown.frames == 100 * 8);
  const auto heard = std::count(sound.frames.begin(), sound.frames.end(), loud_sample);
  CHECK(heard == 2 * 160);
}

TEST_CASE("mu-law is heard as well") {
  CaptureText text;
  text.add(0, ipv4(udp(callers_port, rtp(0, 0, std::string(160, '\x80')))));
  CHECK(sound_of(text).left(3) == decoded_mulaw(0x80));
}

TEST_CASE("the agent's side is left out where that is wished, and sides are guessed where they are not known") {
  CaptureText text;
  text.say(0, callers_port, 0, loud).say(0, agents_port, 0, quiet);
  CHECK(sound_of(text, {{callers_port}, {agents_port}, false}).right(5) == 0);
  const Sound guessed = sound_of(text, {});
  CHECK(guessed.left(5) == loud_sample);
  CHECK(guessed.right(5) == quiet_sample);
  CHECK(sound_of(text, {{}, {}, false}).right(5) == 0);
}

TEST_CASE("an instant that cannot be makes no endless silence") {
  CaptureText text;
  text.say(0, callers_port, 0, loud).say(4'000'000'000U, callers_port, 160, loud);
  const Sound sound = sound_of(text);
  CHECK(sound.mixdown.frames == 160);
  CHECK(sound.mixdown.lost == 1);
}

TEST_CASE("the head of a WAV file is that of 16-bit stereo at 8 kHz") {
  const auto head = wav_head(1000);
  const auto number = [&](std::size_t place, std::size_t bytes) {
    std::uint32_t value = 0;
    for (std::size_t byte = bytes; byte-- > 0;) value = value << 8 | head.at(place + byte);
    return value;
  };
  CHECK(std::string(head.begin(), head.begin() + 4) == "RIFF");
  CHECK(number(4, 4) == 36 + 4000);
  CHECK(std::string(head.begin() + 8, head.begin() + 16) == "WAVEfmt ");
  CHECK(number(20, 2) == 1);
  CHECK(number(22, 2) == 2);
  CHECK(number(24, 4) == 8000);
  CHECK(number(28, 4) == 32000);
  CHECK(number(32, 2) == 4);
  CHECK(number(34, 2) == 16);
  CHECK(number(40, 4) == 4000);
}

}  // namespace
}  // namespace twinline::live::recording
