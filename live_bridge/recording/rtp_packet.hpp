// One RTP packet (RFC 3550 §5.1) taken apart.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace twinline::live::recording {

struct RtpPacket {
  std::uint8_t payload_type = 0;
  std::uint32_t timestamp = 0;  ///< in samples, from anywhere on
  std::uint32_t source = 0;
  std::span<const std::uint8_t> payload;
};

/// None for what is no RTP; the payload lies in `datagram`.
std::optional<RtpPacket> rtp_packet_in(std::span<const std::uint8_t> datagram);

}  // namespace twinline::live::recording
