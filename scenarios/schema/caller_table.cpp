#include "scenarios/schema/caller_table.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "scenarios/schema/csv_columns.hpp"
#include "scenarios/schema/look_up_source.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::size_t most_problems = 20;

/// A file without a header would have its first caller quoted as the name of a column.
bool names_columns(std::string_view text) {
  const std::string_view header = text.substr(0, text.find('\n'));
  return std::none_of(header.begin(), header.end(),
                      [](unsigned char sign) { return sign == '+' || std::isdigit(sign); });
}

bool can_be_dialled(std::string_view number) {
  const bool plus = number.starts_with('+');
  if (plus) number.remove_prefix(1);
  return !number.empty() && std::all_of(number.begin(), number.end(), [](unsigned char sign) {
    return std::isdigit(sign) != 0 || sign == '*' || sign == '#';
  });
}

}  // namespace

std::optional<CallerTable> CallerTable::read(std::string_view text, const std::string& file,
                                             const std::vector<ToldAttribute>& known, Problems& problems) {
  const auto name = std::make_shared<const std::string>(file);
  const std::size_t before = problems.size();
  std::vector<std::string> attributes;
  for (const ToldAttribute& told : known) attributes.push_back(told.name);
  if (!names_columns(text)) {
    problems.error({name, 1, 0}, fmt::format("the first line names no columns; expected 'number' or 'keys'{}",
                                             attributes.empty() ? "" : ", " + listed(attributes, "and")));
    return std::nullopt;
  }
  std::vector<std::string> allowed = attributes;
  allowed.insert(allowed.end(), {"number", "keys"});
  CsvColumns csv(text, file, problems);
  if (!csv.require({}, allowed)) return std::nullopt;
  if (csv.has("number") == csv.has("keys")) {
    problems.error({name, 1, 1}, csv.has("keys") ? "has both columns 'number' and 'keys'; keep one"
                                                 : "lacks a column 'number' or 'keys', by which callers are found");
    return std::nullopt;
  }
  CallerTable table;
  table.key_ = csv.has("keys") ? Key::keys : Key::number;
  const std::string key_column = csv.has("keys") ? "keys" : "number";
  std::vector<const ToldAttribute*> told;
  for (const ToldAttribute& attribute : known) {
    if (!csv.has(attribute.name)) continue;
    told.push_back(&attribute);
    table.columns_.push_back(attribute.attribute);
  }
  std::map<std::string, int, std::less<>> lines;  // in which a key stands first
  while (problems.size() < before + most_problems && csv.next()) {
    const Place place = csv.place(key_column);
    std::string key{csv.cell(key_column)};
    if (!can_be_dialled(key)) {
      problems.error(
          place,
          fmt::format("what stands under '{}' cannot be dialled; expected digits, after a '+' perhaps", key_column));
    } else if (const auto [first, is_new] = lines.emplace(key, place.line); !is_new) {
      problems.error(place, fmt::format("the same as in line {}; a caller has one row", first->second));
    }
    table.rows_.push_back({std::move(key), table.values_.size()});
    for (const ToldAttribute* attribute : told) {
      const std::string_view cell = csv.cell(attribute->name);
      table.values_.push_back(cell.empty() ? std::nullopt : attribute->value_of(cell));
      if (cell.empty() || table.values_.back()) continue;
      problems.error(csv.place(attribute->name),
                     fmt::format("what stands under '{}' is no whole number and no word of it", attribute->name));
    }
  }
  if (problems.size() > before) return std::nullopt;
  std::sort(table.rows_.begin(), table.rows_.end(),
            [](const Row& one, const Row& other) { return one.key < other.key; });
  return table;
}

std::vector<Attribute> CallerTable::of(std::string_view key) const {
  std::vector<Attribute> attributes;
  const auto row = std::lower_bound(rows_.begin(), rows_.end(), key, [](const Row& candidate, std::string_view wanted) {
    return candidate.key < wanted;
  });
  if (row == rows_.end() || row->key != key) return attributes;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (const auto value = values_[row->values + column]) attributes.push_back({columns_[column], *value});
  }
  return attributes;
}

}  // namespace twinline::scenarios
