#include "scenarios/menu/split_parameters.hpp"

#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "policies/contract/units.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/menu/split_policy.hpp"
#include "scenarios/schema/diagnostics.hpp"
#include "scenarios/schema/policy_text.hpp"

namespace twinline::scenarios {
namespace {

constexpr auto schema = fields(
    field("incumbent", &SplitParameters::incumbent, {},
          "The policy that has been in force, NAME[@VERSION][:param=value,…]. It must be given."),
    field("candidate", &SplitParameters::candidate, {},
          "The policy that is tried, in the same form. It must be given."),
    field("by", &SplitParameters::by, {},
          "What is dealt out: call, each by a draw of its own; queue, those named in `queues` to the candidate; block, "
          "all calls of a block of time to one of the two, which is a switchback."),
    field("share", &SplitParameters::share, between(0.0, 1.0),
          "The candidate's share of the calls or blocks; the rest is held out. At a half neighbouring blocks are pairs "
          "with one of each."),
    field(
        "ramp", &SplitParameters::ramp, {},
        "In place of `share`, shares that change with the time since `began`: 1 %, 10 % after 1 h, 50 % after 1 day."),
    field(
        "freed_agent", &SplitParameters::freed_agent, {},
        "By call: who decides about a freed agent where calls of both wait. longest_waiting is the policy of the call "
        "that has waited longest; drawn is a draw with the share."),
    field("queues", &SplitParameters::queues, {}, "By queue: those of the candidate, with commas between them."),
    field("block", &SplitParameters::block, between(Duration{1s}, Duration{168h}), "By block: how long one is."),
    field("wash_out", &SplitParameters::wash_out, between(Duration{0s}, Duration{168h}),
          "By block: the beginning of each that is not counted, since what was before still shows."),
    field("seed", &SplitParameters::seed, at_least(std::int64_t{0}), "Another seed draws other calls and blocks."),
    field("began", &SplitParameters::began, at_least(0s),
          "When it begins, counted from the world's start: until then all is the incumbent's."));

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string& part : split_at_commas(text)) {
    if (const std::string_view name = trimmed(part); !name.empty()) names.emplace_back(name);
  }
  return names;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

/// "10 % after 1 h"; without "after" it is from the beginning.
std::optional<RampStep> step_in(std::string_view text) {
  constexpr std::string_view word = " after ";
  const auto position = text.find(word);
  const auto share = parse_share(trimmed(text.substr(0, position)));
  const auto after = position == std::string_view::npos ? std::optional{Duration{0}}
                                                        : parse_duration(trimmed(text.substr(position + word.size())));
  if (!share || !after || *share < 0 || *share > 1 || *after < Duration{0}) return std::nullopt;
  return RampStep{*after, *share};
}

/// Nothing where it is not a ramp.
std::optional<std::vector<RampStep>> ramp_in(std::string_view text) {
  std::vector<RampStep> ramp;
  for (const std::string& part : split_at_commas(text)) {
    const auto step = step_in(trimmed(part));
    if (!step || (!ramp.empty() && step->after <= ramp.back().after)) return std::nullopt;
    ramp.push_back(*step);
  }
  return ramp;
}

std::string text_of(const std::vector<RampStep>& ramp) {
  std::vector<std::string> steps;
  steps.reserve(ramp.size());
  for (const RampStep& step : ramp) {
    steps.push_back(to_text(step.share) + (step.after > Duration{0} ? " after " + to_text(step.after) : ""));
  }
  return joined(steps);
}

struct Word {
  std::string_view text;
  std::uint8_t value;
};
constexpr std::array by_words{Word{"call", static_cast<std::uint8_t>(SplitBy::call)},
                              Word{"queue", static_cast<std::uint8_t>(SplitBy::queue)},
                              Word{"block", static_cast<std::uint8_t>(SplitBy::block)}};
constexpr std::array freed_agent_words{Word{"longest_waiting", static_cast<std::uint8_t>(FreedAgent::longest_waiting)},
                                       Word{"drawn", static_cast<std::uint8_t>(FreedAgent::drawn)}};

template <class Value, class Words>
std::string word_for(Value value, const Words& words) {
  return std::string{words[static_cast<std::size_t>(value)].text};
}

/// The policy, complete and with the menu's version and build. Throws std::invalid_argument with what is wrong.
PolicyChoice inner_policy(const std::string& text) {
  PolicyChoice choice = read_policy_text(text);
  if (choice.name == split_name) throw std::invalid_argument("a split is not made of splits");
  const std::vector<PolicyDescription> menu = policy_menu().routing;
  const PolicyDescription* named = find_policy(menu, choice.name, 0);
  if (named == nullptr) {
    std::vector<std::string> names;
    names.reserve(menu.size());
    for (const PolicyDescription& policy : menu) names.push_back(policy.name);
    throw std::invalid_argument("unknown policy " + in_quotes(choice.name) + did_you_mean(choice.name, names));
  }
  const PolicyDescription* policy = find_policy(menu, choice.name, choice.version);
  if (policy == nullptr) {
    throw std::invalid_argument("policy '" + choice.name + "' has no version " + std::to_string(choice.version));
  }
  if (!choice.build.empty() && choice.build != policy->build) {
    throw std::invalid_argument("policy '" + choice.name + "' is here with another build than " + choice.build);
  }
  std::vector<ParameterProblem> problems;
  policy->check(choice.parameters, problems);
  if (!problems.empty()) {
    throw std::invalid_argument("parameter '" + problems.front().parameter + "' of policy '" + choice.name + "' " +
                                problems.front().message);
  }
  return {choice.name, policy->version, complete_parameters(*policy, choice.parameters), policy->build};
}

/// Reads parameters and notes what is wrong with each.
class TermsReader {
 public:
  TermsReader(const std::vector<ParameterText>& given, std::vector<ParameterProblem>& problems)
      : given_(read_parameters<SplitParameters>(schema, given, problems)), problems_(problems) {}

  SplitTerms read() {
    SplitTerms terms;
    terms.incumbent = policy("incumbent", given_.incumbent);
    terms.candidate = policy("candidate", given_.candidate);
    SplitRule& rule = terms.rule;
    rule.by = static_cast<SplitBy>(word("by", given_.by, by_words));
    rule.freed_agent = static_cast<FreedAgent>(word("freed_agent", given_.freed_agent, freed_agent_words));
    rule.ramp = {{Duration{0}, given_.share}};
    if (!given_.ramp.empty()) rule.ramp = ramp();
    if (rule.by == SplitBy::queue) rule.ramp.clear();
    rule.block = given_.block;
    rule.wash_out = given_.wash_out;
    rule.seed = static_cast<std::uint64_t>(given_.seed);
    rule.began = world_start + given_.began;
    terms.queues = names_in(given_.queues);
    check_company(rule, terms.queues);
    return terms;
  }

 private:
  void problem(const char* parameter, std::string message) {
    problems_.push_back({parameter, std::move(message), false});
  }

  PolicyChoice policy(const char* parameter, const std::string& text) {
    if (text.empty()) {
      problem(parameter, "is missing; expected a policy, NAME[@VERSION][:param=value,…]");
      return {};
    }
    try {
      return inner_policy(text);
    } catch (const std::invalid_argument& error) {
      problem(parameter, "is " + in_quotes(text) + ": " + error.what());
      return {};
    }
  }

  template <class Words>
  std::uint8_t word(const char* parameter, const std::string& text, const Words& words) {
    std::vector<std::string> known;
    for (const Word& word : words) {
      if (word.text == text) return word.value;
      known.emplace_back(word.text);
    }
    problem(parameter, "is " + in_quotes(text) + "; expected " + listed(known, "or"));
    return 0;
  }

  std::vector<RampStep> ramp() {
    const auto ramp = ramp_in(given_.ramp);
    if (!ramp) {
      problem("ramp",
              "is " + in_quotes(given_.ramp) + "; expected shares in the order of time, such as '1 %, 10 % after 1 h'");
    }
    return ramp.value_or(std::vector<RampStep>{});
  }

  /// What is given although it could change nothing is a slip.
  void check_company(const SplitRule& rule, const std::vector<std::string>& queues) {
    const SplitParameters defaults;
    const auto only = [&](bool given, SplitBy by, const char* parameter) {
      if (given && rule.by != by) problem(parameter, "goes with by: " + word_for(by, by_words) + " alone");
    };
    only(!queues.empty(), SplitBy::queue, "queues");
    only(given_.block != defaults.block, SplitBy::block, "block");
    only(given_.wash_out != defaults.wash_out, SplitBy::block, "wash_out");
    only(given_.freed_agent != defaults.freed_agent, SplitBy::call, "freed_agent");
    const bool shared = given_.share != defaults.share;
    if (rule.by == SplitBy::queue && shared) problem("share", "does not go with by: queue");
    if (rule.by == SplitBy::queue && !given_.ramp.empty()) problem("ramp", "does not go with by: queue");
    if (rule.by == SplitBy::queue && queues.empty()) problem("queues", "is missing; expected those of the candidate");
    if (shared && !given_.ramp.empty()) problem("share", "does not go with a ramp");
    if (rule.by == SplitBy::block && rule.wash_out >= rule.block) {
      problem("wash_out", "is " + to_text(rule.wash_out) + "; it must be below the block's " + to_text(rule.block));
    }
  }

  SplitParameters given_;
  std::vector<ParameterProblem>& problems_;
};

}  // namespace

std::vector<ParameterInfo> split_parameters() { return describe<SplitParameters>(schema); }

SplitTerms split_terms(const std::vector<ParameterText>& given, std::vector<ParameterProblem>& problems) {
  return TermsReader(given, problems).read();
}

std::string split_spelling(const std::string& parameter, const std::string& text) {
  if (parameter == "queues") return joined(names_in(text));
  if (parameter == "ramp") {
    const auto ramp = ramp_in(text);
    return ramp ? text_of(*ramp) : text;
  }
  if (parameter != "incumbent" && parameter != "candidate") return text;
  try {
    return policy_text(inner_policy(text));
  } catch (const std::invalid_argument&) {
    return text;
  }
}

std::vector<ParameterText> written(const SplitTerms& terms) {
  const SplitRule& rule = terms.rule;
  const bool is_one_share = rule.ramp.size() == 1 && rule.ramp.front().after == Duration{0};
  const double share = is_one_share ? rule.ramp.front().share : SplitParameters{}.share;
  return {{"incumbent", policy_text(terms.incumbent)},
          {"candidate", policy_text(terms.candidate)},
          {"by", word_for(rule.by, by_words)},
          {"share", to_text(share)},
          {"ramp", is_one_share ? std::string{} : text_of(rule.ramp)},
          {"freed_agent", word_for(rule.freed_agent, freed_agent_words)},
          {"queues", joined(terms.queues)},
          {"block", to_text(rule.block)},
          {"wash_out", to_text(rule.wash_out)},
          {"seed", std::to_string(rule.seed)},
          {"began", to_text(rule.began - world_start)}};
}

}  // namespace twinline::scenarios
