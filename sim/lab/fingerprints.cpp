#include "sim/lab/fingerprints.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "scenarios/schema/load.hpp"
#include "scenarios/schema/sha256.hpp"

namespace twinline::sim {
namespace {

/// Where keys of the canonical form stand in a scenario file; all others stand under their own names.
constexpr std::array<std::pair<std::string_view, std::string_view>, 18> blocks{{
    {"callers", "calls"},
    {"call_types", "calls"},
    {"trunk_shares", "calls"},
    {"people", "groups"},
    {"agents", "groups"},
    {"segment_shares", "segments"},
    {"busyness_by_day", "busyness"},
    {"busyness_by_interval", "busyness"},
    {"days", "horizon"},
    {"end", "horizon"},
    {"warm_up", "horizon"},
    {"run_out", "horizon"},
    {"at_closing", "horizon"},
    {"time_zone", "horizon"},
    {"interval", "horizon"},
    {"fold", "horizon"},
    {"trunk_of_calls", "trunks"},
    {"ivr_flows", "ivr"},
}};

/// Up to the next dot or the end; what follows is left in `rest`.
std::string_view next_word(std::string_view& rest) {
  const auto dot = rest.find('.');
  const std::string_view word = rest.substr(0, dot);
  rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
  return word;
}

template <class Named>
std::string named(std::string_view block, const std::vector<Named>& entries, std::size_t position) {
  return std::string{block} + (position < entries.size() ? "." + entries[position].name : "");
}

/// The part that a key of the canonical form belongs to.
std::string part_of(std::string_view key, const Centre& centre) {
  const std::string_view first = next_word(key), second = next_word(key);
  std::string_view block = first;
  for (const auto& [canonical, written] : blocks) {
    if (canonical == first) block = written;
  }
  std::size_t position = 0;
  const auto [end, error] = std::from_chars(second.data(), second.data() + second.size(), position);
  const bool is_entry = error == std::errc{} && end == second.data() + second.size() && first != "agents";
  if (is_entry && block == "queues") return named(block, centre.queues, position);
  if (is_entry && block == "calls") return named(block, centre.call_types, position);
  if (is_entry && block == "groups") return named(block, centre.groups, position);
  return std::string{block};
}

}  // namespace

std::map<std::string, std::string> fingerprints_of(const scenarios::Scenario& scenario) {
  const std::string canonical = scenarios::canonical(scenario);
  std::map<std::string, std::string> text_of;
  for (std::string_view rest = canonical; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n') + 1);
    rest.remove_prefix(line.size());
    text_of[part_of(line.substr(0, line.find(' ')), scenario.centre)] += line;
  }
  constexpr std::size_t digits = 12;
  std::map<std::string, std::string> fingerprints;
  for (const auto& [part, text] : text_of) fingerprints[part] = scenarios::sha256(text).substr(0, digits);
  return fingerprints;
}

}  // namespace twinline::sim
