#include "tests/fuzz/without_faults.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include "scenarios/schema/document.hpp"
#include "scenarios/schema/load.hpp"
#include "tests/fuzz/tree_text.hpp"

namespace twinline::fuzz {
namespace {

using scenarios::Entry;
using scenarios::Node;

constexpr int most_rounds = 12;

/// Line and column.
using Spot = std::pair<int, int>;
using Spots = std::set<Spot>;

Spot spot_of(const scenarios::Place& place) { return {place.line, place.column}; }

/// Takes out what stands at these spots: the entry whose key or value does, or the item.
void take_out(Node& node, const Spots& faults) {
  std::erase_if(node.entries, [&](const Entry& entry) {
    return faults.contains(spot_of(entry.place)) || faults.contains(spot_of(entry.value.place));
  });
  std::erase_if(node.items, [&](const Node& item) { return faults.contains(spot_of(item.place)); });
  for (Entry& entry : node.entries) take_out(entry.value, faults);
  for (Node& item : node.items) take_out(item, faults);
}

}  // namespace

std::string without_faults(std::string text, const std::filesystem::path& file, const scenarios::PolicyMenu& menu) {
  const auto name = std::make_shared<const std::string>(file.string());
  for (int round = 0; round < most_rounds; ++round) {
    std::ofstream(file, std::ios::binary) << text;
    const scenarios::Loaded loaded = scenarios::load(file, menu);
    if (loaded.scenario) break;
    Spots faults;
    for (const scenarios::Problem& problem : loaded.problems) {
      if (!problem.warning) faults.insert({problem.line, problem.column});
    }
    scenarios::Problems problems;
    auto root = scenarios::parse_document(text, name, problems);
    if (!root) break;
    faults.erase(spot_of(root->place));  // of the whole scenario, and of its first key
    take_out(*root, faults);
    text = text_of_tree(*root);
  }
  return text;
}

}  // namespace twinline::fuzz
