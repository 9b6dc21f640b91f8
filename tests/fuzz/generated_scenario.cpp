#include "tests/fuzz/generated_scenario.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "scenarios/schema/document.hpp"
#include "scenarios/schema/scenario_shape.hpp"
#include "tests/fuzz/scalar_text.hpp"
#include "tests/fuzz/scenario_words.hpp"
#include "tests/fuzz/tree_text.hpp"

namespace twinline::fuzz {
namespace {

using scenarios::Entry;
using scenarios::Key;
using scenarios::KeyForm;
using scenarios::Node;
using scenarios::ScalarKind;
using scenarios::Shape;
using tests::Dice;

/// Stands for a name until it is known which there are.
constexpr char unresolved = '@';

Node scalar(std::string text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::move(text);
  return node;
}

Node node_of(Node::Kind kind) {
  Node node;
  node.kind = kind;
  return node;
}

bool is_unresolved(const Node& node) { return node.is_scalar() && node.text.starts_with(unresolved); }

/// How deep the blocks of the root lie.
constexpr std::size_t depth_of_blocks = 2;

/// "queues", 2 → "queue_2"
std::string name_in_block(std::string_view block, std::size_t number) {
  std::string name{block.substr(0, block.find_last_not_of("s/") + 1)};
  if (block.ends_with('/')) name += "_step";
  return name + "_" + std::to_string(number);
}

/// Draws a tree in which names that refer to others are open, and then closes them.
class Generator {
 public:
  Generator(Dice& dice, const scenarios::PolicyMenu& menu) : dice_(dice), menu_(menu) {}

  Node scenario() {
    Node root = *generated(scenarios::scenario_shape(), "", "");
    resolve(root);
    return root;
  }

 private:
  /// `block` is what the key above is, for maps whose own keys are names. Nothing where nothing can be made up.
  std::optional<Node> generated(const Shape& shape, const std::string& key, const std::string& block) {
    switch (shape.form) {
      case Shape::Form::scalar: return generated_scalar(shape, key);
      case Shape::Form::list: return generated_list(shape, key);
      case Shape::Form::one_of: return generated_alternative(shape, key, block);
      case Shape::Form::record: return generated_map(shape, key, block);
      case Shape::Form::anything: return std::nullopt;
    }
    return std::nullopt;
  }

  Node generated_scalar(const Shape& shape, const std::string& key) {
    if (shape.kind != ScalarKind::name) return scalar(scalar_text(shape, key, dice_));
    return scalar(unresolved + (shape.refers_to.empty() ? block_of_names(key) : shape.refers_to));
  }

  std::optional<Node> generated_list(const Shape& shape, const std::string& key) {
    Node list = node_of(Node::Kind::list);
    const std::size_t length = key == "between" ? 2 : dice_.between(1, 3);
    const bool says_which_there_are =
        defines_names(key) && shape.items->form == Shape::Form::scalar && shape.items->kind == ScalarKind::name;
    for (std::size_t item = 0; item < length; ++item) {
      std::optional<Node> node;
      if (says_which_there_are) {
        node = scalar(name_in_block(key, item + 1));
        names_[key].insert(node->text);
      } else {
        node = generated(*shape.items, key, key);
      }
      if (!node) return std::nullopt;
      list.items.push_back(std::move(*node));
    }
    return list;
  }

  std::optional<Node> generated_alternative(const Shape& shape, const std::string& key, const std::string& block) {
    const std::size_t first = dice_.below(shape.alternatives.size());
    for (std::size_t turn = 0; turn < shape.alternatives.size(); ++turn) {
      const Shape& alternative = *shape.alternatives[(first + turn) % shape.alternatives.size()];
      if (auto node = generated(alternative, key, block)) return node;
    }
    return std::nullopt;
  }

  std::optional<Node> generated_map(const Shape& shape, const std::string& key, const std::string& block) {
    ++depth_;
    auto map = generated_keys(shape, key, block);
    --depth_;
    return map;
  }

  std::optional<Node> generated_keys(const Shape& shape, const std::string& key, const std::string& block) {
    Node map = node_of(Node::Kind::map);
    const bool wants_the_impossible = std::any_of(shape.keys.begin(), shape.keys.end(), [](const Key& known) {
      return known.required && is_left_out(known.name);
    });
    if (wants_the_impossible) return std::nullopt;
    const std::set<std::string> chosen = choose_keys(shape, key.empty());
    for (const Key& known : shape.keys) {
      if (!chosen.contains(known.name)) continue;
      auto value = key.empty() && known.name == "policies" ? generated_policies()
                                                           : generated(*known.shape, known.name, known.name);
      if (value) {
        map.entries.push_back({known.name, {}, std::move(*value)});
      } else if (known.required) {
        return std::nullopt;
      }
    }
    if (shape.others_form != KeyForm::none) add_others(shape, key, block, map);
    return map;
  }

  std::set<std::string> choose_keys(const Shape& shape, bool is_root) {
    std::set<std::string> chosen;
    const double usual = shape.keys.size() > 8 ? 0.2 : 0.35;
    for (const Key& key : shape.keys) {
      if (is_left_out(key.name)) continue;
      const auto likelihood = likelihood_of_key(key.name, is_root);
      if (key.required || dice_.chance(likelihood.value_or(usual))) chosen.insert(key.name);
    }
    for (const auto& set : shape.exactly_one) leave_one(set, chosen, true);
    for (const auto& set : shape.at_most_one) leave_one(set, chosen, false);
    const auto is_chosen = [&](const std::string& name) { return chosen.contains(name); };
    if (!shape.at_least_one.empty() && std::none_of(shape.at_least_one.begin(), shape.at_least_one.end(), is_chosen))
      leave_one(shape.at_least_one, chosen, true);
    return chosen;
  }

  void leave_one(const std::vector<std::string>& set, std::set<std::string>& chosen, bool one_is_needed) {
    std::vector<std::string> there, possible;
    for (const std::string& name : set) {
      if (chosen.erase(name) > 0) there.push_back(name);
      if (!is_left_out(name)) possible.push_back(name);
    }
    if (!one_is_needed && there.empty()) return;
    if (!possible.empty()) chosen.insert(dice_.one_of(one_is_needed ? possible : there));
  }

  void add_others(const Shape& shape, const std::string& key, const std::string& block, Node& map) {
    for (const std::string& name : keys_of_others(shape.others_form, key, block)) {
      const bool names_are_keys = shape.others_form == KeyForm::names && !name.starts_with(unresolved);
      // The names below a name of this block are a block of their own, whatever the name.
      auto value = generated(*shape.others, names_are_keys ? block : key, names_are_keys ? block + "/" : block);
      if (!value) continue;
      map.entries.push_back({name, {}, std::move(*value)});
      if (names_are_keys) names_[block].insert(name);
    }
    share_out(shape, map);
  }

  std::vector<std::string> keys_of_others(KeyForm form, const std::string& key, const std::string& block) {
    const std::size_t count = numbers_.try_emplace(block, dice_.between(1, 3)).first->second;
    std::vector<std::string> keys;
    if (form == KeyForm::names) {
      const std::string named = block_named_by(block);
      for (std::size_t number = 1; number <= count; ++number)
        keys.push_back(named.empty() ? name_in_block(block, number) : unresolved + named);
      return keys;
    }
    const auto& known = keys_for(form == KeyForm::times ? "times" : form == KeyForm::days ? "days" : key);
    keys.assign(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(std::min(count, known.size())));
    return keys;
  }

  /// The block whose names are the keys of a map that does not give them itself: "trunks" within `calls`.
  std::string block_named_by(const std::string& key) const {
    const auto& root = scenarios::scenario_shape();
    const Key* of_root = root.find_key(key);
    if (of_root && of_root->shape->names_are_given && depth_ > depth_of_blocks) return key;
    return named_by_keys_of(key);
  }

  /// The values of a map of shares sum to 100 %.
  void share_out(const Shape& shape, Node& map) {
    if (shape.others->form != Shape::Form::scalar || shape.others->kind != ScalarKind::share) return;
    std::size_t left = 100;
    for (Entry& entry : map.entries) {
      const std::size_t share = &entry == &map.entries.back() ? left : dice_.below(left + 1);
      entry.value.text = std::to_string(share) + " %";
      left -= share;
    }
  }

  /// From the menu, which knows more of policies than their shape does.
  Node generated_policies() {
    Node policies = node_of(Node::Kind::map);
    add_policy("routing", menu_.routing, 0.9, policies);
    add_policy("staffing", menu_.staffing, 0.3, policies);
    add_policy("ivr", menu_.ivr, 0.1, policies);
    return policies;
  }

  void add_policy(const char* family, const std::vector<scenarios::PolicyDescription>& menu, double likelihood,
                  Node& policies) {
    if (!dice_.chance(likelihood)) return;
    const scenarios::PolicyDescription& policy = dice_.one_of(menu);
    Node params = node_of(Node::Kind::map), choice = node_of(Node::Kind::map);
    for (const ParameterInfo& parameter : policy.parameters) {
      if (dice_.chance(0.3)) params.entries.push_back({parameter.name, {}, scalar(text_of(parameter))});
    }
    choice.entries.push_back({"name", {}, scalar(policy.name)});
    if (!params.entries.empty()) choice.entries.push_back({"params", {}, std::move(params)});
    policies.entries.push_back({family, {}, std::move(choice)});
  }

  std::string text_of(const ParameterInfo& parameter) {
    if (dice_.chance(0.1) && !parameter.low.empty()) return parameter.low;
    if (dice_.chance(0.1) && !parameter.high.empty()) return parameter.high;
    return parameter.default_value;
  }

  /// Closes what is open. False where no name would do: then whatever holds it is left out.
  bool resolve(Node& node) {
    std::set<std::string> taken;
    if (node.is_scalar()) return resolve_name(node.text, taken);
    if (node.is_list()) {
      std::erase_if(node.items,
                    [&](Node& item) { return is_unresolved(item) ? !resolve_name(item.text, taken) : !resolve(item); });
      return !node.items.empty();
    }
    const bool was_empty = node.entries.empty();
    std::erase_if(node.entries, [&](Entry& entry) { return !resolve_name(entry.key, taken) || !resolve(entry.value); });
    return was_empty || !node.entries.empty();
  }

  /// A name that is not taken yet, and is then.
  bool resolve_name(std::string& name, std::set<std::string>& taken) {
    if (!name.starts_with(unresolved)) return true;
    const std::string block = name.substr(1);
    std::vector<std::string> possible;
    for (const std::string& defined : names_[block]) {
      if (!taken.contains(defined)) possible.push_back(defined);
    }
    if (possible.empty() && may_be_undefined(block) && taken.empty()) possible.push_back(name_in_block(block, 1));
    if (possible.empty()) return false;
    name = dice_.one_of(possible);
    taken.insert(name);
    return true;
  }

  Dice& dice_;
  const scenarios::PolicyMenu& menu_;
  std::size_t depth_ = 0;                               ///< of maps
  std::map<std::string, std::size_t> numbers_;          ///< of names, by block: all flows have steps of the same names
  std::map<std::string, std::set<std::string>> names_;  ///< that are defined, by block
};

}  // namespace

std::string generated_scenario(Dice& dice, const scenarios::PolicyMenu& menu) {
  return text_of_tree(Generator(dice, menu).scenario());
}

}  // namespace twinline::fuzz
