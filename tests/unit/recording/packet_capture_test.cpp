#include "live_bridge/recording/packet_capture.hpp"

#include <random>
#include <string>

#include <catch2/catch.hpp>

#include "live_bridge/recording/mixdown.hpp"
#include "live_bridge/recording/rtp_packet.hpp"
#include "tests/unit/recording/capture_sample.hpp"

namespace twinline::live::recording {
namespace {

using namespace samples;
using namespace std::string_literals;

std::string payloads_of(const std::filesystem::path& file) {
  PacketCapture capture(file);
  std::string all;
  while (const auto datagram = capture.next()) {
    all +=
        std::to_string(datagram->to_port) + ":" + std::string(datagram->payload.begin(), datagram->payload.end()) + " ";
  }
  return all;
}

TEST_CASE("a capture gives its UDP packets, over either IP, with when they came") {
  const Folder folder;
  const auto file =
      CaptureText().add(0, ipv4(udp(4000, "one"))).add(1500, ipv6(udp(4002, "two"))).write(folder / "c.pcap");
  CHECK(payloads_of(file) == "4000:one 4002:two ");
  PacketCapture capture(file);
  CHECK(capture.next()->at == std::int64_t{first_second} * 1'000'000);
  CHECK(capture.next()->at == std::int64_t{first_second} * 1'000'000 + 1'500'000);
}

TEST_CASE("what is no whole UDP packet is passed over") {
  const Folder folder;
  std::string fragment = ipv4(udp(4000, "part"));
  fragment[6] = 0x20;  // more follow
  std::string tcp = ipv4(udp(4000, "tcp"));
  tcp[9] = 6;
  std::string longer_than_it_is = udp(4000, "short");
  longer_than_it_is[5] = 100;
  std::string head_beyond_the_end = ipv4("");
  head_beyond_the_end[0] = 0x4f;
  CaptureText text;
  for (const std::string& packet : {fragment, tcp, ipv4(longer_than_it_is), head_beyond_the_end, std::string{},
                                    ipv4("1234567"), std::string(60, '\x30')}) {
    text.add(0, packet);
  }
  CHECK(payloads_of(text.add(1, ipv4(udp(4000, "whole"))).write(folder / "c.pcap")) == "4000:whole ");
}

TEST_CASE("a capture that was cut off ends where it was") {
  const Folder folder;
  CaptureText text;
  text.add(0, ipv4(udp(4000, "one"))).add(1, ipv4(udp(4000, "two")));
  const std::string whole = text.text();
  for (std::size_t size = 24; size < whole.size(); ++size) {
    text.text() = whole.substr(0, size);
    const std::string got = payloads_of(text.write(folder / "c.pcap"));
    CHECK((got.empty() || got == "4000:one "));
  }
  text.text() = whole.substr(0, 23);
  CHECK_THROWS_WITH(PacketCapture(text.write(folder / "c.pcap")), Catch::Contains("is no capture"));
}

TEST_CASE("a length that cannot be ends the capture, and another format is refused") {
  const Folder folder;
  CaptureText text;
  text.add(0, ipv4(udp(4000, "one")));
  text.text() += as_written(0) + as_written(0) + as_written(0xffffffff) + as_written(1);
  CHECK(payloads_of(text.write(folder / "c.pcap")) == "4000:one ");
  text.text()[20] = 1;  // Ethernet
  CHECK_THROWS_WITH(PacketCapture(text.write(folder / "c.pcap")), Catch::Contains("expected pcap of raw IP packets"));
  CHECK_THROWS_WITH(PacketCapture(folder / "none"), Catch::Contains("cannot be read"));
}

TEST_CASE("captures of garbage are gone through without harm") {
  const Folder folder;
  std::mt19937 draw(20261122);
  CaptureText sound;
  for (std::uint32_t packet = 0; packet < 50; ++packet) sound.say(packet * 20, 4000, packet * 160, '\x2a');
  const std::string whole = sound.text();
  std::uint64_t frames = 0;
  for (int round = 0; round < 300; ++round) {
    std::string text = whole;
    for (int change = 0; change < 20; ++change) text[24 + draw() % (text.size() - 24)] = static_cast<char>(draw());
    sound.text() = text;
    const auto file = sound.write(folder / "c.pcap");
    frames += mix_down(file, {{4000}, {}}, [](std::span<const std::int16_t>) {}).frames;
  }
  CHECK(frames > 0);
}

TEST_CASE("RTP is taken apart, and what is none is seen") {
  const auto parse = [](const std::string& text) {
    static std::string kept;
    kept = text;
    return rtp_packet_in({reinterpret_cast<const std::uint8_t*>(kept.data()), kept.size()});
  };
  const auto plain = parse(rtp(8, 0x12345678, "sound"));
  REQUIRE(plain);
  CHECK(plain->payload_type == 8);
  CHECK(plain->timestamp == 0x12345678);
  CHECK(plain->source == 7);
  CHECK(plain->payload.size() == 5);

  std::string contributed = rtp(8, 0, "csrcsound");
  contributed[0] = '\x81';
  CHECK(parse(contributed)->payload.size() == 5);
  std::string extended = rtp(8, 0, big_endian(0xbede0001, 4) + "extnsound");
  extended[0] = '\x90';
  CHECK(parse(extended)->payload.size() == 5);
  std::string padded = rtp(8, 0, std::string("sound") + "\0\0\3"s);
  padded[0] = '\xa0';
  CHECK(parse(padded)->payload.size() == 5);

  CHECK_FALSE(parse("short"));
  std::string other_version = rtp(8, 0, "sound");
  other_version[0] = 0x40;
  CHECK_FALSE(parse(other_version));
  std::string too_much_padding = rtp(8, 0, "\xff");
  too_much_padding[0] = '\xa0';
  CHECK_FALSE(parse(too_much_padding));
  std::string extension_beyond = rtp(8, 0, big_endian(0xbede00ff, 4));
  extension_beyond[0] = '\x90';
  CHECK_FALSE(parse(extension_beyond));
}

}  // namespace
}  // namespace twinline::live::recording
