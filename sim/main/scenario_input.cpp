#include "sim/main/scenario_input.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace twinline::cli {
namespace {

bool names_policy_kind(const std::string& path) { return path == "routing" || path == "staffing" || path == "ivr"; }

}  // namespace

bool ProblemTeller::tell(const scenarios::Loaded& loaded) {
  for (const scenarios::Problem& problem : loaded.problems) {
    if (std::find(told_.begin(), told_.end(), problem) != told_.end()) continue;
    fmt::print(stderr, "{}\n", to_string(problem));
    told_.push_back(problem);
  }
  return loaded.scenario.has_value();
}

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts(1);
  char quote = '\0';
  int depth = 0;
  for (const char letter : text) {
    if (quote == '\0' && depth == 0 && letter == ',') {
      parts.emplace_back();
      continue;
    }
    if (letter == '"' || letter == '\'') quote = quote == '\0' ? letter : quote == letter ? '\0' : quote;
    if (quote == '\0' && (letter == '{' || letter == '[')) ++depth;
    if (quote == '\0' && (letter == '}' || letter == ']')) --depth;
    parts.back() += letter;
  }
  return parts;
}

std::optional<scenarios::PolicyChoice> policy_of(const std::string& written, const std::string& text,
                                                 const std::string& option) {
  const auto colon = written.find(':');
  scenarios::PolicyChoice choice{written.substr(0, colon), 0, {}};
  if (colon == std::string::npos) return choice;
  for (const std::string& part : split_at_commas(written.substr(colon + 1))) {
    const auto assigned = part.find('=');
    if (assigned == 0 || assigned == std::string::npos) {
      fmt::print(stderr, "{} '{}': '{}' is no parameter; expected param=value\n", option, text, part);
      return std::nullopt;
    }
    choice.parameters.push_back({part.substr(0, assigned), part.substr(assigned + 1)});
  }
  return choice;
}

std::optional<std::pair<std::string, std::string>> overlay_of(const std::string& text, const std::string& option) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
    fmt::print(stderr, "{} '{}': expected an arm of the scenario, routing=NAME[:param=value,…], or PATH=VALUE\n",
               option, text);
    return std::nullopt;
  }
  const std::string path = text.substr(0, equals);
  const std::string value = text.substr(equals + 1);
  if (!names_policy_kind(path)) return std::pair{path, value};

  const auto policy = policy_of(value, text, option);
  if (!policy) return std::nullopt;
  std::string parameters;
  for (const ParameterText& parameter : policy->parameters) {
    parameters += (parameters.empty() ? "" : ", ") + parameter.name + ": " + parameter.value;
  }
  std::string overlay = "{name: " + policy->name;
  if (!parameters.empty()) overlay += ", params: {" + parameters + "}";
  return std::pair{"policies." + path, overlay + "}"};
}

std::optional<scenarios::Overlays> overlays_of(const std::vector<std::string>& texts, const std::string& option) {
  scenarios::Overlays overlays;
  for (const std::string& text : texts) {
    auto overlay = overlay_of(text, option);
    if (!overlay) return std::nullopt;
    overlays.push_back(std::move(*overlay));
  }
  return overlays;
}

}  // namespace twinline::cli
