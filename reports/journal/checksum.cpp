#include "reports/journal/checksum.hpp"

#include <array>

namespace twinline::journal {
namespace {

constexpr std::size_t stride = 8;

/// Table 0 moves the checksum on by one byte; table k by one byte that is followed by k zero bytes.
constexpr auto tables = [] {
  std::array<std::array<std::uint32_t, 256>, stride> all{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1U) != 0 ? 0x82F63B78U : 0U);
    all[0][byte] = value;
  }
  for (std::size_t zeros = 1; zeros < stride; ++zeros) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      all[zeros][byte] = all[zeros - 1][byte] >> 8 ^ all[0][all[zeros - 1][byte] & 0xFFU];
    }
  }
  return all;
}();

std::uint32_t little_endian(const char* bytes) {
  std::uint32_t value = 0;
  for (int byte = 3; byte >= 0; --byte) value = value << 8 | static_cast<unsigned char>(bytes[byte]);
  return value;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
  std::uint32_t value = ~before;
  for (; bytes.size() >= stride; bytes.remove_prefix(stride)) {
    const std::uint32_t low = value ^ little_endian(bytes.data());
    const std::uint32_t high = little_endian(bytes.data() + 4);
    value = tables[7][low & 0xFFU] ^ tables[6][low >> 8 & 0xFFU] ^ tables[5][low >> 16 & 0xFFU] ^ tables[4][low >> 24] ^
            tables[3][high & 0xFFU] ^ tables[2][high >> 8 & 0xFFU] ^ tables[1][high >> 16 & 0xFFU] ^
            tables[0][high >> 24];
  }
  for (const char byte : bytes) value = value >> 8 ^ tables[0][(value ^ static_cast<unsigned char>(byte)) & 0xFFU];
  return ~value;
}

}  // namespace twinline::journal
