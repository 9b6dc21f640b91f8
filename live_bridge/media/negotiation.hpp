// Which audio the parties of a call agree on. Of what a party describes, one audio line is taken, with the codecs that
// the media server can play prompts in; every other line (video, fax) is refused with port 0 while the audio is kept. A
// phone is offered what the caller speaks; other codecs, which cost the server a transcoding, only where there is no
// overlap or behind what overlaps. The media server carries the choice out (media_server.cpp); here are only texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "live_bridge/media/session_description.hpp"

namespace twinline::live::media {

constexpr std::string_view unreadable_description = "unreadable SDP";
constexpr std::string_view no_common_codec = "no common codec";

/// The media lines of a party's description, in order: refused ones as they are answered, the audio line empty. Further
/// descriptions for that party must have as many (RFC 3264, section 8).
using Layout = std::vector<std::string>;

/// The audio of one party as the media server is told of it.
struct Audio {
  std::string sdp;            ///< one audio line, reduced to what is understood
  std::vector<Codec> codecs;  ///< in order of preference; telephone-event not among them
  Direction direction;
  Layout layout;
};

struct AudioChoice {
  std::optional<Audio> audio;
  std::string_view error;  ///< one of the two above, where there is no audio
};

/// The first audio line over plain RTP with a numeric address and a codec that the media server has. `preferred`
/// (names) puts those codecs in order and leaves the others out; empty: as described.
AudioChoice choose_audio(std::string_view description, const std::vector<std::string>& preferred);

/// Whether a party that answers `answer` is where and what `known` says: nothing new for the media server.
bool is_within(const Audio& answer, const Audio& known);

/// The audio with another direction.
std::string with_direction(std::string_view sdp, Direction direction);

/// What a phone shall be offered of a caller's audio.
struct PhoneOffer {
  std::string sdp;                     ///< the caller's, as it goes into the media server's `offer`
  std::vector<std::string> masked;     ///< not shown to the phone
  std::vector<std::string> transcode;  ///< offered on top
};

/// None where `preferred` names nothing that the media server has.
std::optional<PhoneOffer> offer_for_phone(const Audio& caller, const std::vector<std::string>& preferred);

/// What must be transcoded for a phone that answered with `phone`.
PhoneOffer offer_as_answered(const Audio& caller, const Audio& phone);

/// The party that stands for prompts: it answers an offer with its first codec and takes no packets.
std::string prompt_party_answer(const Audio& offer);
/// It makes the offer, in these codecs; all that the media server has when empty.
std::string prompt_party_offer(const std::vector<std::string>& preferred);

/// Who says so in an SDP of ours: the same session for one party, the version rising (RFC 3264, section 8).
struct Origin {
  std::uint64_t session = 0, version = 0;
};

/// The media server's SDP as it goes to a party: our origin, nothing of the other party's, the party's own layout. None
/// where the SDP has not one media line with an address.
std::optional<std::string> description_for_party(std::string_view server_sdp, const Layout& layout, Origin origin);

/// Likewise to somebody who listens: one audio line for every party of the call.
std::optional<std::string> description_for_listener(std::string_view server_sdp, Origin origin);

}  // namespace twinline::live::media
