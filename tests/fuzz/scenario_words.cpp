#include "tests/fuzz/scenario_words.hpp"

#include <map>
#include <set>

namespace twinline::fuzz {
namespace {

using Words = std::vector<std::string>;

const std::map<std::string, std::string, std::less<>> blocks{
    {"needs", "skills"},           {"ivr", "flows"},
    {"survey", "flows"},           {"then", "flows/"},
    {"otherwise", "flows/"},       {"keys", "flows/"},
    {"values", "flows/"},          {"hours", "hours"},
    {"transfer", "destinations"},  {"branch_on", "attributes"},
    {"remember", "attributes"},    {"between", "sites"},
    {"announce", "prompts"},       {"menu", "prompts"},
    {"collect", "prompts"},        {"say_wait", "prompts"},
    {"offer_callback", "prompts"}, {"voicemail", "prompts"},
    {"on_nothing", "prompts"},     {"on_wrong", "prompts"},
};

// A scenario without these blocks may still use such names.
const std::set<std::string, std::less<>> free_blocks{"prompts", "attributes", "skills"};

const std::map<std::string, Words, std::less<>> texts{
    {"time_zone", {"UTC", "Europe/Zurich", "America/New_York", "Australia/Lord_Howe"}},
    {"currency", {"CHF"}},
    {"interval", {"15 min", "30 min", "1 h", "5 min"}},
    {"at", {"00:00", "09:30", "12:00", "23:45"}},
    {"name", {"fuzz", "ümlaut", "a: b", "# no comment"}},
};

// In the horizon that begins on 5 January 2026, or the day after, or on a weekend.
const Words dates{"2026-01-05", "2026-01-06", "2026-01-10", "2026-03-29"};

const std::set<std::string, std::less<>> left_out{
    "file",         "replay",  "from_log",                 // want a file
    "bridge",                                              // wants a machine; twinline-bridge has its own tests
    "arms",         "compare", "kpi_check", "provenance",  // speak about the scenario, and bear on no run of it
    "steady_state",                                        // wants a centre that never closes, and weeks of it
    "from",                                                // keeps the dates above within the horizon
};

const std::map<std::string, double, std::less<>> root_keys{
    {"site", 0.6},
    {"horizon", 0.9},
    {"segments", 0.3},
    {"skills", 0.0},
    {"trunks", 0.5},
    {"ivr", 0.45},
    {"growth", 0.15},
    {"infrastructure", 0.15},
    {"policies", 0.6},
    {"seed", 0.9},
    {"variance_reduction", 0.05},
};

}  // namespace

std::string block_of_names(std::string_view key) {
  const auto found = blocks.find(key);
  if (found != blocks.end()) return found->second;
  return key.ends_with('s') ? std::string{key} : std::string{key} + 's';
}

bool may_be_undefined(std::string_view block) { return free_blocks.contains(block); }

bool defines_names(std::string_view key) { return key == "destinations" || key == "skills"; }

std::string named_by_keys_of(std::string_view key) {
  if (key == "access") return "trunks";
  return key == "look_up" ? "look_ups" : "";
}

const std::vector<std::string>& texts_for(std::string_view key) {
  static const Words any{"one", "two words", "12", "yes", "Zürich"};
  if (key == "date") return dates;
  const auto found = texts.find(key);
  return found == texts.end() ? any : found->second;
}

const std::vector<std::string>& keys_for(std::string_view key) {
  static const Words digits{"1", "2", "3", "7"};
  static const Words times{"00:00", "08:00", "12:30", "17:15"};
  static const Words days{"mon", "tue-fri", "sat", "2026-01-06"};
  if (key == "times") return times;
  if (key == "days") return days;
  return digits;
}

bool is_left_out(std::string_view key) { return left_out.contains(key); }

std::optional<double> likelihood_of_key(std::string_view key, bool is_of_root) {
  if (!is_of_root) return key == "queue" ? std::optional{0.95} : std::nullopt;
  const auto found = root_keys.find(key);
  return found == root_keys.end() ? std::nullopt : std::optional{found->second};
}

bool has_own_texts(std::string_view key) { return key != "name" && texts.contains(key); }

}  // namespace twinline::fuzz
