#include "scenarios/schema/policy_text.hpp"

#include <charconv>
#include <stdexcept>
#include <utility>

#include "scenarios/schema/diagnostics.hpp"

namespace twinline::scenarios {
namespace {

bool is_quote(char letter) { return letter == '"' || letter == '\''; }

std::uint32_t version_of(std::string_view text) {
  std::uint32_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size() || version == 0) {
    throw std::invalid_argument(in_quotes(text) + " is no version; expected a whole number from 1 on");
  }
  return version;
}

/// Cuts off what follows the mark, if it is there.
std::string_view cut_after(std::string_view& text, char mark) {
  const auto position = text.find(mark);
  if (position == std::string_view::npos) return {};
  const std::string_view rest = text.substr(position + 1);
  text = text.substr(0, position);
  return rest;
}

ParameterText parameter_of(const std::string& text) {
  const auto assigned = text.find('=');
  if (assigned == 0 || assigned == std::string::npos) {
    throw std::invalid_argument(in_quotes(text) + " is no parameter; expected param=value");
  }
  return {text.substr(0, assigned), without_quotes(std::string_view{text}.substr(assigned + 1))};
}

/// No value needs both kinds of quotes: a policy within a policy is as deep as it goes.
std::string quoted_where_needed(const std::string& value) {
  const bool plain = split_at_commas(value).size() == 1 && value.find_first_of("\"'{}[]") == std::string::npos;
  if (plain) return value;
  const char quote = value.find('"') == std::string::npos ? '"' : '\'';
  return quote + value + quote;
}

}  // namespace

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts(1);
  char quote = '\0';
  int depth = 0;
  for (const char letter : text) {
    if (quote == '\0' && depth == 0 && letter == ',') {
      parts.emplace_back();
      continue;
    }
    if (is_quote(letter)) quote = quote == '\0' ? letter : quote == letter ? '\0' : quote;
    if (quote == '\0' && (letter == '{' || letter == '[')) ++depth;
    if (quote == '\0' && (letter == '}' || letter == ']')) --depth;
    parts.back() += letter;
  }
  return parts;
}

std::string without_quotes(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && is_quote(text.front()) && text.back() == text.front();
  return std::string{is_quoted ? text.substr(1, text.size() - 2) : text};
}

PolicyChoice read_policy_text(std::string_view text) {
  const bool has_parameters = text.find(':') != std::string_view::npos;
  const std::string_view parameters = cut_after(text, ':');
  const bool has_build = text.find('#') != std::string_view::npos,
             has_version = text.find('@') != std::string_view::npos;
  const std::string_view build = cut_after(text, '#');
  const std::string_view version = cut_after(text, '@');
  if (text.empty() || (has_build && (build.empty() || !has_version))) {
    throw std::invalid_argument("expected a policy, NAME[@VERSION][:param=value,…]");
  }
  PolicyChoice policy{std::string{text}, has_version ? version_of(version) : 0, {}, std::string{build}};
  if (!has_parameters) return policy;
  for (const std::string& part : split_at_commas(parameters)) policy.parameters.push_back(parameter_of(part));
  return policy;
}

std::string policy_text(const PolicyChoice& policy) {
  std::string text = policy.name;
  if (policy.version != 0) text += "@" + std::to_string(policy.version);
  if (!policy.build.empty()) text += "#" + policy.build;
  for (std::size_t each = 0; each < policy.parameters.size(); ++each) {
    const ParameterText& parameter = policy.parameters[each];
    text += (each == 0 ? ":" : ",") + parameter.name + "=" + quoted_where_needed(parameter.value);
  }
  return text;
}

}  // namespace twinline::scenarios
