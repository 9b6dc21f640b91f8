#include "live_bridge/recording/g711.hpp"

namespace twinline::live::recording {

// Both laws are eight segments for each sign, of 16 steps each; each segment's steps are twice as high as those of the
// one below, but for the two lowest of A-law, which are alike.

std::int16_t decoded_alaw(std::uint8_t code) {
  const unsigned even_bits_upright = code ^ 0x55U;
  const unsigned segment = even_bits_upright >> 4 & 7U;
  const unsigned step = even_bits_upright & 15U;
  const unsigned lowest = (step << 4) + 8U;
  const int height = static_cast<int>(segment == 0 ? lowest : (lowest + 0x100U) << (segment - 1));
  return static_cast<std::int16_t>((even_bits_upright & 0x80U) != 0 ? height : -height);
}

std::int16_t decoded_mulaw(std::uint8_t code) {
  constexpr unsigned bias = 0x84;
  const unsigned bits_upright = code ^ 0xFFU;
  const unsigned segment = bits_upright >> 4 & 7U;
  const unsigned step = bits_upright & 15U;
  const int height = static_cast<int>((((step << 3) + bias) << segment) - bias);
  return static_cast<std::int16_t>((bits_upright & 0x80U) != 0 ? -height : height);
}

}  // namespace twinline::live::recording
