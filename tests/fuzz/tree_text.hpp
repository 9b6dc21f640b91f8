// A scenario's tree as text: a line for each key of the root.
#pragma once

#include <string>

#include "scenarios/schema/document.hpp"

namespace twinline::fuzz {

inline std::string text_of_tree(const scenarios::Node& root) {
  std::string text;
  for (const scenarios::Entry& entry : root.entries)
    text += entry.key + ": " + scenarios::to_flow_text(entry.value) + "\n";
  return text;
}

}  // namespace twinline::fuzz
