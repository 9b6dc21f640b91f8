// A YAML document as a tree that remembers where everything was written. It knows YAML and nothing of
// scenarios; all of the loader works on this tree, and no other file sees yaml-cpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/diagnostics.hpp"

namespace twinline::scenarios {

struct Entry;

struct Node {
  enum class Kind : unsigned char { empty, scalar, list, map };
  Kind kind = Kind::empty;
  bool was_quoted = false;  ///< '"12"' is a text, '12' a number
  std::string text;         ///< of a scalar
  Place place;
  std::vector<Node> items;     ///< of a list
  std::vector<Entry> entries;  ///< of a map, in the order written, keys unique

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }

  /// The value under a key, or null; null also when this is no map.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  std::vector<std::string> keys() const;
};

struct Entry {
  std::string key;
  Place place;  ///< of the key
  Node value;
};

inline constexpr std::size_t largest_scenario_file = std::size_t{4} << 20;

/// The bytes of a regular UTF-8 text file; reports and returns nothing for a directory, a device, a missing,
/// unreadable or over-long file (found out before reading), and for bytes that are no text. `named` is where
/// the name was written.
std::optional<std::string> read_text_file(const std::filesystem::path& path, std::size_t most_bytes, const Place& named,
                                          Problems& problems);

/// Parses one YAML document. Duplicate keys, several documents, unknown tags, expanding aliases and
/// everything that is not YAML are reported; nothing is returned when there is no tree at all. A text without
/// a value is an empty node.
std::optional<Node> parse_document(const std::string& text, const std::shared_ptr<const std::string>& file,
                                   Problems& problems);

/// The tree on one line of YAML flow style; parse_document reads it back to an equal tree.
std::string to_flow_text(const Node& node);

}  // namespace twinline::scenarios
