// A policy's parameters, described once. From the one description they are read from text, checked, documented, put
// into the scenario's JSON Schema and written canonically for a hash or a manifest.
//
//   struct Params { Duration overflow_after = 60s; };
//   static constexpr auto schema =
//       fields(field("overflow_after", &Params::overflow_after, at_least(0s), "When a call may leave its home
//       group."));
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "policies/contract/time.hpp"
#include "policies/contract/units.hpp"

namespace twinline {

/// Bounds of a parameter, both included; a missing one is open.
template <class Value>
struct Bounds {
  std::optional<Value> low, high;
};

template <class Value>
constexpr Bounds<Value> at_least(Value low) {
  return {low, std::nullopt};
}
constexpr Bounds<Duration> at_least(std::chrono::seconds low) { return {Duration{low}, std::nullopt}; }
template <class Value>
constexpr Bounds<Value> between(Value low, Value high) {
  return {low, high};
}

template <class Params, class Value>
struct Field {
  std::string_view name;
  Value Params::*member;
  Bounds<Value> bounds;
  std::string_view help;
};

template <class Params, class Value>
constexpr Field<Params, Value> field(std::string_view name, Value Params::*member,
                                     Bounds<std::type_identity_t<Value>> bounds, std::string_view help) {
  return {name, member, bounds, help};
}

template <class... Fields>
constexpr std::tuple<Fields...> fields(Fields... all) {
  return {all...};
}

enum class ParameterType : std::uint8_t { duration, number, whole_number, yes_or_no, text };

/// A parameter for people and for the JSON Schema.
struct ParameterInfo {
  std::string name;
  ParameterType type = ParameterType::number;
  std::string default_value;  ///< as text
  std::string low, high;      ///< as text; empty where open
  std::string help;
};

/// A parameter as given: a name and the text of its value.
struct ParameterText {
  std::string name;
  std::string value;
  friend bool operator==(const ParameterText&, const ParameterText&) = default;
};

struct ParameterProblem {
  std::string parameter;
  std::string message;   ///< "is -30 s; it must be at least 0 s"
  bool unknown = false;  ///< there is no parameter of this name
};

namespace detail {

template <class Value>
constexpr ParameterType parameter_type() {
  if constexpr (std::is_same_v<Value, Duration>) return ParameterType::duration;
  if constexpr (std::is_same_v<Value, bool>) return ParameterType::yes_or_no;
  if constexpr (std::is_same_v<Value, std::string>) return ParameterType::text;
  if constexpr (std::is_integral_v<Value>) return ParameterType::whole_number;
  return ParameterType::number;
}

std::optional<bool> parse_yes_or_no(std::string_view text);
std::string_view expected(ParameterType type);

template <class Value>
std::optional<Value> parse(std::string_view text) {
  if constexpr (std::is_same_v<Value, Duration>) {
    return parse_duration(text);
  } else if constexpr (std::is_same_v<Value, bool>) {
    return parse_yes_or_no(text);
  } else if constexpr (std::is_same_v<Value, std::string>) {
    return std::string{text};
  } else if constexpr (std::is_integral_v<Value>) {
    const auto number = parse_number(text);
    constexpr double limit = 9e15;
    if (!number || *number < -limit || *number > limit) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(*number);
    if (static_cast<double>(whole) != *number) return std::nullopt;
    return static_cast<Value>(whole);
  } else {
    return parse_share(text);
  }
}

template <class Value>
std::string text_of(const Value& value) {
  if constexpr (std::is_same_v<Value, Duration>) {
    return to_text(value);
  } else if constexpr (std::is_same_v<Value, bool>) {
    return value ? "true" : "false";
  } else if constexpr (std::is_same_v<Value, std::string>) {
    return value;
  } else if constexpr (std::is_integral_v<Value>) {
    return std::to_string(value);
  } else {
    return to_text(static_cast<double>(value));
  }
}

}  // namespace detail

/// The parameters that the schema names, with the defaults of a Params{}.
template <class Params, class Schema>
std::vector<ParameterInfo> describe(const Schema& schema) {
  std::vector<ParameterInfo> infos;
  const Params defaults{};
  const auto add = [&]<class Value>(const Field<Params, Value>& entry) {
    infos.push_back({std::string{entry.name}, detail::parameter_type<Value>(), detail::text_of(defaults.*entry.member),
                     entry.bounds.low ? detail::text_of(*entry.bounds.low) : std::string{},
                     entry.bounds.high ? detail::text_of(*entry.bounds.high) : std::string{}, std::string{entry.help}});
  };
  std::apply([&](const auto&... entries) { (add(entries), ...); }, schema);
  return infos;
}

/// Reads parameters from text. Every problem is reported, and a parameter with a problem keeps its default.
template <class Params, class Schema>
Params read_parameters(const Schema& schema, std::span<const ParameterText> given,
                       std::vector<ParameterProblem>& problems) {
  Params params{};
  for (const ParameterText& text : given) {
    bool known = false;
    const auto read = [&]<class Value>(const Field<Params, Value>& entry) {
      if (entry.name != text.name) return;
      known = true;
      const auto value = detail::parse<Value>(text.value);
      if (!value) {
        problems.push_back(
            {text.name,
             "is '" + text.value + "'; expected " + std::string{detail::expected(detail::parameter_type<Value>())},
             false});
      } else if (entry.bounds.low && *value < *entry.bounds.low) {
        problems.push_back(
            {text.name, "is " + text.value + "; it must be at least " + detail::text_of(*entry.bounds.low), false});
      } else if (entry.bounds.high && *value > *entry.bounds.high) {
        problems.push_back(
            {text.name, "is " + text.value + "; it must be at most " + detail::text_of(*entry.bounds.high), false});
      } else {
        params.*entry.member = *value;
      }
    };
    std::apply([&](const auto&... entries) { (read(entries), ...); }, schema);
    if (!known) problems.push_back({text.name, "is not a parameter of this policy", true});
  }
  return params;
}

}  // namespace twinline
