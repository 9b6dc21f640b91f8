#include <set>

#include <fmt/format.h>

#include "scenarios/schema/load.hpp"
#include "scenarios/schema/scenario_shape.hpp"

namespace twinline::scenarios {
namespace {

/// `|` would end a cell of a table.
std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.replace(at, 1, "\\|");
  return text;
}

std::string limits_of(const Shape& scalar) {
  std::string text;
  if (const auto& low = scalar.range.low) {
    text += fmt::format(", {} {}", low->included ? "at least" : "above", limit_text(scalar.kind, low->value));
  }
  if (const auto& high = scalar.range.high) {
    text += fmt::format(", {} {}", high->included ? "at most" : "below", limit_text(scalar.kind, high->value));
  }
  return text;
}

/// Writes one table for each map with keys, the outer before the inner.
class ReferenceWriter {
 public:
  std::string write(const Shape& root) {
    section("The file", root, "");
    return std::move(text_);
  }

 private:
  struct Inner {
    std::string title;
    const Shape* shape;
    std::string path;
  };

  void section(const std::string& title, const Shape& record, const std::string& path) {
    const std::string shared = record.shared_keys > 0 ? "The keys of [a distribution](#distribution) and:\n\n" : "";
    text_ += fmt::format("\n### {}\n\n{}| key | value | default | meaning |\n|---|---|---|---|\n", title, shared);
    std::vector<Inner> inner;
    for (std::size_t i = record.shared_keys; i < record.keys.size(); ++i) {
      const Key& key = record.keys[i];
      const std::string below = path.empty() ? key.name : path + "." + key.name;
      const std::string fallback = !key.required        ? key.default_text
                                   : key.only_simulated ? "*required to simulate*"
                                                        : "*required*";
      row(key.name, value_of(*key.shape, below, inner), fallback, key.help);
    }
    if (record.others) {
      const std::string placeholder = record.others_form == KeyForm::times  ? "\"HH:MM\""
                                      : record.others_form == KeyForm::days ? "DAYS"
                                                                            : "NAME";
      const std::string below = path.empty() ? placeholder : path + "." + placeholder;
      row(placeholder, value_of(*record.others, below, inner), "", record.others_help);
    }
    for (const Inner& entry : inner) section(entry.title, *entry.shape, entry.path);
  }

  void row(const std::string& key, const std::string& value, const std::string& fallback, const std::string& help) {
    text_ += fmt::format("| `{}` | {} | {} | {} |\n", key, cell(value), cell(fallback), cell(help));
  }

  /// In words; maps with keys of their own are put off into `inner`.
  std::string value_of(const Shape& shape, const std::string& path, std::vector<Inner>& inner) {
    switch (shape.form) {
      case Shape::Form::anything: return "anything";
      case Shape::Form::scalar: return scalar_in_words(shape);
      case Shape::Form::list: return "a list, each: " + value_of(*shape.items, path, inner);
      case Shape::Form::record: return record_in_words(shape, path, inner);
      case Shape::Form::one_of: break;
    }
    std::string text;
    for (const ShapePointer& alternative : shape.alternatives) {
      text += (text.empty() ? "" : "; or ") + value_of(*alternative, path, inner);
    }
    return text;
  }

  static std::string scalar_in_words(const Shape& shape) {
    if (!shape.refers_to.empty()) return fmt::format("a name from `{}`", shape.refers_to);
    if (shape.kind == ScalarKind::choice) {
      std::vector<std::string> words;
      for (const std::string& choice : shape.choices) words.push_back("`" + choice + "`");
      return listed(words, "or");
    }
    return expected_of(shape) + limits_of(shape);
  }

  std::string record_in_words(const Shape& shape, const std::string& path, std::vector<Inner>& inner) {
    // A map with nothing but free keys is said in a word; its values may have a table.
    if (shape.keys.empty() && shape.others) {
      const std::string keys{shape.others_form == KeyForm::names ? "names" : example_of(shape.others_form)};
      const std::string placeholder = shape.others_form == KeyForm::names ? ".NAME" : "";
      return fmt::format("a map from {} to: {}", keys, value_of(*shape.others, path + placeholder, inner));
    }
    if (shape.shared_keys == shape.keys.size()) return "[a map](#distribution)";
    const bool shared = !shape.definition.empty();
    const std::string title = shared ? shape.definition : path;
    std::string anchor = title;
    std::erase_if(anchor, [](char letter) { return letter == '.' || letter == '"' || letter == ':'; });
    for (char& letter : anchor)
      letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    if (written_.insert(title).second) inner.push_back({title, &shape, path});
    return fmt::format("[a map](#{})", anchor);
  }

  std::string text_;
  std::set<std::string> written_;
};

}  // namespace

std::string key_reference() { return ReferenceWriter().write(scenario_shape()); }

}  // namespace twinline::scenarios
