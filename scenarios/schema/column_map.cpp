#include "scenarios/schema/column_map.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "scenarios/schema/document.hpp"

namespace twinline::scenarios {
namespace {

using Names = std::vector<std::string>;

const Names top_keys{"twinline_map", "time_zone", "delimiter", "fields"};
const Names field_names{"call_id", "customer",    "priority", "type", "segment",  "queue", "agent",        "outcome",
                        "arrival", "queue_entry", "answer",   "end",  "vru_time", "wait",  "service_time", "wrap_up"};
constexpr std::array<std::pair<std::string_view, DurationUnit>, 4> units{{{"ms", DurationUnit::milliseconds},
                                                                          {"s", DurationUnit::seconds},
                                                                          {"min", DurationUnit::minutes},
                                                                          {"h:mm:ss", DurationUnit::clock}}};
constexpr std::array<std::pair<std::string_view, char>, 5> delimiters{
    {{",", ','}, {";", ';'}, {"tab", '\t'}, {"\t", '\t'}, {"|", '|'}}};

std::string in_words(const Node& node) {
  switch (node.kind) {
    case Node::Kind::empty: return "nothing";
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a map";
    case Node::Kind::scalar: return in_quotes(node.text);
  }
  return {};
}

/// Walks the tree, takes what fits and reports what does not.
class MapReader {
 public:
  explicit MapReader(Problems& problems) : problems_(problems) {}

  ColumnMap read(const Node& root) {
    ColumnMap map;
    if (!is_map_of(root, top_keys, "a column map")) return map;
    read_version(root);
    if (const Node* zone = root.find("time_zone")) {
      map.time_zone = text_of(*zone, "an IANA time zone like Europe/Zurich");
      map.time_zone_place = zone->place;
    }
    if (const Node* delimiter = root.find("delimiter")) map.delimiter = delimiter_of(*delimiter);
    const Node* fields = root.find("fields");
    if (!fields) {
      problems_.error(root.place, "'fields' is missing; it says which column of the log is which field");
    } else if (is_map_of(*fields, field_names, "fields")) {
      read_fields(*fields, map);
    }
    return map;
  }

 private:
  void error(const Node& node, std::string_view expected) {
    problems_.error(node.place, fmt::format("{}; {} is expected", in_words(node), expected));
  }

  bool is_map_of(const Node& node, const Names& keys, std::string_view what) {
    if (!node.is_map()) {
      problems_.error(node.place,
                      fmt::format("{}; {} with the keys {} is expected", in_words(node), what, listed(keys, "and")));
      return false;
    }
    for (const Entry& entry : node.entries) {
      if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
      problems_.error(entry.place, fmt::format("unknown key {}{}; known here: {}", in_quotes(entry.key),
                                               did_you_mean(entry.key, keys), listed(keys, "and")));
    }
    return true;
  }

  std::string text_of(const Node& node, std::string_view expected) {
    if (node.is_scalar() && !node.text.empty()) return node.text;
    error(node, expected);
    return {};
  }

  void read_version(const Node& root) {
    const Node* version = root.find("twinline_map");
    if (!version) {
      problems_.error(root.place, "'twinline_map: 1' is missing");
    } else if (!version->is_scalar() || version->text != "1") {
      error(*version, "version 1");
    }
  }

  char delimiter_of(const Node& node) {
    for (const auto& [name, delimiter] : delimiters) {
      if (node.is_scalar() && node.text == name) return delimiter;
    }
    error(node, "',', ';', '|' or tab");
    return ',';
  }

  void read_fields(const Node& fields, ColumnMap& map) {
    const auto time = [&](std::string_view name, std::optional<MappedTime>& into) {
      if (const Node* node = fields.find(name)) into = time_of(*node);
    };
    const auto duration = [&](std::string_view name, std::optional<MappedDuration>& into) {
      if (const Node* node = fields.find(name)) into = duration_of(*node);
    };
    const auto text = [&](std::string_view name, std::optional<MappedText>& into) {
      if (const Node* node = fields.find(name)) into = mapped_text_of(*node);
    };
    if (const Node* arrival = fields.find("arrival")) {
      map.arrival = time_of(*arrival);
    } else {
      problems_.error(fields.place,
                      "'arrival' is missing; without the instant of its arrival a call cannot be replayed");
    }
    if (const Node* outcome = fields.find("outcome")) {
      map.outcome = outcome_of(*outcome);
    } else {
      problems_.error(fields.place, "'outcome' is missing; say {constant: answered} where every call was answered");
    }
    time("queue_entry", map.queue_entry);
    time("answer", map.answer);
    time("end", map.end);
    duration("vru_time", map.vru_time);
    duration("wait", map.wait);
    duration("service_time", map.service_time);
    duration("wrap_up", map.wrap_up);
    text("call_id", map.call_id);
    text("customer", map.customer);
    text("priority", map.priority);
    text("type", map.type);
    text("segment", map.segment);
    text("queue", map.queue);
    text("agent", map.agent);
  }

  ColumnName column_of(const Node& node) { return {text_of(node, "the name of a column"), node.place}; }

  std::optional<ColumnName> optional_column(const Node& node, std::string_view key) {
    const Node* column = node.find(key);
    return column ? std::optional(column_of(*column)) : std::nullopt;
  }

  ColumnName required_column(const Node& node) {
    if (const Node* column = node.find("column")) return column_of(*column);
    problems_.error(node.place, "'column' is missing");
    return {};
  }

  Names missing_of(const Node& node) {
    const Node* list = node.find("missing");
    if (!list) return {};
    Names texts;
    if (list->is_scalar()) return {list->text};
    if (!list->is_list()) error(*list, "a text or a list of texts");
    for (const Node& item : list->items) {
      if (item.is_scalar()) {
        texts.push_back(item.text);
      } else {
        error(item, "a text");
      }
    }
    return texts;
  }

  MappedText mapped_text_of(const Node& node) {
    MappedText text;
    if (node.is_scalar()) {
      text.column = column_of(node);
      return text;
    }
    if (!is_map_of(node, {"column", "constant", "missing"}, "a column's name, or a map")) return text;
    text.column = optional_column(node, "column");
    text.missing = missing_of(node);
    const Node* constant = node.find("constant");
    if (constant) text.constant = text_of(*constant, "a text");
    if (text.column.has_value() == (constant != nullptr)) {
      problems_.error(node.place, "either 'column' or 'constant' is expected");
    }
    return text;
  }

  MappedTime time_of(const Node& node) {
    MappedTime time;
    if (!is_map_of(node, {"column", "date", "format", "missing"}, "a map")) return time;
    time.column = required_column(node);
    time.date = optional_column(node, "date");
    time.missing = missing_of(node);
    if (const Node* format = node.find("format")) {
      time.format = text_of(*format, "a pattern like '%Y-%m-%d %H:%M:%S', epoch_s or epoch_ms");
      time.format_place = format->place;
    } else {
      problems_.error(node.place, "'format' is missing: a pattern like '%Y-%m-%d %H:%M:%S', epoch_s or epoch_ms");
    }
    return time;
  }

  MappedDuration duration_of(const Node& node) {
    MappedDuration duration;
    if (!is_map_of(node, {"column", "unit", "missing"}, "a map")) return duration;
    duration.column = required_column(node);
    duration.missing = missing_of(node);
    const Node* unit = node.find("unit");
    if (!unit) {
      problems_.error(node.place, "'unit' is missing: ms, s, min or h:mm:ss");
      return duration;
    }
    for (const auto& [name, value] : units) {
      if (unit->is_scalar() && unit->text == name) {
        duration.unit = value;
        return duration;
      }
    }
    error(*unit, "ms, s, min or h:mm:ss");
    return duration;
  }

  LoggedOutcome outcome_named(const Node& node) {
    const auto outcome = node.is_scalar() ? logged_outcome_from(node.text) : std::nullopt;
    if (!outcome) {
      const Names names(logged_outcome_names.begin(), logged_outcome_names.end());
      problems_.error(node.place, fmt::format("{}; {} is expected{}", in_words(node), listed(names, "or"),
                                              node.is_scalar() ? did_you_mean(node.text, names) : std::string{}));
    }
    return outcome.value_or(LoggedOutcome::excluded);
  }

  MappedOutcome outcome_of(const Node& node) {
    MappedOutcome outcome;
    const Names keys{"column", "values", "answered_if_present", "missing", "otherwise", "constant"};
    if (!is_map_of(node, keys, "a map")) return outcome;
    outcome.column = optional_column(node, "column");
    outcome.answered_if_present = optional_column(node, "answered_if_present");
    outcome.missing = missing_of(node);
    const Node* constant = node.find("constant");
    const Node* values = node.find("values");
    const Node* otherwise = node.find("otherwise");
    if (otherwise) outcome.otherwise = outcome_named(*otherwise);
    if (constant) outcome.otherwise = outcome_named(*constant);
    const int rules = (outcome.column ? 1 : 0) + (outcome.answered_if_present ? 1 : 0) + (constant ? 1 : 0);
    if (rules != 1) {
      problems_.error(node.place, "one of 'column', 'answered_if_present' and 'constant' is expected");
      return outcome;
    }
    if (constant && otherwise) problems_.error(otherwise->place, "'otherwise' beside 'constant' is never reached");
    if (outcome.answered_if_present && !otherwise) outcome.otherwise = LoggedOutcome::abandoned;
    if (outcome.column.has_value() != (values != nullptr)) {
      problems_.error(values ? values->place : node.place, "'column' and 'values' belong together");
    } else if (values && !values->is_map()) {
      error(*values, "a map of texts to outcomes");
    } else if (values) {
      for (const Entry& entry : values->entries) outcome.values[entry.key] = outcome_named(entry.value);
    }
    return outcome;
  }

  Problems& problems_;
};

}  // namespace

std::optional<ColumnMap> parse_column_map(const std::string& text, const std::string& file, Problems& problems) {
  const std::size_t problems_before = problems.size();
  const auto name = std::make_shared<const std::string>(file);
  auto root = parse_document(text, name, problems);
  if (!root) return std::nullopt;
  if (!root->place.file) root->place.file = name;  // an empty text has no place of its own
  ColumnMap map = MapReader(problems).read(*root);
  return problems.size() == problems_before ? std::optional(std::move(map)) : std::nullopt;
}

std::optional<ColumnMap> load_column_map(const std::filesystem::path& path, Problems& problems) {
  constexpr std::size_t largest_map = std::size_t{1} << 20;
  const std::string name = path.string();
  const auto text = read_text_file(path, largest_map, Place{std::make_shared<const std::string>(name), 0, 0}, problems);
  return text ? parse_column_map(*text, name, problems) : std::nullopt;
}

}  // namespace twinline::scenarios
