#include "scenarios/schema/document.hpp"

#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace twinline::scenarios {
namespace {

/// Aliases may repeat a block, but not blow the document up.
constexpr std::size_t most_nodes = 400'000;

std::size_t count_nodes(const Node& node) {
  std::size_t count = 1;
  for (const Node& item : node.items) count += count_nodes(item);
  for (const Entry& entry : node.entries) count += count_nodes(entry.value);
  return count;
}

struct TooManyNodes : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::shared_ptr<const std::string> file, Problems& problems)
      : file_(std::move(file)), problems_(problems) {}

  Node root;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    complete(node_at(mark, Node::Kind::empty), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto anchored = anchored_.find(anchor);
    if (anchored == anchored_.end()) {
      problems_.error(place_of(mark), "this alias lies inside the block that it repeats");
      complete(node_at(mark, Node::Kind::empty), 0);
      return;
    }
    Node copy = anchored->second;
    count(count_nodes(copy));
    complete(std::move(copy), 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_tag(mark, tag);
    Node node = node_at(mark, Node::Kind::scalar);
    node.text = value;
    node.was_quoted = tag == "!";
    if (!node.was_quoted && (value == "~" || value == "null" || value.empty())) node.kind = Node::Kind::empty;
    complete(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    open_.push_back({node_at(mark, Node::Kind::list), anchor, {}, {}, false});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    open_.push_back({node_at(mark, Node::Kind::map), anchor, {}, {}, false});
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or map whose end has not come yet.
  struct Open {
    Node node;
    YAML::anchor_t anchor = 0;
    std::set<std::string> keys;
    std::optional<Entry> entry;  ///< key read, value to come
    bool drop_value = false;     ///< the value to come belongs to a bad key
  };

  Place place_of(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

  Node node_at(const YAML::Mark& mark, Node::Kind kind) {
    count(1);
    Node node;
    node.kind = kind;
    node.place = place_of(mark);
    return node;
  }

  void count(std::size_t nodes) {
    nodes_ += nodes;
    if (nodes_ > most_nodes) {
      throw TooManyNodes(
          fmt::format("more than {} values, aliases written out; no scenario needs so many", most_nodes));
    }
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "!" || tag == "?") return;
    problems_.error(place_of(mark), fmt::format("tag {} has no meaning in a scenario; remove it", in_quotes(tag)));
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    complete(std::move(done.node), done.anchor);
  }

  void complete(Node node, YAML::anchor_t anchor) {
    if (anchor != 0) anchored_[anchor] = node;
    if (open_.empty()) {
      root = std::move(node);
    } else if (open_.back().node.is_list()) {
      open_.back().node.items.push_back(std::move(node));
    } else {
      add_to_map(open_.back(), std::move(node));
    }
  }

  void add_to_map(Open& map, Node node) {
    if (map.entry) {
      map.entry->value = std::move(node);
      map.node.entries.push_back(std::move(*map.entry));
      map.entry.reset();
    } else if (map.drop_value) {
      map.drop_value = false;
    } else if (!node.is_scalar()) {
      problems_.error(node.place, "a key must be a word");
      map.drop_value = true;
    } else if (!map.keys.insert(node.text).second) {
      const Place& first = first_place(map.node, node.text);
      problems_.error(node.place, fmt::format("key {} is given twice; it stands in line {} already",
                                              in_quotes(node.text), first.line));
      map.drop_value = true;
    } else {
      map.entry = Entry{node.text, node.place, {}};
    }
  }

  static const Place& first_place(const Node& map, const std::string& key) {
    for (const Entry& entry : map.entries) {
      if (entry.key == key) return entry.place;
    }
    return map.place;
  }

  std::shared_ptr<const std::string> file_;
  Problems& problems_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchored_;
  std::size_t nodes_ = 0;
};

bool reads_back_plain(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text.front() == ' ' || text.back() == ' ') return false;
  if (text.find_first_of("-?!&*|>@`%") == 0) return false;
  return text.find_first_of(",[]{}#:'\"\\\n\r\t") == std::string_view::npos;
}

std::string scalar_text(const std::string& text, bool quotes) {
  if (!quotes && reads_back_plain(text)) return text;
  std::string result = "\"";
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      result += {'\\', letter};
    } else if (code < 0x20 || code == 0x7f) {
      result += fmt::format("\\x{:02x}", code);
    } else {
      result += letter;
    }
  }
  return result + '"';
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Node* Node::find(std::string_view key) {
  for (Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

std::vector<std::string> Node::keys() const {
  std::vector<std::string> all;
  for (const Entry& entry : entries) all.push_back(entry.key);
  return all;
}

std::optional<Node> parse_document(const std::string& text, const std::shared_ptr<const std::string>& file,
                                   Problems& problems) {
  TreeBuilder builder(file, problems);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return Node{};
    TreeBuilder second(file, problems);
    if (parser.HandleNextDocument(second)) {
      problems.error(second.root.place, "a second YAML document; a file holds one scenario");
    }
    return std::move(builder.root);
  } catch (const YAML::DeepRecursion& error) {
    problems.error({file, error.mark.line + 1, error.mark.column + 1},
                   "nested too deeply; no scenario needs so many levels");
  } catch (const YAML::Exception& error) {
    const int line = error.mark.is_null() ? 0 : error.mark.line + 1;
    problems.error({file, line, line > 0 ? error.mark.column + 1 : 0}, fmt::format("this is not YAML: {}", error.msg));
  } catch (const TooManyNodes& error) {
    problems.error({file, 0, 0}, fmt::format("has {}", error.what()));
  }
  return std::nullopt;
}

std::string to_flow_text(const Node& node) {
  switch (node.kind) {
    case Node::Kind::empty: return "null";
    case Node::Kind::scalar: return scalar_text(node.text, node.was_quoted);
    case Node::Kind::list: {
      std::string text;
      for (const Node& item : node.items) text += (text.empty() ? "" : ", ") + to_flow_text(item);
      return "[" + text + "]";
    }
    case Node::Kind::map: break;
  }
  std::string text;
  for (const Entry& entry : node.entries) {
    text += (text.empty() ? "" : ", ") + scalar_text(entry.key, false) + ": " + to_flow_text(entry.value);
  }
  return "{" + text + "}";
}

}  // namespace twinline::scenarios
