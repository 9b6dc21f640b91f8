#include "live_bridge/recording/wav.hpp"

#include <algorithm>
#include <string_view>

#include "live_bridge/recording/mixdown.hpp"

namespace twinline::live::recording {
namespace {

class Head {
 public:
  void text(std::string_view name) { place_ = std::copy(name.begin(), name.end(), place_); }
  void number(std::uint32_t value, int bytes) {
    for (int byte = 0; byte < bytes; ++byte, value >>= 8) *place_++ = static_cast<std::uint8_t>(value);
  }
  const std::array<std::uint8_t, wav_head_bytes>& bytes() const { return bytes_; }

 private:
  std::array<std::uint8_t, wav_head_bytes> bytes_{};
  std::uint8_t* place_ = bytes_.data();
};

}  // namespace

std::array<std::uint8_t, wav_head_bytes> wav_head(std::uint64_t frames) {
  constexpr std::uint32_t pcm = 1, channels = 2, bits = 16, frame_bytes = channels * bits / 8;
  const auto sound_bytes = static_cast<std::uint32_t>(frames * frame_bytes);
  Head head;
  head.text("RIFF");
  head.number(sound_bytes + wav_head_bytes - 8, 4);
  head.text("WAVEfmt ");
  head.number(16, 4);
  head.number(pcm, 2);
  head.number(channels, 2);
  head.number(samples_per_second, 4);
  head.number(samples_per_second * frame_bytes, 4);
  head.number(frame_bytes, 2);
  head.number(bits, 2);
  head.text("data");
  head.number(sound_bytes, 4);
  return head.bytes();
}

}  // namespace twinline::live::recording
