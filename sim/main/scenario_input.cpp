#include "sim/main/scenario_input.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "scenarios/schema/policy_text.hpp"

namespace twinline::cli {
namespace {

/// A parameter's value for a flow mapping of YAML: in quotes where YAML would find anything but one scalar in it.
std::string as_flow_scalar(const std::string& value) {
  if (value.find_first_of(",:#{}[]\"'") == std::string::npos) return value;
  std::string quoted = "'";
  for (const char letter : value) quoted += letter == '\'' ? std::string{"''"} : std::string{letter};
  return quoted + "'";
}

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

std::optional<scenarios::PolicyChoice> policy_of(const std::string& written, const std::string& text,
                                                 const std::string& option) try {
  return scenarios::read_policy_text(written);
} catch (const std::invalid_argument& error) {
  fmt::print(stderr, "{} '{}': {}\n", option, text, error.what());
  return std::nullopt;
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
  if (!policy->build.empty()) {
    fmt::print(stderr, "{} '{}': a scenario does not say which build of a policy it means; leave out '#{}'\n", option,
               text, policy->build);
    return std::nullopt;
  }
  std::string parameters;
  for (const ParameterText& parameter : policy->parameters) {
    parameters += (parameters.empty() ? "" : ", ") + parameter.name + ": " + as_flow_scalar(parameter.value);
  }
  std::string overlay = "{name: " + policy->name;
  if (policy->version != 0) overlay += ", version: " + std::to_string(policy->version);
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
