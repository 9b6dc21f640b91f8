// An SDP (RFC 8866) as far as the bridge must look into it: its media lines, the codecs of an audio line, its
// direction, its address. It arrives from strangers, so it is read strictly and bounded; what is not understood stays
// text or is dropped. Which codec is taken is decided in negotiation.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::live::media {

/// What one party does with audio: `sendonly` is somebody who holds.
struct Direction {
  bool sends = true, receives = true;
  bool operator==(const Direction&) const = default;
};

std::string_view attribute(Direction direction);

/// RFC 3264, section 6.1: what `own` comes to in the answer to `offered`.
Direction answer_to(Direction offered, Direction own);

struct Codec {
  std::string payload_type;  ///< as written in the media line
  std::string name;          ///< as written; compared without regard to case
  std::string clock;         ///< "8000", "48000/2"
  bool operator==(const Codec&) const = default;
};

/// Same name and clock; one channel may be written or left out.
bool is_same(const Codec& one, const Codec& other);
bool is_called(const Codec& codec, std::string_view name);

struct MediaLine {
  std::string kind;  ///< "audio"
  std::uint16_t port = 0;
  std::string protocol;  ///< "RTP/AVP"
  std::vector<std::string> formats;
  std::vector<std::string> below;  ///< the lines up to the next media line, without their ends

  /// The attribute's value, of the first `a=NAME:value` below.
  std::optional<std::string_view> value(std::string_view name) const;
};

struct SessionDescription {
  std::vector<std::string> head;  ///< the lines above the first media line
  std::vector<MediaLine> media;
};

constexpr std::size_t largest_description = 16384;
constexpr std::size_t most_media_lines = 16;
constexpr std::size_t most_formats = 64;  ///< of a media line

/// None where the text is no SDP: no `v=0` first, a line that is no `letter=value`, a malformed media line, too long.
std::optional<SessionDescription> parse_description(std::string_view text);

/// Lines end in CR LF.
std::string to_text(const SessionDescription& description);

/// The codecs of an audio line in its order; static payload types need no rtpmap (RFC 3551).
std::vector<Codec> codecs_of(const MediaLine& line);

/// The connection address of a media line, its own or the session's: numeric; none where missing or a name.
std::optional<std::string> address_of(const SessionDescription& description, const MediaLine& line);

/// The media line's direction, or the session's; one that is held by the address 0.0.0.0 (RFC 2543) does not receive.
Direction direction_of(const SessionDescription& description, const MediaLine& line);

}  // namespace twinline::live::media
