#include "live_bridge/recording/packet_capture.hpp"

#include <array>
#include <cstring>
#include <stdexcept>
#include <string>

namespace twinline::live::recording {
namespace {

// The format: draft-ietf-opsawg-pcap. Numbers are in the byte order of the machine that wrote them, which is this one.
constexpr std::uint32_t capture_magic = 0xa1b2c3d4, raw_ip = 101;
constexpr std::size_t longest_packet = 65535;

struct FileHead {
  std::uint32_t magic, versions, zone, accuracy, longest, link;
};
struct PacketHead {
  std::uint32_t seconds, microseconds, captured, length;
};

std::uint16_t number_at(std::span<const std::uint8_t> bytes, std::size_t place) {
  return static_cast<std::uint16_t>(bytes[place] << 8 | bytes[place + 1]);
}

constexpr std::size_t udp_head = 8;
constexpr std::uint8_t udp = 17;

/// The UDP packet within an IPv4 (RFC 791) or IPv6 (RFC 8200) packet; empty where there is none.
std::span<const std::uint8_t> udp_in(std::span<const std::uint8_t> packet) {
  constexpr std::size_t shortest_v4 = 20, whole_v6 = 40;
  if (packet.size() < shortest_v4) return {};
  const unsigned version = packet[0] >> 4;
  if (version == 4) {
    const std::size_t head = std::size_t{packet[0] & 15U} * 4;
    const bool fragment = (number_at(packet, 6) & 0x3fffU) != 0;
    if (head < shortest_v4 || head > packet.size() || packet[9] != udp || fragment) return {};
    return packet.subspan(head);
  }
  if (version == 6 && packet.size() >= whole_v6 && packet[6] == udp) return packet.subspan(whole_v6);
  return {};
}

}  // namespace

PacketCapture::PacketCapture(const std::filesystem::path& file) : file_(file, std::ios::binary) {
  FileHead head{};
  std::array<char, sizeof head> bytes{};
  if (!file_) throw std::runtime_error(file.string() + " cannot be read");
  file_.read(bytes.data(), bytes.size());
  std::memcpy(&head, bytes.data(), sizeof head);
  if (!file_ || head.magic != capture_magic || head.link != raw_ip) {
    throw std::runtime_error(file.string() + " is no capture; expected pcap of raw IP packets");
  }
}

std::optional<Datagram> PacketCapture::next() {
  while (true) {
    PacketHead head{};
    std::array<char, sizeof head> bytes{};
    file_.read(bytes.data(), bytes.size());
    std::memcpy(&head, bytes.data(), sizeof head);
    if (!file_ || head.captured > longest_packet) return std::nullopt;
    packet_.resize(head.captured);
    file_.read(reinterpret_cast<char*>(packet_.data()), static_cast<std::streamsize>(packet_.size()));
    if (!file_) return std::nullopt;
    const auto datagram = udp_in(packet_);
    if (datagram.size() < udp_head) continue;
    const std::size_t length = number_at(datagram, 4);
    if (length < udp_head || length > datagram.size()) continue;
    return Datagram{std::int64_t{head.seconds} * 1'000'000 + head.microseconds, number_at(datagram, 2),
                    datagram.subspan(udp_head, length - udp_head)};
  }
}

}  // namespace twinline::live::recording
