#include "live_bridge/recording/mixdown.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "live_bridge/recording/g711.hpp"
#include "live_bridge/recording/packet_capture.hpp"
#include "live_bridge/recording/rtp_packet.hpp"

namespace twinline::live::recording {
namespace {

constexpr std::int64_t window = 2 * samples_per_second;             // how late a packet may come
constexpr std::int64_t longest = 24 * 3600LL * samples_per_second;  // no talk is longer, whatever a capture claims
constexpr std::int64_t largest_drift = samples_per_second;          // beyond it a timestamp has jumped
constexpr std::uint8_t mulaw_payload = 0, alaw_payload = 8;

enum Channel : std::size_t { left, right, channels };

/// Frames that may still change, and what is before them already handed on.
class Window {
 public:
  explicit Window(const FrameSink& sink) : sink_(sink), frames_(channels * window) {}

  /// False where that time is over.
  bool place(Channel channel, std::int64_t position, std::span<const std::int16_t> samples) {
    const std::int64_t end = position + static_cast<std::int64_t>(samples.size());
    if (position < handed_on_ || end > longest || end - position > window) return false;
    if (end > handed_on_ + window) hand_on(end - window);
    for (const std::int16_t sample : samples) frames_[index(position++) + channel] = sample;
    end_ = std::max(end_, end);
    return true;
  }

  std::uint64_t finish() {
    hand_on(end_);
    return static_cast<std::uint64_t>(end_);
  }

 private:
  static std::size_t index(std::int64_t position) { return static_cast<std::size_t>(position % window) * channels; }

  void hand_on(std::int64_t until) {
    while (handed_on_ < until) {
      const std::size_t begin = index(handed_on_);
      const std::int64_t to_the_edge = window - handed_on_ % window;
      const std::int64_t count = std::min(until - handed_on_, to_the_edge);
      const std::span piece{frames_.data() + begin, static_cast<std::size_t>(count) * channels};
      sink_(piece);
      std::fill(piece.begin(), piece.end(), std::int16_t{0});
      handed_on_ += count;
    }
  }

  const FrameSink& sink_;
  std::vector<std::int16_t> frames_;
  std::int64_t handed_on_ = 0, end_ = 0;
};

/// One side's packets in time: by their timestamps, from where the first one came.
class Speaker {
 public:
  std::int64_t position_of(const RtpPacket& packet, std::int64_t by_arrival) {
    const bool follows = source_ == packet.source;
    const auto step = static_cast<std::int32_t>(packet.timestamp - timestamp_);
    const std::int64_t by_timestamp = position_ + step;
    const std::int64_t drift = by_timestamp - by_arrival;
    position_ = follows && drift <= largest_drift && drift >= -largest_drift ? by_timestamp : by_arrival;
    source_ = packet.source;
    timestamp_ = packet.timestamp;
    return position_;
  }

 private:
  std::optional<std::uint32_t> source_;
  std::uint32_t timestamp_ = 0;
  std::int64_t position_ = 0;
};

bool holds(const std::vector<std::uint16_t>& ports, std::uint16_t port) {
  return std::find(ports.begin(), ports.end(), port) != ports.end();
}

/// Whose sound it is that a port hears.
class Ears {
 public:
  explicit Ears(const Sides& sides) : sides_(sides), known_(sides.known()) {}

  std::optional<Channel> channel_of(std::uint16_t port) {
    if (!sides_.known()) sides_.caller.push_back(port);
    if (holds(sides_.caller, port)) return left;
    const bool is_agents = !known_ || holds(sides_.agent, port);
    return is_agents && sides_.agent_is_heard ? std::optional{right} : std::nullopt;
  }

 private:
  Sides sides_;
  bool known_;
};

static_assert(1'000'000 % samples_per_second == 0);
constexpr std::int64_t microseconds_per_sample = 1'000'000 / samples_per_second;

}  // namespace

Mixdown mix_down(const std::filesystem::path& capture, const Sides& sides, const FrameSink& sink) {
  PacketCapture packets(capture);
  Mixdown result;
  Ears ears(sides);
  Window frames(sink);
  std::array<Speaker, channels> speakers;
  std::vector<std::int16_t> samples;
  std::optional<std::int64_t> began;
  while (const auto datagram = packets.next()) {
    const auto packet = rtp_packet_in(datagram->payload);
    if (!packet || (packet->payload_type != alaw_payload && packet->payload_type != mulaw_payload)) continue;
    const auto channel = ears.channel_of(datagram->to_port);
    if (!channel) continue;
    if (!began) result.began = began.emplace(datagram->at);
    const auto decoded = packet->payload_type == alaw_payload ? decoded_alaw : decoded_mulaw;
    samples.resize(packet->payload.size());
    std::transform(packet->payload.begin(), packet->payload.end(), samples.begin(), decoded);
    const std::int64_t by_arrival = (datagram->at - *began) / microseconds_per_sample;
    if (!frames.place(*channel, speakers[*channel].position_of(*packet, by_arrival), samples)) ++result.lost;
  }
  result.frames = frames.finish();
  return result;
}

}  // namespace twinline::live::recording
