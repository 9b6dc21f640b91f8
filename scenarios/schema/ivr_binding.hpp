// What the loaders of the `ivr:` block share: the flows (load_ivr.cpp), the sources that they ask
// (load_ivr_sources.cpp) and what callers do at their steps (load_ivr_callers.cpp).
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {

/// What the attributes are called by which a source says what it was asked for.
inline constexpr std::string_view intent_attribute = "intent", authenticated_attribute = "authenticated",
                                  resolved_attribute = "resolved";

inline bool asks_for_keys(StepKind kind) { return kind == StepKind::menu || kind == StepKind::collect; }

inline bool asks_a_source(StepKind kind) {
  return kind == StepKind::look_up || kind == StepKind::authenticate || kind == StepKind::bot;
}

inline std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The attribute of this name, which is one of the centre's from now on; complains where a call cannot carry so many.
AttributeIndex attribute_named(const std::string& name, const Place& place, Binding& binding);

/// Complains of shares that add up to more than 1, or to anything else but 1.
void check_at_most_whole(double sum, const Place& place, const std::string& what, Problems& problems);
void check_whole(double sum, const Place& place, const std::string& what, Problems& problems);

/// What `look_ups` says of the sources. Before the flows, which ask them.
void load_ivr_sources(const Node* sources, Binding& binding);

/// What the `callers` of a step do there.
AtStep read_callers_at_step(const Entry& entry, const Step& step, Binding& binding);

}  // namespace twinline::scenarios
