#include "live_bridge/media/session_description.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace twinline::live::media {
namespace {

struct StaticPayload {
  std::string_view payload_type, name, clock;
};

// RFC 3551, table 4, as far as telephones use it.
constexpr std::array<StaticPayload, 6> static_payloads{{{"0", "PCMU", "8000"},
                                                        {"3", "GSM", "8000"},
                                                        {"4", "G723", "8000"},
                                                        {"8", "PCMA", "8000"},
                                                        {"9", "G722", "8000"},
                                                        {"18", "G729", "8000"}}};

constexpr char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; }

std::string_view without_one_channel(std::string_view clock) {
  if (clock.ends_with("/1")) clock.remove_suffix(2);
  return clock;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    found.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
  return found;
}

bool is_line(std::string_view line) {
  return line.size() >= 2 && line[0] >= 'a' && line[0] <= 'z' && line[1] == '=' &&
         std::none_of(line.begin(), line.end(), [](char letter) { return letter == '\0' || letter == '\r'; });
}

std::optional<MediaLine> parse_media_line(std::string_view line) {
  const auto parts = words(line.substr(2));
  if (parts.size() < 4 || parts.size() > most_formats + 3) return std::nullopt;
  MediaLine media;
  media.kind = parts[0];
  media.protocol = parts[2];
  media.formats.assign(parts.begin() + 3, parts.end());
  const std::string_view port = parts[1].substr(0, parts[1].find('/'));
  const auto [stop, error] = std::from_chars(port.data(), port.data() + port.size(), media.port);
  if (error != std::errc{} || stop != port.data() + port.size()) return std::nullopt;
  return media;
}

std::optional<Direction> direction_in(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    if (line == "a=sendrecv") return Direction{};
    if (line == "a=sendonly") return Direction{true, false};
    if (line == "a=recvonly") return Direction{false, true};
    if (line == "a=inactive") return Direction{false, false};
  }
  return std::nullopt;
}

bool is_numeric(const std::string& address) {
  in6_addr room;
  return inet_pton(AF_INET, address.c_str(), &room) == 1 || inet_pton(AF_INET6, address.c_str(), &room) == 1;
}

/// The last word of the connection line ("c=IN IP4 192.0.2.1"), without a multicast suffix.
std::optional<std::string> address_in(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    if (!line.starts_with("c=")) continue;
    const auto parts = words(std::string_view{line}.substr(2));
    if (parts.size() != 3) return std::nullopt;
    std::string address{parts[2]};
    return is_numeric(address) ? std::optional{address} : std::nullopt;
  }
  return std::nullopt;
}

bool has_connection(const MediaLine& line) {
  return std::any_of(line.below.begin(), line.below.end(), [](const auto& text) { return text.starts_with("c="); });
}

}  // namespace

std::string_view attribute(Direction direction) {
  if (direction.sends) return direction.receives ? "a=sendrecv" : "a=sendonly";
  return direction.receives ? "a=recvonly" : "a=inactive";
}

Direction answer_to(Direction offered, Direction own) {
  return {own.sends && offered.receives, own.receives && offered.sends};
}

bool is_called(const Codec& codec, std::string_view name) {
  return std::equal(codec.name.begin(), codec.name.end(), name.begin(), name.end(),
                    [](char one, char other) { return lower(one) == lower(other); });
}

bool is_same(const Codec& one, const Codec& other) {
  return is_called(one, other.name) && without_one_channel(one.clock) == without_one_channel(other.clock);
}

std::optional<std::string_view> MediaLine::value(std::string_view name) const {
  const std::string prefix = fmt::format("a={}:", name);
  for (const std::string& line : below) {
    if (line.starts_with(prefix)) return std::string_view{line}.substr(prefix.size());
  }
  return std::nullopt;
}

std::optional<SessionDescription> parse_description(std::string_view text) {
  if (text.size() > largest_description) return std::nullopt;
  SessionDescription description;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() && text.empty()) break;  // a last empty line is often sent and means nothing
    if (!is_line(line) || (first && line != "v=0")) return std::nullopt;
    first = false;
    if (line.starts_with("m=")) {
      auto media = parse_media_line(line);
      if (!media || description.media.size() == most_media_lines) return std::nullopt;
      description.media.push_back(std::move(*media));
    } else {
      auto& lines = description.media.empty() ? description.head : description.media.back().below;
      lines.emplace_back(line);
    }
  }
  return first ? std::nullopt : std::optional{std::move(description)};
}

std::string to_text(const SessionDescription& description) {
  std::string text;
  for (const std::string& line : description.head) text += line + "\r\n";
  for (const MediaLine& media : description.media) {
    text += fmt::format("m={} {} {} {}\r\n", media.kind, media.port, media.protocol, fmt::join(media.formats, " "));
    for (const std::string& line : media.below) text += line + "\r\n";
  }
  return text;
}

std::vector<Codec> codecs_of(const MediaLine& line) {
  std::vector<Codec> codecs;
  for (const std::string& format : line.formats) {
    const std::string prefix = fmt::format("a=rtpmap:{} ", format);
    const auto map = std::find_if(line.below.begin(), line.below.end(),
                                  [&](const std::string& text) { return text.starts_with(prefix); });
    if (map != line.below.end()) {
      const std::string_view mapping = std::string_view{*map}.substr(prefix.size());
      const std::size_t slash = mapping.find('/');
      if (slash == std::string_view::npos) continue;
      codecs.push_back({format, std::string{mapping.substr(0, slash)}, std::string{mapping.substr(slash + 1)}});
      continue;
    }
    const auto known = std::find_if(static_payloads.begin(), static_payloads.end(),
                                    [&](const StaticPayload& payload) { return payload.payload_type == format; });
    if (known == static_payloads.end()) continue;
    codecs.push_back({format, std::string{known->name}, std::string{known->clock}});
  }
  return codecs;
}

std::optional<std::string> address_of(const SessionDescription& description, const MediaLine& line) {
  return address_in(has_connection(line) ? line.below : description.head);
}

Direction direction_of(const SessionDescription& description, const MediaLine& line) {
  Direction direction = direction_in(line.below).value_or(direction_in(description.head).value_or(Direction{}));
  if (address_of(description, line) == "0.0.0.0") direction.receives = false;
  return direction;
}

}  // namespace twinline::live::media
