#include "policies/ivr/flow_policy.hpp"

#include <algorithm>
#include <optional>

namespace twinline {
namespace {

using Kind = IvrDecision::Kind;

/// What the keys come to as an attribute: their number, or nothing where they are none.
std::optional<std::int64_t> number_of(std::string_view keys) {
  constexpr std::size_t most_figures = 18;
  if (keys.empty() || keys.size() > most_figures) return std::nullopt;
  std::int64_t number = 0;
  for (const char key : keys) {
    if (key < '0' || key > '9') return std::nullopt;
    number = 10 * number + (key - '0');
  }
  return number;
}

/// One decision about one call.
class Walk {
 public:
  Walk(const View& view, const CallView& call) : view_(&view), call_(&call), position_(call.position) {}

  IvrDecision begin(FlowIndex flow) {
    position_ = {flow, StepIndex{0U}, 0};
    return go();
  }

  IvrDecision go_on(const IvrOccasion& occasion) {
    if (step() == nullptr) return end();
    switch (occasion.kind) {
      case IvrOccasion::Kind::step_ended:
        if (step()->kind == StepKind::offer_callback && occasion.outcome == TreatmentOutcome::accepted)
          return decide(Kind::call_back);
        if (step()->kind == StepKind::steer && occasion.outcome == TreatmentOutcome::accepted) return steer();
        return go_to(step()->next);
      case IvrOccasion::Kind::input_received: return take(*occasion.input);
      case IvrOccasion::Kind::look_up_ended:
        return go_to(occasion.look_up == LookUpOutcome::answered && succeeded() ? step()->next : step()->otherwise);
      case IvrOccasion::Kind::transfer_out_ended: return go_to(step()->otherwise);
      case IvrOccasion::Kind::resumed: return go();
      case IvrOccasion::Kind::arrived:
      case IvrOccasion::Kind::talk_ended: break;
    }
    return end();
  }

 private:
  /// Null when the call is in no flow, or the flow has changed and the step is gone.
  const Step* step() const {
    const std::vector<Flow>& flows = view_->centre->flows;
    if (position_.flow.value >= flows.size()) return nullptr;
    const std::vector<Step>& steps = flows[position_.flow.value].steps;
    return position_.step.value < steps.size() ? &steps[position_.step.value] : nullptr;
  }

  IvrDecision go_to(StepIndex next) {
    position_.step = next;
    position_.tries = 0;
    return go();
  }

  /// Walks on to the next step that takes time. Steps that take none are never passed twice: a flow that goes round
  /// through them alone is refused where it is loaded, and ends here.
  IvrDecision go() {
    const std::size_t steps = step() == nullptr ? 0 : view_->centre->flows[position_.flow.value].steps.size();
    for (std::size_t passed = 0; passed <= steps && step() != nullptr; ++passed) {
      switch (step()->kind) {
        case StepKind::hours: {
          const auto& hours = view_->centre->hours;
          const HoursIndex asked = step()->hours;
          const bool open = asked.value < hours.size() && hours[asked.value].is_open(view_->now);
          position_.step = open ? step()->next : step()->otherwise;
          break;
        }
        case StepKind::branch: position_.step = chosen(attribute(step()->attribute)); break;
        default: return act();
      }
    }
    return end();
  }

  IvrDecision act() const {
    switch (step()->kind) {
      case StepKind::announce: return play(TreatmentKind::announcement);
      case StepKind::say_wait: return play(TreatmentKind::expected_wait);
      case StepKind::offer_callback: return play(TreatmentKind::callback_offer);
      case StepKind::menu:
      case StepKind::collect: return ask(step()->prompt);
      case StepKind::steer: return play(TreatmentKind::channel_offer);
      case StepKind::look_up:
      case StepKind::authenticate:
      case StepKind::bot: {
        IvrDecision decision = decide(Kind::look_up);
        decision.source = step()->source;
        decision.deadline = step()->deadline;
        return decision;
      }
      case StepKind::transfer: {
        IvrDecision decision = decide(Kind::transfer_out);
        decision.destination = step()->destination;
        return decision;
      }
      case StepKind::voicemail: return decide(Kind::take_message);
      case StepKind::hang_up: {
        IvrDecision decision = decide(Kind::release);
        decision.cause = step()->self_served ? ReleaseCause::flow_ended : ReleaseCause::closed;
        return decision;
      }
      case StepKind::queue:
      case StepKind::hours:
      case StepKind::branch: break;
    }
    IvrDecision decision = end();
    decision.type = step()->type;
    return decision;
  }

  /// Whether what a source told is what the step asked it for; a plain look-up asks for nothing in particular.
  bool succeeded() const { return step()->kind == StepKind::look_up || attribute(step()->attribute).value_or(0) > 0; }

  IvrDecision steer() const {
    IvrDecision decision = decide(Kind::release);
    decision.cause = ReleaseCause::steered;
    return decision;
  }

  /// What the caller pressed, or did not.
  IvrDecision take(const InputReceived& input) {
    if (step()->kind != StepKind::menu && step()->kind != StepKind::collect) return end();
    const bool pressed = input.outcome == InputOutcome::entered;
    if (input.outcome == InputOutcome::failed) return go_to(step()->otherwise);
    if (step()->kind == StepKind::menu && pressed) {
      const char key = input.digits.empty() ? '\0' : input.digits.text().front();
      if (find(key) != nullptr) return remembering(key >= '0' && key <= '9' ? key - '0' : key, find(key)->to);
    } else if (pressed && step()->human && input.digits.text() == "0") {
      return go_to(step()->human);
    } else if (pressed && input.count >= step()->digits.fewest) {
      const auto number = number_of(input.digits.text());
      return number ? remembering(*number, step()->next) : go_to(step()->next);
    }
    ++position_.tries;
    if (position_.tries >= step()->tries) return go_to(step()->otherwise);
    const PromptIndex instead = pressed ? step()->on_wrong : step()->on_nothing;
    return ask(instead ? instead : step()->prompt);
  }

  /// Goes on, and lets the value be known of the call where the step says under which name.
  IvrDecision remembering(std::int64_t value, StepIndex next) {
    const Attribute learnt{step()->attribute, value};
    learnt_ = learnt;
    IvrDecision decision = go_to(next);
    decision.remember = learnt;
    return decision;
  }

  IvrDecision ask(PromptIndex prompt) const {
    IvrDecision decision = decide(Kind::collect);
    decision.prompt = prompt;
    decision.digits = step()->digits;
    return decision;
  }

  IvrDecision play(TreatmentKind treatment) const {
    IvrDecision decision = decide(Kind::play);
    decision.treatment = treatment;
    decision.type = step()->type;
    return decision;
  }

  IvrDecision decide(Kind kind) const {
    IvrDecision decision;
    decision.kind = kind;
    decision.position = position_;
    if (step() != nullptr) decision.prompt = step()->prompt;
    return decision;
  }

  /// The flow has no more to say: into the queue, or good-bye after the talk, as the ACD knows.
  IvrDecision end() const { return decide(Kind::enqueue); }

  const Branch* find(std::int64_t value) const {
    const auto& branches = step()->branches;
    const auto found =
        std::find_if(branches.begin(), branches.end(), [=](const Branch& branch) { return branch.value == value; });
    return found == branches.end() ? nullptr : &*found;
  }

  StepIndex chosen(std::optional<std::int64_t> value) const {
    const Branch* branch = value ? find(*value) : nullptr;
    return branch == nullptr ? step()->otherwise : branch->to;
  }

  /// What has just been learnt is not in the View yet.
  std::optional<std::int64_t> attribute(AttributeIndex name) const {
    if (learnt_.name && learnt_.name == name) return learnt_.value;
    for (const Attribute& known : view_->attributes(call_->id.slot)) {
      if (known.name == name) return known.value;
    }
    return std::nullopt;
  }

  const View* view_;
  const CallView* call_;
  FlowPosition position_;
  Attribute learnt_;
};

}  // namespace

IvrDecision FlowPolicy::decide(const View& view, const IvrOccasion& occasion) const {
  const CallView& call = view.call(occasion.call);
  const CallType& type = view.centre->call_types[call.type.value];
  if (occasion.kind == IvrOccasion::Kind::arrived) return begin(view, call, type.flow);
  if (occasion.kind == IvrOccasion::Kind::talk_ended) return begin(view, call, type.survey);
  return Walk(view, call).go_on(occasion);
}

IvrDecision FlowPolicy::begin(const View& view, const CallView& call, FlowIndex flow) {
  return Walk(view, call).begin(flow);
}

}  // namespace twinline
