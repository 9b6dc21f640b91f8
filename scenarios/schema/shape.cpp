#include "scenarios/schema/shape.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

/// How many of a map's keys the record knows.
std::size_t known_keys(const Shape& record, const Node& map) {
  return static_cast<std::size_t>(std::count_if(map.entries.begin(), map.entries.end(), [&](const Entry& entry) {
    if (record.find_key(entry.key)) return true;
    return record.others_form != KeyForm::none && has_form(record.others_form, entry.key);
  }));
}

bool is_name(std::string_view text) {
  if (text.empty() || std::isalpha(static_cast<unsigned char>(text.front())) == 0) return false;
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char letter) { return std::isalnum(letter) != 0 || letter == '_' || letter == '-'; });
}

}  // namespace

const Key* Shape::find_key(std::string_view name) const {
  const auto found = std::find_if(keys.begin(), keys.end(), [name](const Key& key) { return key.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> Shape::key_names() const {
  std::vector<std::string> names;
  for (const Key& key : keys) names.push_back(key.name);
  return names;
}

const Shape* alternative_for(const Shape& shape, const Node& node) {
  if (shape.form != Shape::Form::one_of) return &shape;
  const Shape* best = nullptr;
  std::size_t best_score = 0;
  for (const ShapePointer& alternative : shape.alternatives) {
    const Shape* candidate = alternative_for(*alternative, node);
    if (!candidate) continue;
    if (candidate->form == Shape::Form::scalar && node.is_scalar()) return candidate;
    if (candidate->form == Shape::Form::list && node.is_list()) return candidate;
    if (candidate->form != Shape::Form::record || !node.is_map()) continue;
    const std::size_t score = known_keys(*candidate, node) + 1;
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

bool has_form(KeyForm form, std::string_view key) {
  switch (form) {
    case KeyForm::none: return false;
    case KeyForm::names: return is_name(key);
    case KeyForm::times: {
      const auto time = parse_time_of_day(key);
      return time && *time < 24h;
    }
    case KeyForm::days: return parse_days(key).has_value();
    case KeyForm::any: return true;
  }
  return false;
}

std::string_view example_of(KeyForm form) {
  switch (form) {
    case KeyForm::times: return "a time of day such as '08:00'";
    case KeyForm::days: return "days such as 'mon-fri', 'sat' or '2026-12-24'";
    case KeyForm::names: return "a name of letters, digits, '_' and '-' that begins with a letter";
    case KeyForm::none:
    case KeyForm::any: break;
  }
  return "a word";
}

std::string expected_of(const Shape& scalar) {
  if (!scalar.expected.empty()) return scalar.expected;
  switch (scalar.kind) {
    case ScalarKind::text: return "a text";
    case ScalarKind::name: return std::string{example_of(KeyForm::names)};
    case ScalarKind::choice: return "one of " + listed(scalar.choices, "or");
    case ScalarKind::marker: return "yes";
    case ScalarKind::yes_no: return "yes or no";
    case ScalarKind::whole_number: return "a whole number";
    case ScalarKind::number: return "a number";
    case ScalarKind::share: return "a share such as '15 %' or 0.15";
    case ScalarKind::duration: return "a duration with its unit, such as '30 s' or '5 min'";
    case ScalarKind::rate: return "a rate with its unit, such as '120 per hour' or '4.2 per min'";
    case ScalarKind::money: return "an amount of money such as '40 CHF'";
    case ScalarKind::money_per_hour: return "an amount of money per hour such as '34 CHF per hour'";
    case ScalarKind::data_size: return "a size with its unit, such as '1500 B' or '2 kB'";
    case ScalarKind::data_rate: return "a bandwidth with its unit, such as '100 kbit/s' or '10 Mbit/s'";
    case ScalarKind::date: return "a date such as '2026-03-02'";
    case ScalarKind::opening_hours: return "opening hours such as '08:00-20:00', the end after the start, or 'closed'";
    case ScalarKind::effect: return "a difference such as '1 pp', '2 s' or 0.5";
    case ScalarKind::socket_address:
      return "a numeric address and port such as '192.0.2.10:5060' or '[2001:db8::1]:5060'";
    case ScalarKind::sip_listener: return "a transport and a numeric address such as 'udp 192.0.2.10:5060'";
    case ScalarKind::network: return "a numeric address or network such as '192.0.2.10' or '192.0.2.0/24'";
  }
  return "a value";
}

std::string limit_text(ScalarKind kind, double value) {
  switch (kind) {
    case ScalarKind::duration: return to_text(from_seconds(value));
    case ScalarKind::share: return to_text(value * 100) + " %";
    case ScalarKind::rate: return to_text(value) + " per hour";
    default: return to_text(value);
  }
}

}  // namespace twinline::scenarios
