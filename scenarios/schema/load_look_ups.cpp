#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/bridge_files.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::string_view keys_of_a_service[] = {"kind",    "token_file", "deadline", "give_up_after",
                                                  "at_once", "waiting",    "defaults"};

/// Whoever reads along on the way reads numbers of callers.
bool stays_on_this_machine(const ServiceUrl& url) {
  return url.host == "localhost" || url.host == "::1" || url.host.starts_with("127.");
}

class LookUpLoader {
 public:
  LookUpLoader(const Node& block, const std::vector<std::string>& agents, Binding& binding)
      : sources_(block.find("look_ups")), agents_(agents), binding_(binding), files_(binding) {}

  std::vector<LookUpSource> load() {
    if (sources_) {
      for (const Entry& entry : sources_->entries) {
        if (const auto look_up = look_up_named(entry)) read(*look_up, entry);
      }
    }
    return std::move(loaded_);
  }

 private:
  std::optional<std::size_t> look_up_named(const Entry& entry) {
    const auto& names = binding_.scenario.centre.look_ups;
    const auto found = std::find(names.begin(), names.end(), entry.key);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    std::string remedy = did_you_mean(entry.key, names);
    if (remedy.empty()) remedy = "; add it to ivr.look_ups";
    binding_.problems.error(entry.place, fmt::format("unknown look-up {}{}", in_quotes(entry.key), remedy));
    return std::nullopt;
  }

  void read(std::size_t look_up, const Entry& entry) {
    LookUpSource source;
    source.look_up = LookUpIndex{look_up};
    source.name = entry.key;
    source.tells = told_by(look_up);
    read_words(entry.value, source);
    if (const Node* table = entry.value.find("table")) {
      read_table(entry, *table, source);
    } else {
      read_service(entry.value, source);
    }
    loaded_.push_back(std::move(source));
  }

  /// The attributes that ivr.look_ups names for it; names of agents and segments are words from the start.
  std::vector<ToldAttribute> told_by(std::size_t look_up) const {
    const Scenario& scenario = binding_.scenario;
    std::vector<ToldAttribute> told;
    for (const auto& values : scenario.ivr_people.sources[look_up].by_matter) {
      told.push_back({scenario.centre.attributes[values.attribute.value], values.attribute, {}});
      if (told.back().name != "intent") continue;
      for (std::size_t type = 0; type < scenario.centre.call_types.size(); ++type) {
        told.back().words[scenario.centre.call_types[type].name] = static_cast<std::int64_t>(type);
      }
    }
    for (const SourceAnswers::Values& values : scenario.ivr_people.sources[look_up].values) {
      ToldAttribute attribute{scenario.centre.attributes[values.attribute.value], values.attribute, {}};
      if (attribute.name == "preferred_agent") {
        for (std::size_t agent = 0; agent < agents_.size(); ++agent) {
          attribute.words[agents_[agent]] = static_cast<std::int64_t>(agent);
        }
      } else if (attribute.name == "segment") {
        for (std::size_t segment = 0; segment < scenario.centre.segments.size(); ++segment) {
          attribute.words[scenario.centre.segments[segment].name] = static_cast<std::int64_t>(segment);
        }
      }
      told.push_back(std::move(attribute));
    }
    return told;
  }

  /// The attribute of this name among those that the source tells; complains where it is none.
  ToldAttribute* told_attribute(const Entry& entry, LookUpSource& source) {
    std::vector<std::string> names;
    for (ToldAttribute& told : source.tells) {
      if (told.name == entry.key) return &told;
      names.push_back(told.name);
    }
    std::string remedy = did_you_mean(entry.key, names);
    if (remedy.empty()) remedy = fmt::format("; add it to ivr.look_ups.{}.attributes", source.name);
    binding_.problems.error(entry.place, fmt::format("unknown attribute {}{}", in_quotes(entry.key), remedy));
    return nullptr;
  }

  void read_words(const Node& node, LookUpSource& source) {
    const Node* words = node.find("words");
    if (!words) return;
    for (const Entry& entry : words->entries) {
      ToldAttribute* told = told_attribute(entry, source);
      if (!told) continue;
      for (const Entry& word : entry.value.entries) {
        const auto value = ToldAttribute{}.value_of(word.value.is_scalar() ? word.value.text : "");
        if (value) told->words[word.key] = *value;
      }
    }
  }

  void read_table(const Entry& entry, const Node& table, LookUpSource& source) {
    for (const std::string_view key : keys_of_a_service) {
      const auto position = position_of(&entry.value, key);
      if (!position) continue;
      binding_.problems.error(entry.value.entries[*position].place,
                              fmt::format("'{}' has no use with a table; remove it", key));
    }
    // Who simulates has no business with the callers of a bridge.
    if (binding_.purpose != Purpose::bridge || !table.is_scalar()) return;
    const auto text = binding_.files.read(table.text, table.place, binding_.problems);
    if (!text) return;
    auto read = CallerTable::read(*text, binding_.files.resolve(table.text).string(), source.tells, binding_.problems);
    if (!read) return;
    source.table = std::make_shared<const CallerTable>(std::move(*read));
    std::erase_if(source.tells, [&](const ToldAttribute& told) {
      const auto& columns = source.table->columns();
      return std::find(columns.begin(), columns.end(), told.attribute) == columns.end();
    });
  }

  void read_service(const Node& node, LookUpSource& source) {
    const Node* written = node.find("url");
    const auto url = written && written->is_scalar() ? parse_service_url(written->text) : std::nullopt;
    if (url) source.url = *url;
    if (written && !url) {
      binding_.problems.error(written->place,
                              fmt::format("url is {}; expected one such as 'http://127.0.0.1:9000/caller'",
                                          in_quotes(text_or(written, ""))));
    }
    const std::string kind = text_or(node.find("kind"), "");
    source.kind = kind == "recogniser" ? ServiceKind::recogniser
                  : kind == "bot"      ? ServiceKind::bot
                                       : ServiceKind::records;
    if (url && !url->encrypted && !stays_on_this_machine(*url)) {
      binding_.problems.warn(written->place, "numbers and keys of callers travel in the clear; use https");
    }
    source.token_file = files_.secret(node.find("token_file"));
    source.deadline = duration_or(node.find("deadline"), source.deadline);
    source.give_up_after = duration_or(node.find("give_up_after"), source.give_up_after);
    source.at_once = static_cast<std::uint32_t>(whole_or(node.find("at_once"), source.at_once));
    source.waiting = static_cast<std::uint32_t>(whole_or(node.find("waiting"), source.waiting));
    read_defaults(node, source);
  }

  void read_defaults(const Node& node, LookUpSource& source) {
    const Node* defaults = node.find("defaults");
    if (!defaults) return;
    for (const Entry& entry : defaults->entries) {
      const ToldAttribute* told = told_attribute(entry, source);
      if (!told || !entry.value.is_scalar()) continue;
      if (const auto value = told->value_of(entry.value.text)) {
        source.defaults.push_back({told->attribute, *value});
        continue;
      }
      std::vector<std::string> words;
      for (const auto& word : told->words) words.push_back(word.first);
      std::string remedy = did_you_mean(entry.value.text, words);
      if (remedy.empty())
        remedy = words.empty() ? "; expected a whole number" : "; expected a whole number or a word of it";
      binding_.problems.error(entry.value.place,
                              fmt::format("{} is {}{}", told->name, in_quotes(entry.value.text), remedy));
    }
  }

  const Node* sources_;
  const std::vector<std::string>& agents_;
  Binding& binding_;
  BridgeFiles files_;
  std::vector<LookUpSource> loaded_;
};

}  // namespace

std::vector<LookUpSource> load_look_up_sources(const Node& block, const std::vector<std::string>& agents,
                                               Binding& binding) {
  return LookUpLoader(block, agents, binding).load();
}

}  // namespace twinline::scenarios
