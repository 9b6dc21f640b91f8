// What may stand where in a scenario file, as data. From the one description a document is checked, overlays
// are merged, and the JSON Schema and the reference of the keys are written. A Shape knows forms, units and
// bounds; what one block means to another (a skill that nobody has) is checked where the block is loaded.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/document.hpp"

namespace twinline::scenarios {

enum class ScalarKind : unsigned char {
  text,
  name,    ///< letters, digits, _ and -, a letter first
  choice,  ///< one of Shape::choices
  marker,  ///< yes, and nothing else: the key itself says it
  yes_no,
  whole_number,
  number,
  share,  ///< 0.15 or "15 %"
  duration,
  rate,
  money,
  money_per_hour,
  data_size,  ///< bytes
  data_rate,  ///< bytes per second, written in bits per second
  date,
  opening_hours,
  effect,          ///< of a KPI, signed
  socket_address,  ///< "192.0.2.10:5060": numbers, never a name
  sip_listener,    ///< "udp 192.0.2.10:5060"
  network,         ///< "192.0.2.10" or "192.0.2.0/24"
};

/// What a file is read for. A bridge meets callers and agents and needs no description of how they behave.
enum class Purpose : unsigned char { simulation, bridge };

/// What the keys of a map look like, beyond those with a fixed name.
enum class KeyForm : unsigned char { none, names, times, days, any };

struct Limit {
  double value = 0;  ///< seconds, a share, per hour, an amount: the kind's own unit
  bool included = true;
};

struct Range {
  std::optional<Limit> low, high;
};

constexpr Range at_least(double low) { return {Limit{low, true}, std::nullopt}; }
constexpr Range above(double low) { return {Limit{low, false}, std::nullopt}; }
constexpr Range within(double low, double high) { return {Limit{low, true}, Limit{high, true}}; }
constexpr Range above_up_to(double low, double high) { return {Limit{low, false}, Limit{high, true}}; }
constexpr Range at_least_below(double low, double high) { return {Limit{low, true}, Limit{high, false}}; }

struct Shape;
using ShapePointer = std::shared_ptr<const Shape>;

struct Key {
  std::string name;
  ShapePointer shape;
  std::string help;
  std::string default_text;  ///< what holds without the key, in words or as a value; empty when nothing does
  bool required = false;
  bool only_simulated = false;  ///< a file that is read for a bridge does not need it, required or not
  std::string spoken;           ///< in messages instead of the name: "mean" for exponential
};

struct Shape {
  enum class Form : unsigned char { scalar, record, list, one_of, anything };
  Form form = Form::anything;
  std::string expected;    ///< in words, for messages
  std::string definition;  ///< name under which the JSON Schema keeps it; empty: written out where it stands

  ScalarKind kind = ScalarKind::text;
  Range range;
  std::vector<std::string> choices;
  std::string refers_to;  ///< a block of the root whose keys are the valid names ("queues")

  std::vector<Key> keys;
  std::vector<std::vector<std::string>> exactly_one;  ///< of each of these sets of keys
  std::vector<std::vector<std::string>> at_most_one;  ///< pairs of keys; an overlay of one erases the other
  std::vector<std::string> at_least_one;              ///< of these keys; empty: none is needed
  std::vector<std::string> later;                     ///< keys of issues to come: refused as not yet supported
  KeyForm others_form = KeyForm::none;
  ShapePointer others;  ///< of every value under a key of others_form
  std::string others_help;
  bool names_are_given = false;  ///< an overlay's path may not bring a new name: it is a slip of the pen
  std::size_t shared_keys = 0;   ///< so many keys, from the first on, are those of the definition `distribution`
  bool keeps_subject = false;    ///< messages speak of the key above: "patience mean"
  std::string shorthand;         ///< a scalar in its place stands for a map with this key

  ShapePointer items;                      ///< of a list
  std::vector<ShapePointer> alternatives;  ///< told apart by the form of the node

  const Key* find_key(std::string_view name) const;
  std::vector<std::string> key_names() const;
};

/// The alternative that a node was meant as; the shape itself when it is no one_of, null when no alternative
/// has the node's form.
const Shape* alternative_for(const Shape& shape, const Node& node);

/// Whether a key of a map has the form.
bool has_form(KeyForm form, std::string_view key);

/// "08:00" and the like, for messages.
std::string_view example_of(KeyForm form);

/// What a scalar of this kind looks like: "a duration with its unit, such as '30 s' or '5 min'".
std::string expected_of(const Shape& scalar);

/// A value of the kind's own unit, for messages: "0 s", "100 %".
std::string limit_text(ScalarKind kind, double value);

/// Checks a document against a shape and reports everything that does not fit.
void check_shape(const Node& root, const Shape& shape, Problems& problems, Purpose purpose = Purpose::simulation);

}  // namespace twinline::scenarios
