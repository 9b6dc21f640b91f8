// Captures as the media server writes them, packet by packet, for tests of what reads them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/store/folder.hpp"

namespace twinline::live::recording::samples {

using store_test::Folder;

inline std::string big_endian(std::uint32_t number, int bytes) {
  std::string text;
  while (bytes-- > 0) text.push_back(static_cast<char>(number >> (8 * bytes)));
  return text;
}

inline std::string as_written(std::uint32_t number) { return {reinterpret_cast<const char*>(&number), sizeof number}; }

inline std::string rtp(std::uint8_t payload_type, std::uint32_t timestamp, const std::string& payload,
                       std::uint32_t source = 7) {
  return big_endian(0x80, 1) + big_endian(payload_type, 1) + big_endian(0, 2) + big_endian(timestamp, 4) +
         big_endian(source, 4) + payload;
}

inline std::string udp(std::uint16_t to_port, const std::string& payload) {
  return big_endian(5004, 2) + big_endian(to_port, 2) + big_endian(static_cast<std::uint32_t>(payload.size()) + 8, 2) +
         big_endian(0, 2) + payload;
}

inline std::string ipv4(const std::string& packet) {
  return big_endian(0x45, 1) + big_endian(0, 1) + big_endian(static_cast<std::uint32_t>(packet.size()) + 20, 2) +
         big_endian(0, 4) + big_endian(64, 1) + big_endian(17, 1) + big_endian(0, 2) + big_endian(0x7f000001, 4) +
         big_endian(0x7f000001, 4) + packet;
}

inline std::string ipv6(const std::string& packet) {
  return big_endian(0x60000000, 4) + big_endian(static_cast<std::uint32_t>(packet.size()), 2) + big_endian(17, 1) +
         big_endian(64, 1) + std::string(32, '\1') + packet;
}

constexpr std::uint32_t first_second = 1'800'000'000;

class CaptureText {
 public:
  CaptureText()
      : text_(as_written(0xa1b2c3d4) + as_written(0x00040002) + std::string(8, '\0') + as_written(65535) +
              as_written(101)) {}

  /// Comes so many milliseconds after the beginning.
  CaptureText& add(std::uint32_t milliseconds, const std::string& ip) {
    const auto size = static_cast<std::uint32_t>(ip.size());
    text_ += as_written(first_second + milliseconds / 1000) + as_written(milliseconds % 1000 * 1000) +
             as_written(size) + as_written(size) + ip;
    return *this;
  }

  /// 20 ms of one A-law code.
  CaptureText& say(std::uint32_t milliseconds, std::uint16_t port, std::uint32_t timestamp, char code) {
    return add(milliseconds, ipv4(udp(port, rtp(8, timestamp, std::string(160, code)))));
  }

  const std::string& text() const { return text_; }
  std::string& text() { return text_; }

  std::filesystem::path write(const std::filesystem::path& file) const {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text_;
    return file;
  }

 private:
  std::string text_;
};

}  // namespace twinline::live::recording::samples
