#include <algorithm>

#include <fmt/format.h>

#include "policies/contract/digits.hpp"
#include "policies/ivr/flow_checks.hpp"
#include "scenarios/schema/ivr_binding.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::pair<std::string_view, StepKind> step_kinds[] = {{"announce", StepKind::announce},
                                                                {"menu", StepKind::menu},
                                                                {"collect", StepKind::collect},
                                                                {"hours", StepKind::hours},
                                                                {"look_up", StepKind::look_up},
                                                                {"branch_on", StepKind::branch},
                                                                {"queue", StepKind::queue},
                                                                {"queue_as", StepKind::queue},
                                                                {"say_wait", StepKind::say_wait},
                                                                {"offer_callback", StepKind::offer_callback},
                                                                {"voicemail", StepKind::voicemail},
                                                                {"transfer", StepKind::transfer},
                                                                {"hang_up", StepKind::hang_up},
                                                                {"authenticate", StepKind::authenticate},
                                                                {"bot", StepKind::bot},
                                                                {"steer", StepKind::steer}};

/// What a bot takes at most where the step does not say; whatever else is asked has as long as Step says.
constexpr Duration longest_talk_with_a_bot = 10min;

class IvrLoader {
 public:
  explicit IvrLoader(Binding& binding)
      : binding_(binding), centre_(binding.scenario.centre), ivr_(binding.root.find("ivr")) {}

  void load() {
    load_hours();
    load_ports();
    load_ivr_sources(block("look_ups"), binding_);
    for (const Node* destination : scalars_of(block("destinations"))) {
      centre_.destinations.push_back(destination->text);
    }
    if (const Node* prompts = block("prompts")) {
      for (const Entry& prompt : prompts->entries) place_in(centre_.prompts, prompt.key);
    }
    load_flows();
    load_call_types();
    load_prompt_lengths();
    centre_.link();  // attributes have come in
  }

 private:
  const Node* block(std::string_view name) const { return find(ivr_, {name}); }

  template <class Name>
  static std::size_t place_in(std::vector<std::string>& names, const Name& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    names.emplace_back(name);
    return names.size() - 1;
  }

  /// The position of a name among those that there are; complains where it is not.
  std::optional<std::size_t> known(const char* what, const Node& name, const std::vector<std::string>& names) {
    const auto found = std::find(names.begin(), names.end(), name.text);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    std::string remedy = did_you_mean(name.text, names);
    if (remedy.empty()) remedy = names.empty() ? "; there is none" : "; expected " + listed(names, "or");
    binding_.problems.error(name.place, fmt::format("unknown {} {}{}", what, in_quotes(name.text), remedy));
    return std::nullopt;
  }

  void load_hours() {
    const Node* hours = block("hours");
    if (!hours) return;
    for (const Entry& entry : hours->entries) {
      WeeklyHours weekly = read_weekly_hours(&entry.value, binding_.problems);
      centre_.hours.push_back(business_hours(entry.key, weekly, binding_.scenario.horizon.days));
      binding_.scenario.ivr_hours.push_back(std::move(weekly));
    }
  }

  void load_ports() {
    const Node* ports = block("ports");
    const Node* when_busy = block("when_busy");
    centre_.ivr_ports.ports = static_cast<std::uint32_t>(whole_or(ports, 0));
    if (text_or(when_busy, "queue") == "reject") centre_.ivr_ports.when_busy = WhenPortsBusy::reject;
    if (when_busy && !ports) binding_.problems.error(when_busy->place, "'when_busy' has no use without 'ports'");
  }

  void load_flows() {
    const Node* flows = block("flows");
    if (!flows) return;
    // Attributes that some step remembers are known to every branch, wherever it stands.
    for (const Entry& flow : flows->entries) {
      for (const Entry& step : flow.value.entries) {
        if (const Node* name = step.value.find("remember")) attribute_named(name->text, name->place, binding_);
      }
    }
    for (const Entry& flow : flows->entries) {
      Flow loaded{flow.key, {}};
      std::vector<AtStep> people;
      for (std::size_t position = 0; position < flow.value.entries.size(); ++position) {
        loaded.steps.push_back(step_of(flow.value, position));
        people.push_back(read_callers_at_step(flow.value.entries[position], loaded.steps.back(), binding_));
      }
      if (const StepIndex round = step_going_round(loaded)) {
        const Entry& step = flow.value.entries[round.value];
        binding_.problems.error(step.place, fmt::format("step '{}' comes round to itself without asking the caller "
                                                        "anything",
                                                        step.key));
      }
      centre_.flows.push_back(std::move(loaded));
      binding_.scenario.ivr_people.at_step.push_back(std::move(people));
    }
  }

  Step step_of(const Node& flow, std::size_t position) {
    const Entry& entry = flow.entries[position];
    const Node& node = entry.value;
    Step step;
    step.name = entry.key;
    const Node* subject = nullptr;
    for (const auto& [key, kind] : step_kinds) {
      if (!node.find(key)) continue;
      step.kind = kind;
      subject = node.find(key);
    }
    const auto way = [&](const Node* name) {
      const auto found = name ? known("step", *name, flow.keys()) : std::nullopt;
      return found ? StepIndex{*found} : StepIndex{};
    };
    step.next = way(node.find("then"));
    if (!node.find("then") && position + 1 < flow.entries.size()) step.next = StepIndex{position + 1};
    step.otherwise = way(node.find("otherwise"));
    step.human = way(node.find("human"));
    read_ways(node, step, way);
    if (subject && subject->is_scalar()) read_subject(node, *subject, step);
    if (const Node* name = node.find("remember"); name && asks_for_keys(step.kind))
      step.attribute = attribute_named(name->text, name->place, binding_);
    step.digits.first_key = duration_or(node.find("first_key"), step.digits.first_key);
    step.digits.next_key = duration_or(node.find("next_key"), step.digits.next_key);
    step.tries = static_cast<std::uint8_t>(whole_or(node.find("tries"), 3));
    if (step.kind == StepKind::collect) {
      step.digits.fewest = static_cast<std::uint8_t>(whole_or(node.find("fewest"), 1));
      step.digits.most = static_cast<std::uint8_t>(whole_or(node.find("most"), most_digits));
      step.digits.secret = yes_or(node.find("secret"), false);
      if (step.digits.fewest > step.digits.most)
        binding_.problems.error(entry.place, fmt::format("step '{}' wants more keys than it takes", entry.key));
    }
    if (const Node* prompt = node.find("on_nothing")) step.on_nothing = prompt_named(*prompt);
    if (const Node* prompt = node.find("on_wrong")) step.on_wrong = prompt_named(*prompt);
    refuse_what_has_no_use(entry, step);
    return step;
  }

  /// What the key that makes the step's kind names.
  void read_subject(const Node& node, const Node& subject, Step& step) {
    switch (step.kind) {
      case StepKind::announce:
      case StepKind::menu:
      case StepKind::collect:
      case StepKind::say_wait:
      case StepKind::offer_callback:
      case StepKind::steer:
      case StepKind::voicemail: step.prompt = prompt_named(subject); break;
      case StepKind::hours:
        if (const auto found = known("hours", subject, names_in("hours"))) step.hours = HoursIndex{*found};
        break;
      case StepKind::look_up:
      case StepKind::authenticate:
      case StepKind::bot: read_source(node, subject, step); break;
      case StepKind::branch:
        if (const auto found = known("attribute", subject, centre_.attributes)) step.attribute = AttributeIndex{*found};
        break;
      case StepKind::transfer:
        if (const auto found = known("destination", subject, centre_.destinations))
          step.destination = DestinationIndex{*found};
        break;
      case StepKind::hang_up: step.self_served = subject.text == "served"; break;
      case StepKind::queue: break;
    }
    const Node* type = node.find(step.kind == StepKind::say_wait ? "of"
                                 : step.kind == StepKind::steer  ? "to"
                                                                 : "queue_as");
    const auto position = type ? position_of(binding_.root.find("calls"), type->text) : std::nullopt;
    if (position) step.type = CallTypeIndex{*position};
  }

  void read_source(const Node& node, const Node& subject, Step& step) {
    if (const auto found = known("look-up", subject, centre_.look_ups)) step.source = LookUpIndex{*found};
    if (step.kind == StepKind::bot) step.deadline = longest_talk_with_a_bot;
    step.deadline = duration_or(node.find("deadline"), step.deadline);
    if (step.kind == StepKind::authenticate) wants_told(authenticated_attribute, "attributes", subject, step);
    if (step.kind == StepKind::bot) wants_told(resolved_attribute, "solves", subject, step);
  }

  /// The step goes by an attribute that its source has to tell.
  void wants_told(std::string_view name, std::string_view key, const Node& subject, Step& step) {
    step.attribute = attribute_named(std::string{name}, subject.place, binding_);
    if (!step.source) return;
    const SourceAnswers& answers = binding_.scenario.ivr_people.sources[step.source.value];
    const auto told = [&](const auto& values) { return values.attribute == step.attribute; };
    if (std::any_of(answers.values.begin(), answers.values.end(), told) ||
        std::any_of(answers.by_matter.begin(), answers.by_matter.end(), told))
      return;
    binding_.problems.error(subject.place, fmt::format("source '{}' does not tell '{}'; say how often in "
                                                       "ivr.look_ups.{}.{}",
                                                       subject.text, name, subject.text, key));
  }

  template <class Way>
  void read_ways(const Node& node, Step& step, Way way) {
    const Node* ways = node.find(step.kind == StepKind::menu ? "keys" : "values");
    if (!ways) return;
    for (const Entry& entry : ways->entries) {
      Branch branch{0, way(&entry.value)};
      if (step.kind == StepKind::menu) {
        if (entry.key.size() != 1 || !is_key(entry.key.front()) || entry.key == "#") {
          binding_.problems.error(entry.place,
                                  fmt::format("{} is no key to choose by; expected 0 to 9 or *", in_quotes(entry.key)));
          continue;
        }
        branch.value = entry.key.front();
      } else if (const auto value = whole_number(entry.key)) {
        branch.value = *value;
      } else if (const auto type = meant_by(node, entry.key)) {
        branch.value = static_cast<std::int64_t>(*type);
      } else {
        binding_.problems.error(entry.place, fmt::format("the value {} is no whole number", in_quotes(entry.key)));
        continue;
      }
      step.branches.push_back(branch);
    }
  }

  /// What a branch on the intent may say in place of a number: a call type's name.
  std::optional<std::size_t> meant_by(const Node& step, const std::string& value) const {
    if (text_or(step.find("branch_on"), "") != intent_attribute) return std::nullopt;
    return position_of(binding_.root.find("calls"), value);
  }

  PromptIndex prompt_named(const Node& name) {
    const Node* prompts = block("prompts");
    if (prompts && !known("prompt", name, prompts->keys())) return {};
    return PromptIndex{place_in(centre_.prompts, name.text)};
  }

  std::vector<std::string> names_in(std::string_view name) const {
    const Node* found = block(name);
    return found ? found->keys() : std::vector<std::string>{};
  }

  /// Keys that belong to steps of another kind are slips of the pen.
  void refuse_what_has_no_use(const Entry& entry, const Step& step) {
    using Kind = StepKind;
    const bool asks = asks_for_keys(step.kind);
    const bool ends = step.kind == Kind::queue || step.kind == Kind::voicemail || step.kind == Kind::hang_up;
    const bool forks = asks || asks_a_source(step.kind) || step.kind == Kind::hours || step.kind == Kind::branch ||
                       step.kind == Kind::transfer;
    const bool chooses = step.kind == Kind::menu || step.kind == Kind::branch || step.kind == Kind::transfer;
    const std::pair<std::string_view, bool> uses[] = {{"then", !ends && !chooses},
                                                      {"otherwise", forks},
                                                      {"keys", step.kind == Kind::menu},
                                                      {"values", step.kind == Kind::branch},
                                                      {"remember", asks},
                                                      {"tries", asks},
                                                      {"on_nothing", asks},
                                                      {"on_wrong", asks},
                                                      {"first_key", asks},
                                                      {"next_key", step.kind == Kind::collect},
                                                      {"fewest", step.kind == Kind::collect},
                                                      {"most", step.kind == Kind::collect},
                                                      {"secret", step.kind == Kind::collect},
                                                      {"human", step.kind == Kind::collect},
                                                      {"deadline", asks_a_source(step.kind)},
                                                      {"to", step.kind == Kind::steer},
                                                      {"after", step.kind == Kind::steer},
                                                      {"incentive", step.kind == Kind::steer},
                                                      {"of", step.kind == Kind::say_wait}};
    for (const auto& [key, useful] : uses) {
      const auto position = position_of(&entry.value, key);
      if (!position || useful) continue;
      binding_.problems.error(entry.value.entries[*position].place,
                              fmt::format("'{}' has no use in step '{}'; remove it", key, entry.key));
    }
    if (step.kind == Kind::menu && !entry.value.find("keys"))
      binding_.problems.error(entry.place,
                              fmt::format("menu '{}' lacks 'keys': there is nothing to choose", entry.key));
    if (step.kind == Kind::branch && !entry.value.find("values"))
      binding_.problems.error(entry.place, fmt::format("step '{}' lacks 'values' to choose by", entry.key));
    if (step.kind == Kind::collect && step.human && (step.digits.fewest < 2 || step.digits.secret)) {
      binding_.problems.error(entry.place,
                              fmt::format("step '{}' cannot tell a lone 0 from {}; remove 'human'", entry.key,
                                          step.digits.secret ? "other keys, which are secret" : "a number of one key"));
    }
    if (step.kind == Kind::steer) check_steering(entry);
    if (step.digits.secret && step.attribute)
      binding_.problems.error(entry.place, fmt::format("step '{}' cannot remember keys that are secret", entry.key));
  }

  /// What a bridge cannot do is refused there: it has no way to send anybody to another channel.
  void check_steering(const Entry& entry) {
    if (!entry.value.find("to"))
      binding_.problems.error(entry.place, fmt::format("step '{}' lacks 'to': the call type to go on as", entry.key));
    if (binding_.purpose != Purpose::bridge) return;
    binding_.problems.error(entry.place,
                            fmt::format("step '{}' steers to another channel, which a bridge cannot; offer it in a "
                                        "menu, and let a look_up of a service send the link",
                                        entry.key));
  }

  void load_call_types() {
    const Node* calls = binding_.root.find("calls");
    if (!calls) return;
    bool any = false;
    for (std::size_t type = 0; type < calls->entries.size() && type < centre_.call_types.size(); ++type) {
      const Node& call = calls->entries[type].value;
      const auto flow_named = [&](std::string_view key) {
        const Node* name = call.find(key);
        const auto found = name && name->is_scalar() ? known("flow", *name, names_in("flows")) : std::nullopt;
        return found ? FlowIndex{*found} : FlowIndex{};
      };
      centre_.call_types[type].flow = flow_named("ivr");
      centre_.call_types[type].survey = flow_named("survey");
      if (const Node* name = call.find("look_up")) ask_at_arrival(CallTypeIndex{type}, *name);
      any = any || centre_.call_types[type].flow || centre_.call_types[type].survey;
      check_survey(call, centre_.call_types[type]);
      warn_where_nobody_is(call, centre_.call_types[type]);
    }
    if (any && !find(&binding_.root, {"policies", "ivr"})) binding_.scenario.ivr = {"flow", 1, {}};
  }

  void ask_at_arrival(CallTypeIndex type, const Node& name) {
    auto& asked = binding_.scenario.look_up_at_arrival;
    asked.resize(centre_.call_types.size());
    if (!name.is_scalar()) return;
    if (const auto found = known("look-up", name, centre_.look_ups)) asked[type.value] = LookUpIndex{*found};
  }

  /// After the talk nobody queues any more.
  void check_survey(const Node& call, const CallType& type) {
    if (!type.survey) return;
    for (const Step& step : centre_.flows[type.survey.value].steps) {
      const bool possible = step.kind == StepKind::announce || step.kind == StepKind::hang_up ||
                            step.kind == StepKind::hours || asks_a_source(step.kind) || step.kind == StepKind::branch ||
                            asks_for_keys(step.kind);
      if (possible) continue;
      binding_.problems.error(call.find("survey")->place,
                              fmt::format("flow '{}' is no survey: step '{}' is of no use after the talk",
                                          centre_.flows[type.survey.value].name, step.name));
    }
  }

  void warn_where_nobody_is(const Node& call, const CallType& type) {
    if (!type.flow) return;
    const Flow& flow = centre_.flows[type.flow.value];
    const auto warn = [&](std::string text) { binding_.problems.warn(call.find("ivr")->place, std::move(text)); };
    const auto questions = questions_to_a_human(flow);
    if (!questions) return warn(fmt::format("no way through flow '{}' leads to a human being", flow.name));
    const std::uint64_t bearable = whole_or(block("human_within"), 5);
    if (*questions > bearable) {
      warn(fmt::format(
          "the shortest way through flow '{}' to a human being asks {} times; at most {} (ivr.human_within)", flow.name,
          *questions, bearable));
    }
    for (std::size_t step = 0; step < flow.steps.size(); ++step) {
      const bool talks = flow.steps[step].kind == StepKind::bot;
      if ((!asks_for_keys(flow.steps[step].kind) && !talks) || questions_to_a_human(flow, StepIndex{step})) continue;
      warn(fmt::format("whoever {} at step '{}' of flow '{}' reaches no human being any more",
                       talks ? "talks to a machine" : "is asked", flow.steps[step].name, flow.name));
    }
  }

  void load_prompt_lengths() {
    auto& lengths = binding_.scenario.ivr_people.prompts;
    const Node* prompts = block("prompts");
    if (!prompts) return;
    lengths.resize(centre_.prompts.size());
    for (const Entry& entry : prompts->entries) {
      lengths[place_in(centre_.prompts, entry.key)] = read_distribution(&entry.value, binding_);
    }
  }

  Binding& binding_;
  Centre& centre_;
  const Node* ivr_;
};

}  // namespace

void load_ivr(Binding& binding) { IvrLoader(binding).load(); }

}  // namespace twinline::scenarios
