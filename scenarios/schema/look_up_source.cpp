#include "scenarios/schema/look_up_source.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <tuple>

namespace twinline::scenarios {
namespace {

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

bool all_of(std::string_view text, bool (*fits)(unsigned char)) {
  return std::all_of(text.begin(), text.end(), [fits](unsigned char sign) { return fits(sign); });
}

bool belongs_to_a_host(unsigned char sign) { return std::isalnum(sign) != 0 || sign == '.' || sign == '-'; }
bool belongs_to_an_ipv6_address(unsigned char sign) { return std::isxdigit(sign) != 0 || sign == ':' || sign == '.'; }
bool belongs_to_a_path(unsigned char sign) { return std::isgraph(sign) != 0 && sign != '#'; }

}  // namespace

std::optional<std::int64_t> ToldAttribute::value_of(std::string_view text) const {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return number;
  const auto word = words.find(text);
  return word == words.end() ? std::nullopt : std::optional{word->second};
}

std::optional<ServiceUrl> parse_service_url(std::string_view text) {
  ServiceUrl url;
  if (text.starts_with("https://")) {
    url.encrypted = true;
    url.port = 443;
  } else if (!text.starts_with("http://")) {
    return std::nullopt;
  }
  text.remove_prefix(text.find("//") + 2);
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) url.path = text.substr(slash);
  std::string_view authority = text.substr(0, slash);
  const bool bracketed = authority.starts_with('[');
  const auto host_end = bracketed ? authority.find(']') : authority.find(':');
  url.host = authority.substr(bracketed ? 1 : 0, bracketed ? host_end - 1 : host_end);
  if (url.host.empty() || (bracketed && host_end == std::string_view::npos)) return std::nullopt;
  if (!all_of(url.host, bracketed ? belongs_to_an_ipv6_address : belongs_to_a_host)) return std::nullopt;
  if (!all_of(url.path, belongs_to_a_path)) return std::nullopt;
  const auto rest = host_end == std::string_view::npos ? "" : authority.substr(host_end + (bracketed ? 1 : 0));
  if (rest.empty()) return url;
  const auto port = rest.starts_with(':') ? port_of(rest.substr(1)) : std::nullopt;
  if (!port) return std::nullopt;
  url.port = *port;
  return url;
}

bool LookUpSource::operator==(const LookUpSource& other) const {
  const auto rest = [](const LookUpSource& source) {
    return std::tie(source.look_up, source.name, source.tells, source.url, source.kind, source.token_file,
                    source.deadline, source.give_up_after, source.at_once, source.waiting, source.defaults);
  };
  const bool same_table = table == other.table || (table && other.table && *table == *other.table);
  return same_table && rest(*this) == rest(other);
}

}  // namespace twinline::scenarios
