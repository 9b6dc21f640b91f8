// The head of a WAV file: two channels of 16 bits at 8 kHz (RIFF, WAVE_FORMAT_PCM). What follows it is the frames as
// they are, low byte first.
#pragma once

#include <array>
#include <cstdint>

namespace twinline::live::recording {

constexpr std::size_t wav_head_bytes = 44;

/// For so many frames, of which a day has fewer than a WAV file can hold.
std::array<std::uint8_t, wav_head_bytes> wav_head(std::uint64_t frames);

}  // namespace twinline::live::recording
