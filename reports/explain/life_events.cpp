#include "reports/explain/life_events.hpp"

#include <string>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "reports/explain/story_words.hpp"

namespace twinline::reports {
namespace {

using Event = std::optional<LifeEvent>;

Event as_event(std::string_view kind, std::string text) {
  return LifeEvent{{}, {}, std::string{kind}, std::move(text)};
}

/// Facts, happenings and wishes about other calls, and those that are about none, are nothing to a story.
template <class About, class Told>
Event about_call(CallId call, const About& about, const Told& told) {
  return std::visit(
      [&](const auto& each) -> Event {
        if constexpr (requires { each.call; }) {
          if (each.call == call) return told(each);
        }
        return std::nullopt;
      },
      about);
}

struct FactWords {
  const Centre& centre;

  std::string attributes(Attributes known) const {
    std::string text;
    for (const Attribute& each : known) {
      text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", words::name_in(centre.attributes, each.name.value),
                          each.value);
    }
    return text.empty() ? "nothing" : text;
  }

  Event operator()(const CallArrived& fact) const {
    std::string text = "arrives";
    if (fact.trunk) text += " on trunk " + words::name_in(centre.trunks, fact.trunk);
    text += " as " + words::name_in(centre.call_types, fact.type);
    if (fact.segment) text += ", segment " + words::name_in(centre.segments, fact.segment);
    text += fmt::format(", priority {}", fact.priority);
    if (fact.attempt > 0) text += fmt::format(", attempt {}", fact.attempt + 1);
    if (!fact.attributes.empty()) text += "; known: " + attributes(fact.attributes);
    return as_event("arrived", std::move(text));
  }
  Event operator()(const CallerHungUp&) const { return as_event("hung_up", "the caller hangs up"); }
  Event operator()(const CallerHeld& fact) const {
    return as_event("held", fact.held ? "the caller puts the centre on hold" : "the caller is back from hold");
  }
  Event operator()(const TalkEnded& fact) const {
    return as_event("talk_ended", "the talk ends: " + std::string{words::of(fact.how)});
  }
  Event operator()(const WrapUpEnded&) const { return std::nullopt; }  // HandlingEnded tells it
  Event operator()(const CallTransferred& fact) const {
    return as_event("transferred",
                    fact.type ? "the agent passes the call on as " + words::name_in(centre.call_types, fact.type)
                              : "the agent puts the call back into its queue");
  }
  Event operator()(const TreatmentEnded& fact) const {
    return as_event("prompt_ended", "what was played is over: " + std::string{words::of(fact.outcome)});
  }
  Event operator()(const InputReceived& fact) const {
    if (fact.outcome == InputOutcome::nothing) return as_event("keys", "presses no key in time");
    if (fact.outcome == InputOutcome::failed) return as_event("keys", "keys cannot be taken down");
    return as_event("keys", fmt::format("presses {} key{}", fact.count, fact.count == 1 ? "" : "s"));
  }
  Event operator()(const LookUpEnded& fact) const {
    return as_event("look_up_ended",
                    fmt::format("the source {}; learned: {}", words::of(fact.outcome), attributes(fact.attributes)));
  }
  Event operator()(const AttributesLearned& fact) const {
    return as_event("learned", "becomes known: " + attributes(fact.attributes));
  }
  Event operator()(const TransferOutEnded& fact) const {
    return as_event("transfer_out_ended", "the transfer outside: " + std::string{words::of(fact.outcome)});
  }
};

struct HappeningWords {
  const Centre& centre;

  Event operator()(const CallBlocked&) const { return as_event("blocked", "finds no line free"); }
  Event operator()(const WaitBegan& happening) const {
    return as_event("wait_began", "waits in queue " + words::name_in(centre.queues, happening.labels.queue));
  }
  Event operator()(const WaitEnded& happening) const {
    return as_event("wait_ended", fmt::format("the wait in queue {} is over after {}: {}{}",
                                              words::name_in(centre.queues, happening.labels.queue),
                                              words::of(happening.waited), words::of(happening.how),
                                              happening.while_ringing ? ", while an agent's phone rings" : ""));
  }
  Event operator()(const OfferMade& happening) const {
    return as_event("offer_made", "is offered to " + words::agent(centre, happening.offer.agent, happening.group));
  }
  Event operator()(const OfferEnded& happening) const {
    return as_event("offer_ended",
                    fmt::format("{} {}, after {}", words::agent(centre, happening.offer.agent, happening.group),
                                words::of(happening.how), words::of(happening.rang)));
  }
  Event operator()(const HandlingEnded& happening) const {
    std::string text =
        fmt::format("{} is done with it: talk {}, wrap-up {}", words::agent(centre, happening.agent, happening.group),
                    words::of(happening.talk), words::of(happening.wrap_up));
    if (happening.hold > 0ns) text += fmt::format(", {} of the talk on hold", words::of(happening.hold));
    return as_event("handling_ended", std::move(text));
  }
  Event operator()(const CallEnded& happening) const {
    return as_event("ended", "ends: " + std::string{words::of(happening.outcome)});
  }
  Event operator()(const IvrPortsBusy& happening) const {
    return as_event("ivr_ports_busy", happening.refused ? "finds every port of the IVR busy and is refused"
                                                        : "finds every port of the IVR busy and goes on without");
  }
  Event operator()(const IvrPortFreed&) const { return std::nullopt; }  // of the centre's life, not the call's
  Event operator()(const DecisionRejected& happening) const {
    return as_event("decision_rejected",
                    fmt::format("a decision is not carried out: {}; where one is needed the call that "
                                "has waited longest goes to who has idled longest",
                                words::of(happening.fault)));
  }
};

struct WishWords {
  const Centre& centre;

  Event operator()(const Play& wish) const {
    std::string text{words::of(wish.kind)};
    if (wish.prompt) text += ": " + words::name_in(centre.prompts, wish.prompt.value);
    if (wish.kind == TreatmentKind::expected_wait) text += ", " + words::of(wish.expected_wait);
    return as_event("prompt", std::move(text));
  }
  Event operator()(const Collect& wish) const {
    return as_event("asked_for_keys", wish.prompt
                                          ? "is asked for keys: " + words::name_in(centre.prompts, wish.prompt.value)
                                          : "is asked for keys");
  }
  Event operator()(const LookUp& wish) const {
    return as_event("look_up",
                    "source " + words::name_in(centre.look_ups, wish.source.value) + " is asked about the caller");
  }
  Event operator()(const TransferOut& wish) const {
    return as_event("transfer_out",
                    "is to be passed on to " + words::name_in(centre.destinations, wish.destination.value));
  }
  Event operator()(const BeginWrapUp& wish) const {
    return as_event("wrap_up", words::name_in(centre.agents, wish.agent) + " begins the wrap-up");
  }
  Event operator()(const Release& wish) const {
    return as_event("released", "the centre hangs up: " + std::string{words::of(wish.cause)});
  }
  // Told by happenings, or not of the call's life.
  Event operator()(const Offer&) const { return std::nullopt; }
  Event operator()(const WithdrawOffer&) const { return std::nullopt; }
  Event operator()(const Connect&) const { return std::nullopt; }
  Event operator()(const StopPlaying&) const { return std::nullopt; }
};

}  // namespace

std::optional<LifeEvent> life_event(const Centre& centre, CallId call, const Fact& fact) {
  return about_call(call, fact, FactWords{centre});
}
std::optional<LifeEvent> life_event(const Centre& centre, CallId call, const Happening& happening) {
  return about_call(call, happening, HappeningWords{centre});
}
std::optional<LifeEvent> life_event(const Centre& centre, CallId call, const Wish& wish) {
  return about_call(call, wish, WishWords{centre});
}

}  // namespace twinline::reports
