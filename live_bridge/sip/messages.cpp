#include "live_bridge/sip/messages.hpp"

#include <array>

#include "live_bridge/sip/numbers.hpp"

namespace twinline::live::sip {
namespace {

/// The value of `name=…` among a header's or URI's parameters, wherever it stands in the text.
std::string parameter_in(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const bool begins = at > 0 && (text[at - 1] == ';' || text[at - 1] == '?');
    const auto after = at + name.size();
    if (!begins || after >= text.size() || text[after] != '=') continue;
    const auto value = text.substr(after + 1);
    return std::string(value.substr(0, value.find_first_of(";>&, \t@")));
  }
  return {};
}

/// The entries of a comma-separated header; commas within quotes and angle brackets separate nothing.
std::vector<std::string> entries_of(std::string_view value) {
  std::vector<std::string> entries(1);
  bool quoted = false, bracketed = false;
  for (const char letter : value) {
    if (letter == '"') quoted = !quoted;
    if (!quoted && letter == '<') bracketed = true;
    if (!quoted && letter == '>') bracketed = false;
    if (letter == ',' && !quoted && !bracketed) {
      entries.emplace_back();
    } else {
      entries.back() += letter;
    }
  }
  return entries;
}

bool asks_for_privacy(const sip_t* invite) {
  if (!invite->sip_privacy) return false;
  for (const msg_param_t* value = invite->sip_privacy->priv_values; value && *value; ++value) {
    if (su_casematch(*value, "id") || su_casematch(*value, "user") || su_casematch(*value, "header")) return true;
  }
  return false;
}

}  // namespace

std::string body_of(const sip_t* message) {
  if (!message || !message->sip_payload) return {};
  return {message->sip_payload->pl_data, message->sip_payload->pl_len};
}

std::string sdp_of(const sip_t* message) {
  if (!message || !message->sip_payload) return {};
  // A body without a type is taken for what everybody sends.
  if (message->sip_content_type && !su_casematch(message->sip_content_type->c_type, "application/sdp")) return {};
  return body_of(message);
}

std::string header_of(const sip_t* message, const char* name) {
  for (const auto* header = message->sip_unknown; header; header = header->un_next) {
    if (header->un_name && su_casematch(header->un_name, name)) return header->un_value ? header->un_value : "";
  }
  return {};
}

std::string value_of(const sip_header_t* header) {
  std::array<char, 256> fixed;
  const auto length = sip_header_field_e(fixed.data(), fixed.size(), header, 0);
  if (length < 0) return {};
  if (static_cast<std::size_t>(length) < fixed.size()) return {fixed.data(), static_cast<std::size_t>(length)};
  std::string text(static_cast<std::size_t>(length) + 1, '\0');
  sip_header_field_e(text.data(), text.size(), header, 0);
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::vector<std::string> values_of(const sip_header_t* first) {
  std::vector<std::string> values;
  for (; first; first = static_cast<const sip_header_t*>(first->sh_next)) values.push_back(value_of(first));
  return values;
}

std::string text_of(const url_t* url) {
  Home home;
  const char* text = url_as_string(home, url);
  return text ? text : "";
}

std::string unquoted(const char* text) {
  std::string value = text ? text : "";
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
  return value;
}

std::string user_of(const url_t* url) {
  if (!url) return {};
  const char* user = url->url_type == url_tel && !url->url_user ? url->url_host : url->url_user;
  return user ? unescaped(user) : std::string{};
}

std::string user_in(std::string_view header_value) {
  const auto scheme = header_value.find_first_of(':');
  const auto opening = header_value.find('<');
  auto from = header_value;
  if (opening != std::string_view::npos) {
    from = header_value.substr(opening + 1);
    from = from.substr(0, from.find('>'));
  } else if (scheme == std::string_view::npos) {
    return {};
  }
  const auto colon = from.find(':');
  if (colon == std::string_view::npos) return {};
  const bool telephone = from.substr(0, colon) == "tel";
  from = from.substr(colon + 1);
  const auto at = from.find('@');
  if (at == std::string_view::npos && !telephone) return {};
  return unescaped(from.substr(0, telephone ? from.find_first_of(";?") : at));
}

std::string caller_of(const sip_t* invite, bool believes_asserted) {
  if (asks_for_privacy(invite)) return {};
  std::string caller;
  if (believes_asserted) caller = user_in(header_of(invite, "P-Asserted-Identity"));
  if (caller.empty()) caller = user_of(invite->sip_from->a_url);
  return is_withheld(caller) ? std::string{} : caller;
}

std::string verstat_of(const sip_t* invite) {
  const auto asserted = parameter_in(header_of(invite, "P-Asserted-Identity"), "verstat");
  if (!asserted.empty()) return asserted;
  return parameter_in(value_of(reinterpret_cast<const sip_header_t*>(invite->sip_from)), "verstat");
}

std::string diverted_from_of(const sip_t* invite) {
  const auto diversion = header_of(invite, "Diversion");
  if (!diversion.empty()) return user_in(entries_of(diversion).front());
  // The last entry is where the call is now; the one before, whom it was for.
  const auto history = entries_of(header_of(invite, "History-Info"));
  return history.size() < 2 ? std::string{} : user_in(history[history.size() - 2]);
}

bool names(const msg_list_t* options, const char* option) {
  for (; options; options = options->k_next) {
    for (const msg_param_t* item = options->k_items; item && *item; ++item) {
      if (su_casematch(*item, option)) return true;
    }
  }
  return false;
}

}  // namespace twinline::live::sip
