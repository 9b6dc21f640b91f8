#include "scenarios/schema/overlay.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace twinline::scenarios {
namespace {

const Shape* shape_under(const Shape& record, std::string_view key) {
  if (const Key* named = record.find_key(key)) return named->shape.get();
  if (record.others_form != KeyForm::none && has_form(record.others_form, key)) return record.others.get();
  return nullptr;
}

void erase(Node& map, const std::string& key) {
  std::erase_if(map.entries, [&key](const Entry& entry) { return entry.key == key; });
}

/// `routing: skill_priority` as `routing: {name: skill_priority}`, where the shape has such a short form.
void write_out(Node& node, const Shape& record) {
  if (!node.is_scalar() || record.shorthand.empty()) return;
  Node map;
  map.kind = Node::Kind::map;
  map.place = node.place;
  map.entries.push_back({record.shorthand, node.place, std::move(node)});
  node = std::move(map);
}

/// The alternative of a shape that is a map in its written-out form; null when there is none.
const Shape* written_out_form(const Shape& shape) {
  if (shape.form == Shape::Form::record) return shape.shorthand.empty() ? nullptr : &shape;
  for (const ShapePointer& alternative : shape.alternatives) {
    if (const Shape* found = written_out_form(*alternative)) return found;
  }
  return nullptr;
}

void merge(Node& base, const Node& over, const Shape& shape);

void merge_maps(Node& base, const Node& over, const Shape& record) {
  // Another policy has other parameters.
  const Node* old_name = record.shorthand.empty() ? nullptr : base.find(record.shorthand);
  const Node* new_name = record.shorthand.empty() ? nullptr : over.find(record.shorthand);
  if (old_name && new_name && old_name->text != new_name->text) {
    base = over;
    return;
  }
  const auto drop_other_kinds = [&](const std::vector<std::string>& set) {
    const auto kind_of = [&set](const Node& map) {
      return std::find_if(set.begin(), set.end(),
                          [&map](const std::string& kind) { return map.find(kind) != nullptr; });
    };
    const auto kind = kind_of(over);
    if (kind == set.end() || kind_of(base) == kind) return;
    for (const std::string& other : set) erase(base, other);
  };
  for (const auto& set : record.exactly_one) drop_other_kinds(set);
  for (const auto& set : record.at_most_one) drop_other_kinds(set);
  for (const Entry& entry : over.entries) {
    if (Node* below = base.find(entry.key)) {
      const Shape* shape = shape_under(record, entry.key);
      merge(*below, entry.value, shape ? *shape : Shape{});
    } else {
      base.entries.push_back(entry);
    }
  }
}

void merge(Node& base, const Node& over, const Shape& shape) {
  if (!base.is_map() || !over.is_map()) {
    base = over;
    return;
  }
  const Shape* base_form = alternative_for(shape, base);
  const Shape* over_form = alternative_for(shape, over);
  // From counts by weekday to one for each time of day, say: another form, not more of the same.
  if (base_form != over_form) {
    base = over;
  } else {
    merge_maps(base, over, base_form ? *base_form : Shape{});
  }
}

class PathWalk {
 public:
  PathWalk(std::string_view path, const Place& place, Problems& problems)
      : path_(path), place_(place), problems_(problems) {}

  void lay(Node& root, const Shape& root_shape, const Node& value) {
    Node* node = &root;
    const Shape* shape = &root_shape;
    std::string_view rest = path_;
    while (true) {
      const auto dot = rest.find('.');
      const std::string key{rest.substr(0, dot)};
      const Shape* record = record_at(*node, *shape, key);
      if (!record) return;
      const Shape* below = shape_under(*record, key);
      if (!below) return nowhere(key, known_keys(*record, *node));
      Node* next = node->find(key);
      if (!next) {
        // A key that has its default may be named; a name that the scenario does not have is a slip.
        if (record->names_are_given) return nowhere(key, node->keys());
        node->kind = Node::Kind::map;
        node->entries.push_back({key, place_, Node{}});
        next = &node->entries.back().value;
        next->place = place_;
      }
      if (dot == std::string_view::npos) {
        const bool another = next->is_scalar() && value.is_scalar() && next->text != value.text;
        if (key == record->shorthand && another) return become(*node, key, value);
        return merge(*next, value, *below);
      }
      node = next;
      shape = below;
      rest = rest.substr(dot + 1);
    }
  }

 private:
  /// Another policy, named by the path to its name: nothing of the old one stays.
  void become(Node& policy, const std::string& name_key, const Node& name) const {
    Entry only{name_key, place_, name};
    policy.entries.clear();
    policy.entries.push_back(std::move(only));
  }

  /// The record that the node is, written out if it was short; null, with the problem reported, when it is
  /// none.
  const Shape* record_at(Node& node, const Shape& shape, const std::string& key) {
    const Shape* form = node.kind == Node::Kind::empty ? first_record(shape) : alternative_for(shape, node);
    if (form && form->form == Shape::Form::scalar) {
      const Shape* written = written_out_form(shape);
      if (written) write_out(node, *written);
      form = written;
    }
    if (form && form->form == Shape::Form::record) return form;
    problems_.error(place_, fmt::format("path {} goes on with {} below a single value; overlay the value as a whole",
                                        in_quotes(path_), in_quotes(key)));
    return nullptr;
  }

  static const Shape* first_record(const Shape& shape) {
    if (shape.form == Shape::Form::record) return &shape;
    for (const ShapePointer& alternative : shape.alternatives) {
      if (const Shape* found = first_record(*alternative)) return found;
    }
    return nullptr;
  }

  static std::vector<std::string> known_keys(const Shape& record, const Node& node) {
    std::vector<std::string> keys = record.key_names();
    for (const std::string& key : node.keys()) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
    return keys;
  }

  void nowhere(const std::string& key, const std::vector<std::string>& known) {
    std::string remedy = did_you_mean(key, known);
    if (remedy.empty() && !known.empty()) remedy = "; expected " + listed(known, "or");
    problems_.error(place_, fmt::format("path {} leads nowhere at {}{}", in_quotes(path_), in_quotes(key), remedy));
  }

  std::string_view path_;
  const Place& place_;
  Problems& problems_;
};

}  // namespace

void overlay(Node& root, const Shape& shape, std::string_view path, const Node& value, const Place& place,
             Problems& problems) {
  PathWalk(path, place, problems).lay(root, shape, value);
}

}  // namespace twinline::scenarios
