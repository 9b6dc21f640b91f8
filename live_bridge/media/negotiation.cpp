#include "live_bridge/media/negotiation.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace twinline::live::media {
namespace {

struct ServerCodec {
  std::string_view name, clock, payload_type;
};

// What rtpengine of Debian 12 decodes and encodes of what telephones speak; payload types as we offer them.
constexpr std::array<ServerCodec, 4> server_codecs{
    {{"PCMA", "8000", "8"}, {"PCMU", "8000", "0"}, {"G722", "8000", "9"}, {"opus", "48000/2", "96"}}};
constexpr std::string_view telephone_event = "telephone-event";
constexpr std::string_view own_event_payload = "101";

// Every telephone speaks one of the two (RFC 5359 and practice).
constexpr std::array<std::string_view, 2> spoken_everywhere{"PCMA", "PCMU"};

bool is_server_codec(const Codec& codec) {
  return std::any_of(server_codecs.begin(), server_codecs.end(), [&](const ServerCodec& known) {
    return is_same(codec, {"", std::string{known.name}, std::string{known.clock}});
  });
}

bool has_codec(const std::vector<Codec>& codecs, std::string_view name) {
  return std::any_of(codecs.begin(), codecs.end(), [&](const Codec& codec) { return is_called(codec, name); });
}

bool is_plain_rtp(const MediaLine& line) { return line.protocol == "RTP/AVP" || line.protocol == "RTP/AVPF"; }

/// The codecs that may be used, in the order that counts.
std::vector<Codec> usable(const std::vector<Codec>& described, const std::vector<std::string>& preferred) {
  std::vector<Codec> codecs;
  const auto take = [&](const Codec& codec) {
    const bool twice =
        std::any_of(codecs.begin(), codecs.end(), [&](const Codec& taken) { return is_same(taken, codec); });
    if (is_server_codec(codec) && !twice) codecs.push_back(codec);
  };
  if (preferred.empty()) {
    for (const Codec& codec : described) take(codec);
  }
  for (const std::string& name : preferred) {
    for (const Codec& codec : described) {
      if (is_called(codec, name)) take(codec);
    }
  }
  return codecs;
}

/// The digits' payload: that of the first codec's clock, for both count in the same time (RFC 4733, section 2.1).
std::optional<Codec> digits_for(const Codec& first, const std::vector<Codec>& described) {
  const auto clock = std::string_view{first.clock}.substr(0, first.clock.find('/'));
  std::optional<Codec> found;
  for (const Codec& codec : described) {
    if (!is_called(codec, telephone_event)) continue;
    if (codec.clock == clock) return codec;
    if (!found) found = codec;
  }
  return found;
}

bool speaks_of(std::string_view line, const std::vector<std::string>& formats) {
  const std::size_t colon = line.find(':');
  const std::string_view format = line.substr(colon + 1, line.find(' ') - colon - 1);
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

/// Whether the media server is to see this line. A list of what passes, for the others are of things that are refused:
/// ICE, DTLS, bundles, simulcast.
bool is_understood(const std::string& line, const std::vector<std::string>& formats) {
  if (line.starts_with("a=rtpmap:") || line.starts_with("a=fmtp:")) return speaks_of(line, formats);
  return line.starts_with("a=ptime:") || line.starts_with("a=maxptime:") || line.starts_with("a=rtcp:");
}

std::vector<std::string> head_of(std::string_view address, Origin origin) {
  const std::string_view family = address.find(':') == std::string_view::npos ? "IP4" : "IP6";
  return {"v=0", fmt::format("o=- {} {} IN {} {}", origin.session, origin.version, family, address), "s=-",
          fmt::format("c=IN {} {}", family, address), "t=0 0"};
}

/// One audio line of these codecs: what the media server is told of a party.
SessionDescription reduced(const MediaLine& line, std::string_view address, const std::vector<Codec>& codecs,
                           const std::optional<Codec>& digits, Direction direction) {
  MediaLine kept{line.kind, line.port, line.protocol, {}, {}};
  for (const Codec& codec : codecs) kept.formats.push_back(codec.payload_type);
  if (digits) kept.formats.push_back(digits->payload_type);
  std::copy_if(line.below.begin(), line.below.end(), std::back_inserter(kept.below),
               [&](const std::string& text) { return is_understood(text, kept.formats); });
  kept.below.emplace_back(attribute(direction));
  return {head_of(address, {1, 1}), {std::move(kept)}};
}

std::string refused(const MediaLine& line) {
  return fmt::format("m={} 0 {} {}", line.kind, line.protocol, fmt::join(line.formats, " "));
}

std::string prompt_party(const std::vector<Codec>& codecs, const std::optional<Codec>& digits, Direction direction) {
  constexpr std::uint16_t discard = 9;  // nobody listens to what a caller says to a prompt
  MediaLine line{"audio", discard, "RTP/AVP", {}, {}};
  for (const Codec& codec : codecs)
    line.below.push_back(fmt::format("a=rtpmap:{} {}/{}", codec.payload_type, codec.name, codec.clock));
  if (digits) {
    line.below.push_back(fmt::format("a=rtpmap:{} {}/{}", digits->payload_type, digits->name, digits->clock));
    line.below.push_back(fmt::format("a=fmtp:{} 0-15", digits->payload_type));
  }
  return to_text(reduced(line, "127.0.0.1", codecs, digits, direction));
}

std::optional<Codec> digits_in(const Audio& audio) {
  const auto description = parse_description(audio.sdp);
  return digits_for(audio.codecs.front(), codecs_of(description->media.front()));
}

std::string with_codecs(const Audio& audio, const std::vector<Codec>& codecs) {
  const auto description = parse_description(audio.sdp);
  const MediaLine& line = description->media.front();
  return to_text(reduced(line, *address_of(*description, line), codecs, digits_in(audio), Direction{}));
}

}  // namespace

AudioChoice choose_audio(std::string_view description, const std::vector<std::string>& preferred) {
  const auto parsed = parse_description(description);
  if (!parsed) return {std::nullopt, unreadable_description};
  std::optional<Audio> audio;
  Layout layout;
  for (const MediaLine& line : parsed->media) {
    layout.push_back(refused(line));
    const auto address = address_of(*parsed, line);
    if (audio || line.kind != "audio" || line.port == 0 || !is_plain_rtp(line) || !address) continue;
    const std::vector<Codec> described = codecs_of(line);
    std::vector<Codec> codecs = usable(described, preferred);
    if (codecs.empty()) continue;
    const Direction direction = direction_of(*parsed, line);
    audio.emplace();
    audio->sdp = to_text(reduced(line, *address, codecs, digits_for(codecs.front(), described), direction));
    audio->codecs = std::move(codecs);
    audio->direction = direction;
    layout.back().clear();
  }
  if (!audio) return {std::nullopt, no_common_codec};
  audio->layout = std::move(layout);
  return {std::move(audio), {}};
}

bool is_within(const Audio& answer, const Audio& known) {
  if (answer.direction != known.direction) return false;
  const auto told = parse_description(answer.sdp), before = parse_description(known.sdp);
  const MediaLine &now = told->media.front(), &then = before->media.front();
  return told->head == before->head && now.port == then.port && now.protocol == then.protocol &&
         std::all_of(now.formats.begin(), now.formats.end(), [&](const std::string& format) {
           return std::find(then.formats.begin(), then.formats.end(), format) != then.formats.end();
         });
}

std::string with_direction(std::string_view sdp, Direction direction) {
  auto description = parse_description(sdp);
  if (!description || description->media.empty()) return std::string{sdp};
  auto& below = description->media.front().below;
  std::erase_if(below, [](const std::string& line) {
    return line == "a=sendrecv" || line == "a=sendonly" || line == "a=recvonly" || line == "a=inactive";
  });
  below.emplace_back(attribute(direction));
  return to_text(*description);
}

std::optional<PhoneOffer> offer_for_phone(const Audio& caller, const std::vector<std::string>& preferred) {
  PhoneOffer offer;
  if (preferred.empty()) {
    offer.sdp = with_direction(caller.sdp, {});
    for (const std::string_view name : spoken_everywhere) {
      if (!has_codec(caller.codecs, name)) offer.transcode.emplace_back(name);
    }
    return offer;
  }
  const std::vector<Codec> overlap = usable(caller.codecs, preferred);
  if (!overlap.empty()) {
    offer.sdp = with_codecs(caller, overlap);
    return offer;
  }
  offer.sdp = with_direction(caller.sdp, {});
  for (const Codec& codec : caller.codecs) offer.masked.push_back(codec.name);
  for (const std::string& name : preferred) {
    const bool known = std::any_of(server_codecs.begin(), server_codecs.end(), [&](const ServerCodec& codec) {
      return is_called({"", std::string{codec.name}, ""}, name);
    });
    if (known) offer.transcode.push_back(name);
  }
  return offer.transcode.empty() ? std::nullopt : std::optional{std::move(offer)};
}

PhoneOffer offer_as_answered(const Audio& caller, const Audio& phone) {
  PhoneOffer offer;
  offer.sdp = caller.sdp;
  for (const Codec& codec : phone.codecs) {
    if (!has_codec(caller.codecs, codec.name)) offer.transcode.push_back(codec.name);
  }
  return offer;
}

std::string prompt_party_answer(const Audio& offer) {
  return prompt_party({offer.codecs.front()}, digits_in(offer), answer_to(offer.direction, {}));
}

std::string prompt_party_offer(const std::vector<std::string>& preferred) {
  std::vector<Codec> all;
  for (const ServerCodec& codec : server_codecs) {
    all.push_back({std::string{codec.payload_type}, std::string{codec.name}, std::string{codec.clock}});
  }
  const std::vector<Codec> codecs = usable(all, preferred);
  const Codec digits{std::string{own_event_payload}, std::string{telephone_event}, "8000"};
  return prompt_party(codecs.empty() ? all : codecs, digits, {});
}

std::optional<std::string> description_for_party(std::string_view server_sdp, const Layout& layout, Origin origin) {
  auto description = parse_description(server_sdp);
  if (!description || description->media.size() != 1 || layout.empty()) return std::nullopt;
  const auto address = address_of(*description, description->media.front());
  if (!address) return std::nullopt;
  std::string text = to_text({head_of(*address, origin), {}});
  const std::string audio = to_text({{}, description->media});
  for (const std::string& line : layout) text += line.empty() ? audio : line + "\r\n";
  return text;
}

std::optional<std::string> description_for_listener(std::string_view server_sdp, Origin origin) {
  auto description = parse_description(server_sdp);
  if (!description || description->media.empty()) return std::nullopt;
  const auto address = address_of(*description, description->media.front());
  if (!address) return std::nullopt;
  description->head = head_of(*address, origin);
  return to_text(*description);
}

}  // namespace twinline::live::media
