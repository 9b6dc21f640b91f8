// What sources answer about simulated callers: the same shares for everybody, or such as go by what a caller wants.
#include <algorithm>

#include <fmt/format.h>

#include "scenarios/schema/ivr_binding.hpp"

namespace twinline::scenarios {
namespace {

class SourceLoader {
 public:
  explicit SourceLoader(Binding& binding) : binding_(binding), calls_(binding.root.find("calls")) {}

  SourceAnswers read(const Node& source) {
    SourceAnswers answers;
    answers.takes = read_distribution(source.find("takes"), binding_);
    answers.fails = share_or(source.find("fails"), 0);
    if (const Node* attributes = source.find("attributes")) {
      for (const Entry& attribute : attributes->entries) answers.values.push_back(values_of(attribute));
    }
    if (const Node* confusion = source.find("confusion")) answers.by_matter.push_back(understood(*confusion));
    if (const Node* solves = source.find("solves")) answers.by_matter.push_back(solved(*solves));
    return answers;
  }

 private:
  SourceAnswers::Values values_of(const Entry& attribute) {
    SourceAnswers::Values values;
    values.attribute = attribute_named(attribute.key, attribute.place, binding_);
    double sum = 0;
    for (const Entry& value : attribute.value.entries) {
      const auto number = whole_number(value.key);
      if (!number) {
        binding_.problems.error(value.place, fmt::format("the value {} of attribute '{}' is no whole number",
                                                         in_quotes(value.key), attribute.key));
        continue;
      }
      values.shares.emplace_back(*number, share_or(&value.value, 0));
      sum += values.shares.back().second;
    }
    check_at_most_whole(sum, attribute.place, fmt::format("the shares of attribute '{}'", attribute.key),
                        binding_.problems);
    return values;
  }

  /// A row for each call type that is really meant: what it is taken for. What has no row is never understood.
  SourceAnswers::ValuesByMatter understood(const Node& confusion) {
    SourceAnswers::ValuesByMatter values = by_matter(intent_attribute, confusion.place);
    for (const Entry& row : confusion.entries) {
      const auto meant = call_type(row);
      double sum = 0;
      for (const Entry& heard : row.value.entries) {
        const double share = share_or(&heard.value, 0);
        sum += share;
        const auto as = heard.key == "unknown" ? std::nullopt : call_type(heard);
        if (meant && as) values.shares[*meant].emplace_back(static_cast<std::int64_t>(*as), share);
      }
      check_whole(sum, row.place, fmt::format("the shares of '{}'", row.key), binding_.problems);
    }
    return values;
  }

  SourceAnswers::ValuesByMatter solved(const Node& solves) {
    SourceAnswers::ValuesByMatter values = by_matter(resolved_attribute, solves.place);
    for (const Entry& entry : solves.entries) {
      if (const auto type = call_type(entry)) values.shares[*type].emplace_back(1, share_or(&entry.value, 0));
    }
    return values;
  }

  SourceAnswers::ValuesByMatter by_matter(std::string_view attribute, const Place& place) {
    SourceAnswers::ValuesByMatter values{attribute_named(std::string{attribute}, place, binding_), {}};
    values.shares.resize(binding_.scenario.centre.call_types.size());
    return values;
  }

  /// Complains where the entry's key is the name of none.
  std::optional<std::size_t> call_type(const Entry& entry) {
    if (const auto position = position_of(calls_, entry.key)) return position;
    const std::vector<std::string> names = calls_ ? calls_->keys() : std::vector<std::string>{};
    std::string remedy = did_you_mean(entry.key, names);
    if (remedy.empty()) remedy = "; expected " + listed(names, "or");
    binding_.problems.error(entry.place, fmt::format("unknown call type {}{}", in_quotes(entry.key), remedy));
    return std::nullopt;
  }

  Binding& binding_;
  const Node* calls_;
};

constexpr double rounding_of_shares = 1e-9;  // of shares written with a few decimals

}  // namespace

AttributeIndex attribute_named(const std::string& name, const Place& place, Binding& binding) {
  std::vector<std::string>& attributes = binding.scenario.centre.attributes;
  const auto found = std::find(attributes.begin(), attributes.end(), name);
  const AttributeIndex attribute{static_cast<std::size_t>(found - attributes.begin())};
  if (found == attributes.end()) attributes.push_back(name);
  if (attribute.value == max_attributes) {
    binding.problems.error(place, fmt::format("more than {} attributes; a call can carry no more", max_attributes));
  }
  return attribute;
}

void check_at_most_whole(double sum, const Place& place, const std::string& what, Problems& problems) {
  if (sum <= 1 + rounding_of_shares) return;
  problems.error(place, fmt::format("{} add up to {:.6g} %; at most 100 % is possible", what, sum * 100));
}

void check_whole(double sum, const Place& place, const std::string& what, Problems& problems) {
  if (sum >= 1 - rounding_of_shares && sum <= 1 + rounding_of_shares) return;
  problems.error(place, fmt::format("{} add up to {:.6g} %; they must be 100 %", what, sum * 100));
}

void load_ivr_sources(const Node* sources, Binding& binding) {
  if (!sources) return;
  SourceLoader loader(binding);
  for (const Entry& entry : sources->entries) {
    binding.scenario.centre.look_ups.push_back(entry.key);
    binding.scenario.ivr_people.sources.push_back(loader.read(entry.value));
  }
}

}  // namespace twinline::scenarios
