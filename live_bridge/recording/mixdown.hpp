// From a capture to sound: who spoke is told by the port that heard it, when by the RTP timestamp; two channels come
// out, the caller on the left and the agent on the right. Only G.711 is sound here (payload types 0 and 8 of RFC 3551):
// keys (RFC 4733), comfort noise and whatever else is in a capture come out as silence, so that no key is ever in a
// recording.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace twinline::live::recording {

constexpr std::uint32_t samples_per_second = 8000;

/// The media server's ports at which each side's audio arrives. Where no port is known, the first that hears anything
/// is taken for the caller's, every other for the agent's.
struct Sides {
  std::vector<std::uint16_t> caller, agent;
  bool agent_is_heard = true;

  bool known() const { return !caller.empty(); }
};

struct Mixdown {
  std::int64_t began = 0;    ///< the first sound, µs since 1970
  std::uint64_t frames = 0;  ///< one sample for each channel
  std::uint64_t lost = 0;    ///< packets that came more than two seconds late, or of no time that can be
};

/// Frames in order, left and right in turns.
using FrameSink = std::function<void(std::span<const std::int16_t>)>;

/// Hands all sound to the sink in pieces; the same capture gives the same frames each time. Throws as PacketCapture.
Mixdown mix_down(const std::filesystem::path& capture, const Sides& sides, const FrameSink& sink);

}  // namespace twinline::live::recording
