#include "live_bridge/recording/g711.hpp"

#include <array>
#include <utility>

#include <catch2/catch.hpp>

namespace twinline::live::recording {
namespace {

TEST_CASE("A-law decodes to the values of ITU-T G.711 table 1") {
  // Decoder output for the lowest step of each segment, then the extremes; the codes have their even bits inverted.
  constexpr std::array<std::pair<std::uint8_t, int>, 10> published{{{0xD5, 1},
                                                                    {0xC5, 33},
                                                                    {0xF5, 66},
                                                                    {0xE5, 132},
                                                                    {0x95, 264},
                                                                    {0x85, 528},
                                                                    {0xB5, 1056},
                                                                    {0xA5, 2112},
                                                                    {0xD4, 3},
                                                                    {0xAA, 4032}}};
  for (const auto& [code, value] : published) {
    CAPTURE(code);
    CHECK(decoded_alaw(code) == value * 8);
    CHECK(decoded_alaw(code ^ 0x80) == -value * 8);
  }
}

TEST_CASE("mu-law decodes to the values of ITU-T G.711 table 2") {
  constexpr std::array<std::pair<std::uint8_t, int>, 11> published{{{0xFF, 0},
                                                                    {0xFE, 2},
                                                                    {0xEF, 33},
                                                                    {0xDF, 99},
                                                                    {0xCF, 231},
                                                                    {0xBF, 495},
                                                                    {0xAF, 1023},
                                                                    {0x9F, 2079},
                                                                    {0x8F, 4191},
                                                                    {0x81, 7775},
                                                                    {0x80, 8031}}};
  for (const auto& [code, value] : published) {
    CAPTURE(code);
    CHECK(decoded_mulaw(code) == value * 4);
    CHECK(decoded_mulaw(code ^ 0x80) == -value * 4);
  }
}

TEST_CASE("louder codes decode to louder sound, on either side of zero") {
  for (unsigned step = 1; step < 128; ++step) {
    CHECK(decoded_alaw(static_cast<std::uint8_t>((0x80 | step) ^ 0x55)) >
          decoded_alaw(static_cast<std::uint8_t>((0x80 | (step - 1)) ^ 0x55)));
    CHECK(decoded_mulaw(static_cast<std::uint8_t>(0xFF - step)) >
          decoded_mulaw(static_cast<std::uint8_t>(0x100 - step)));
  }
}

}  // namespace
}  // namespace twinline::live::recording
