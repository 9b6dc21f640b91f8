// ITU-T G.711 as samples: what one byte of A-law or µ-law sound means. Decoding only; nothing here is ever sent.
#pragma once

#include <cstdint>

namespace twinline::live::recording {

/// The decoder output of ITU-T G.711 table 1 (13 bits and sign) times 8, so that full scale is that of 16 bits.
std::int16_t decoded_alaw(std::uint8_t code);

/// The decoder output of ITU-T G.711 table 2 (14 bits and sign) times 4.
std::int16_t decoded_mulaw(std::uint8_t code);

}  // namespace twinline::live::recording
