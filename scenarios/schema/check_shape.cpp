#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "scenarios/schema/network_address.hpp"
#include "scenarios/schema/quantity.hpp"
#include "scenarios/schema/shape.hpp"

namespace twinline::scenarios {
namespace {

constexpr double largest_whole_number = 9e15;  // beyond it a double no longer counts by ones

/// What a node is, in words.
std::string found(const Node& node) {
  switch (node.kind) {
    case Node::Kind::empty: return "empty";
    case Node::Kind::scalar: return in_quotes(node.text);
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a map";
  }
  return "something else";
}

/// The text's value in the kind's own unit; text kinds have none, and count as 0 when they can be read.
std::optional<double> value_of(ScalarKind kind, const std::string& text) {
  const auto zero_if = [](bool readable) { return readable ? std::optional{0.0} : std::nullopt; };
  switch (kind) {
    case ScalarKind::text:
    case ScalarKind::choice: return 0.0;
    case ScalarKind::name: return zero_if(has_form(KeyForm::names, text));
    case ScalarKind::marker: return zero_if(parse_yes_no(text).value_or(false));
    case ScalarKind::yes_no: return zero_if(parse_yes_no(text).has_value());
    case ScalarKind::whole_number: {
      const auto number = parse_number(text);
      if (!number || *number > largest_whole_number || *number < -largest_whole_number) return std::nullopt;
      return static_cast<double>(static_cast<long long>(*number)) == *number ? number : std::nullopt;
    }
    case ScalarKind::number: return parse_number(text);
    case ScalarKind::share: return parse_share(text);
    case ScalarKind::duration: {
      const auto duration = parse_duration(text);
      return duration ? std::optional{in_seconds(*duration)} : std::nullopt;
    }
    case ScalarKind::rate: return parse_rate(text);
    case ScalarKind::money: {
      const auto money = parse_money(text);
      return money ? std::optional{money->amount} : std::nullopt;
    }
    case ScalarKind::money_per_hour: {
      const auto money = parse_money_per_hour(text);
      return money ? std::optional{money->amount} : std::nullopt;
    }
    case ScalarKind::data_size: return parse_data_size(text);
    case ScalarKind::data_rate: return parse_data_rate(text);
    case ScalarKind::date: return zero_if(parse_date(text).has_value());
    case ScalarKind::opening_hours: return zero_if(parse_opening_hours(text).has_value());
    case ScalarKind::effect: return parse_effect(text);
    case ScalarKind::socket_address: return zero_if(parse_endpoint(text).has_value());
    case ScalarKind::sip_listener: return zero_if(parse_listener(text).has_value());
    case ScalarKind::network: return zero_if(parse_network(text).has_value());
  }
  return std::nullopt;
}

/// "queues" → "queue"
std::string singular(const std::string& block) {
  return block == "calls" ? "call type" : block.substr(0, block.size() - 1);
}

class ShapeCheck {
 public:
  ShapeCheck(const Node& root, Problems& problems, Purpose purpose)
      : root_(root), problems_(problems), purpose_(purpose) {}

  void check(const Node& node, const Shape& shape, const std::string& subject, const Place& key_place) {
    switch (shape.form) {
      case Shape::Form::anything: return;
      case Shape::Form::scalar: return check_scalar(node, shape, subject, key_place);
      case Shape::Form::record: return check_record(node, shape, subject, key_place);
      case Shape::Form::list: return check_list(node, shape, subject, key_place);
      case Shape::Form::one_of: break;
    }
    if (const Shape* meant = alternative_for(shape, node)) {
      check(node, *meant, subject, key_place);
    } else {
      wrong_form(node, shape, subject, key_place);
    }
  }

 private:
  void wrong_form(const Node& node, const Shape& shape, const std::string& subject, const Place& key_place) {
    std::string expected = shape.expected;
    if (shape.form == Shape::Form::scalar) expected = expected_of(shape);
    if (expected.empty()) {
      expected = shape.form == Shape::Form::list ? "a list"
                 : shape.keys.empty()            ? "a map"
                                                 : fmt::format("a map with {}", listed(shape.key_names(), "or"));
    }
    const Place& place = node.kind == Node::Kind::empty ? key_place : node.place;
    problems_.error(place, fmt::format("{} is {}; expected {}", subject, found(node), expected));
  }

  void check_scalar(const Node& node, const Shape& shape, const std::string& subject, const Place& key_place) {
    if (!node.is_scalar()) return wrong_form(node, shape, subject, key_place);
    if (shape.kind == ScalarKind::choice &&
        std::find(shape.choices.begin(), shape.choices.end(), node.text) == shape.choices.end()) {
      std::string remedy = did_you_mean(node.text, shape.choices);
      if (remedy.empty()) remedy = "; expected " + expected_of(shape);
      problems_.error(node.place, fmt::format("{} is {}{}", subject, in_quotes(node.text), remedy));
      return;
    }
    const auto value = value_of(shape.kind, node.text);
    if (!value) {
      problems_.error(node.place, fmt::format("{} is {}; expected {}{}", subject, in_quotes(node.text),
                                              expected_of(shape), remedy_for(shape.kind, node.text)));
      return;
    }
    check_range(node, shape, subject, *value);
    if (!shape.refers_to.empty()) check_reference(node, shape.refers_to);
  }

  /// The commonest slips: a number without its unit, an address without its port, a host's name.
  static std::string remedy_for(ScalarKind kind, const std::string& text) {
    const bool is_address =
        kind == ScalarKind::socket_address || kind == ScalarKind::sip_listener || kind == ScalarKind::network;
    if (is_address) return address_remedy(kind, text);
    if (!parse_number(text)) return {};
    if (kind == ScalarKind::duration) return fmt::format("; did you mean '{} s'?", text);
    if (kind == ScalarKind::rate) return fmt::format("; did you mean '{} per hour'?", text);
    if (kind == ScalarKind::data_size) return fmt::format("; did you mean '{} B'?", text);
    if (kind == ScalarKind::data_rate) return fmt::format("; did you mean '{} Mbit/s'?", text);
    return {};
  }

  static std::string address_remedy(ScalarKind kind, const std::string& text) {
    const auto network = parse_network(text);
    if (kind == ScalarKind::socket_address && network && text.find('/') == std::string::npos) {
      return fmt::format("; did you mean '{}'?", to_string(Endpoint{text, 5060}));
    }
    if (kind == ScalarKind::sip_listener && parse_endpoint(text)) return fmt::format("; did you mean 'udp {}'?", text);
    // IPv6 has letters too, but no more than six of them.
    const bool has_name = text.find_first_of("ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ",
                                             kind == ScalarKind::sip_listener ? text.find(' ') : 0) < text.size();
    return has_name ? "; names are not resolved: a slow name server would stop every call" : "";
  }

  void check_range(const Node& node, const Shape& shape, const std::string& subject, double value) {
    const auto& [low, high] = shape.range;
    const auto complain = [&](std::string_view relation, const Limit& limit, std::string_view remedy) {
      problems_.error(node.place, fmt::format("{} is {}; it must be {} {}{}", subject, node.text, relation,
                                              limit_text(shape.kind, limit.value), remedy));
    };
    if (low && (value < low->value || (value == low->value && !low->included))) {
      complain(low->included ? "at least" : "above", *low, "");
    } else if (high && (value > high->value || (value == high->value && !high->included))) {
      const bool percent_forgotten =
          shape.kind == ScalarKind::share && parse_number(node.text) && value <= high->value * 100;
      complain(high->included ? "at most" : "below", *high,
               percent_forgotten ? fmt::format("; did you mean '{} %'?", node.text) : std::string{});
    }
  }

  void check_reference(const Node& node, const std::string& block) {
    const Node* named = root_.find(block);
    if (!named || !named->is_map() || named->find(node.text)) return;
    std::string remedy = did_you_mean(node.text, named->keys());
    if (remedy.empty()) remedy = fmt::format("; expected {}", listed(named->keys(), "or"));
    problems_.error(node.place, fmt::format("unknown {} {}{}", singular(block), in_quotes(node.text), remedy));
  }

  void check_list(const Node& node, const Shape& shape, const std::string& subject, const Place& key_place) {
    if (!node.is_list()) return wrong_form(node, shape, subject, key_place);
    if (node.items.empty()) problems_.error(node.place, fmt::format("{} is an empty list", subject));
    for (const Node& item : node.items) check(item, *shape.items, subject, node.place);
  }

  void check_record(const Node& node, const Shape& shape, const std::string& subject, const Place& key_place) {
    const bool may_be_empty =
        shape.exactly_one.empty() && shape.at_least_one.empty() &&
        std::none_of(shape.keys.begin(), shape.keys.end(), [this](const Key& key) { return is_required(key); });
    const bool by_time = shape.others_form == KeyForm::times || shape.others_form == KeyForm::days;
    if (node.kind == Node::Kind::empty && may_be_empty && !by_time) return;
    if (!node.is_map()) return wrong_form(node, shape, subject, key_place);
    for (const Entry& entry : node.entries) check_entry(entry, shape, subject);
    if (shape.others_form == KeyForm::times) check_times_differ(node);
    for (const Key& key : shape.keys) {
      if (!is_required(key)) continue;
      if (const Node* value = node.find(key.name)) {
        if (key.shape->names_are_given) check_some_named(*value, key);
      } else {
        problems_.error(key_place, fmt::format("{} lacks the key '{}': {}", subject, key.name, key.help));
      }
    }
    const bool any_other = std::any_of(node.entries.begin(), node.entries.end(),
                                       [&shape](const Entry& entry) { return !shape.find_key(entry.key); });
    if (by_time && !any_other) {
      problems_.error(key_place, fmt::format("{} lacks a key: {}", subject, example_of(shape.others_form)));
    }
    for (const auto& set : shape.exactly_one) {
      check_at_most_one(node, set, subject);
      check_at_least_one(node, set, subject, key_place);
    }
    for (const auto& set : shape.at_most_one) check_at_most_one(node, set, subject);
    if (!shape.at_least_one.empty()) check_at_least_one(node, shape.at_least_one, subject, key_place);
  }

  /// Of a block that must be there one entry at least.
  void check_some_named(const Node& block, const Key& key) {
    const bool is_map = block.is_map() || block.kind == Node::Kind::empty;
    if (is_map && block.entries.empty())
      problems_.error(block.place, fmt::format("{} is empty; expected at least one {}", key.name, singular(key.name)));
  }

  bool is_required(const Key& key) const {
    return key.required && (purpose_ == Purpose::simulation || !key.only_simulated);
  }

  void check_entry(const Entry& entry, const Shape& shape, const std::string& subject) {
    if (const Key* key = shape.find_key(entry.key)) {
      const std::string& spoken = key->spoken.empty() ? key->name : key->spoken;
      // "patience exponential" adds nothing to "patience" until the part of it is named.
      const bool part = shape.keeps_subject && !subject.empty();
      const bool passes = part && key->shape->form != Shape::Form::scalar;
      check(entry.value, *key->shape, passes ? subject : part ? subject + " " + spoken : spoken, entry.place);
      return;
    }
    if (std::find(shape.later.begin(), shape.later.end(), entry.key) != shape.later.end()) {
      problems_.error(entry.place, fmt::format("'{}' is not yet supported; remove it", entry.key));
      return;
    }
    if (shape.others_form != KeyForm::none && has_form(shape.others_form, entry.key)) {
      check(entry.value, *shape.others, subject_of_other(shape, subject, entry.key), entry.place);
      return;
    }
    std::string remedy = did_you_mean(entry.key, shape.key_names());
    if (remedy.empty() && shape.others_form != KeyForm::none) {
      remedy = fmt::format("; expected {}", example_of(shape.others_form));
    } else if (remedy.empty()) {
      remedy = fmt::format("; expected {}", listed(shape.key_names(), "or"));
    }
    problems_.error(entry.place, fmt::format("unknown key {}{}", in_quotes(entry.key), remedy));
  }

  /// "8:00" and "08:00" are two keys and one time.
  void check_times_differ(const Node& node) {
    std::set<Duration> seen;
    for (const Entry& entry : node.entries) {
      const auto time = parse_time_of_day(entry.key);
      if (time && !seen.insert(*time).second) {
        problems_.error(entry.place, fmt::format("{} is given twice", time_of_day_text(*time)));
      }
    }
  }

  static std::string subject_of_other(const Shape& shape, const std::string& subject, const std::string& key) {
    if (shape.others_form == KeyForm::times) return fmt::format("{} at {}", subject, key);
    if (shape.others_form == KeyForm::days) return fmt::format("{} on {}", subject, key);
    return key;
  }

  void check_at_most_one(const Node& node, const std::vector<std::string>& set, const std::string& subject) {
    const Entry* first = nullptr;
    for (const Entry& entry : node.entries) {
      if (std::find(set.begin(), set.end(), entry.key) == set.end()) continue;
      if (first) {
        problems_.error(entry.place,
                        fmt::format("{} has both '{}' and '{}'; keep one", subject, first->key, entry.key));
      } else {
        first = &entry;
      }
    }
  }

  void check_at_least_one(const Node& node, const std::vector<std::string>& set, const std::string& subject,
                          const Place& key_place) {
    const bool has_one = std::any_of(set.begin(), set.end(), [&](const auto& name) { return node.find(name); });
    if (!has_one) problems_.error(key_place, fmt::format("{} needs one of {}", subject, listed(set, "or")));
  }

  const Node& root_;
  Problems& problems_;
  Purpose purpose_;
};

}  // namespace

void check_shape(const Node& root, const Shape& shape, Problems& problems, Purpose purpose) {
  ShapeCheck(root, problems, purpose).check(root, shape, "the scenario", root.place);
}

}  // namespace twinline::scenarios
