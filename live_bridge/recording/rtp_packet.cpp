#include "live_bridge/recording/rtp_packet.hpp"

#include <cstddef>

namespace twinline::live::recording {
namespace {

constexpr std::size_t fixed_head = 12;

std::uint32_t word_at(std::span<const std::uint8_t> bytes, std::size_t place) {
  return std::uint32_t{bytes[place]} << 24 | std::uint32_t{bytes[place + 1]} << 16 |
         std::uint32_t{bytes[place + 2]} << 8 | bytes[place + 3];
}

}  // namespace

std::optional<RtpPacket> rtp_packet_in(std::span<const std::uint8_t> datagram) {
  if (datagram.size() < fixed_head || datagram[0] >> 6 != 2) return std::nullopt;
  const bool padded = (datagram[0] & 0x20U) != 0, extended = (datagram[0] & 0x10U) != 0;
  std::size_t begin = fixed_head + std::size_t{datagram[0] & 15U} * 4;
  if (extended) {
    if (begin + 4 > datagram.size()) return std::nullopt;
    begin += 4 + std::size_t{word_at(datagram, begin) & 0xffffU} * 4;
  }
  const std::size_t padding = padded ? datagram.back() : 0;
  if (begin + padding > datagram.size()) return std::nullopt;
  return RtpPacket{static_cast<std::uint8_t>(datagram[1] & 0x7fU), word_at(datagram, 4), word_at(datagram, 8),
                   datagram.subspan(begin, datagram.size() - begin - padding)};
}

}  // namespace twinline::live::recording
