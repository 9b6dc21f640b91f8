// CRC-32C (Castagnoli), which finds every burst of errors up to 32 bits: what every frame of a journal
// carries. It guards against accidents, not against forgers.
#pragma once

#include <cstdint>
#include <string_view>

namespace twinline::journal {

/// The checksum of `bytes`; pass the checksum of what comes before to go on from there. The reflected
/// polynomial 0x82F63B78 and the final complement are those of RFC 3720, appendix B.4.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

}  // namespace twinline::journal
