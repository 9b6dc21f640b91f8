// A capture as the media server writes it: the UDP packets of a call, one after the other, each with the instant at
// which it came. What the packets carry may come from anybody, so nothing in the file is believed; what it means is not
// decided here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <vector>

namespace twinline::live::recording {

struct Datagram {
  std::int64_t at = 0;        ///< µs since 1970
  std::uint16_t to_port = 0;  ///< of the media server: tells who sent it
  std::span<const std::uint8_t> payload;
};

class PacketCapture {
 public:
  /// Throws std::runtime_error, naming the file, where it is no capture of IP packets without link layer (pcap,
  /// LINKTYPE_RAW).
  explicit PacketCapture(const std::filesystem::path& file);

  /// The next whole UDP packet, valid until the one after it; none at the end, which is also where the file was cut off
  /// or makes no sense any more. Packets of other kinds and fragments are passed over.
  std::optional<Datagram> next();

 private:
  std::ifstream file_;
  std::vector<std::uint8_t> packet_;
};

}  // namespace twinline::live::recording
