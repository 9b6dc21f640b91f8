// What callers bring with them and nobody sees: how long they would wait, how long their matter takes, whether they
// call again. Each answer is a function of the call's key alone, drawn when it is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/caller_key.hpp"
#include "sim/people/draws.hpp"
#include "sim/people/sampler.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

/// Which talk about the matter it is. Each has a length of its own.
struct Leg {
  std::uint32_t contact = 0;    ///< served contacts before this one
  std::uint32_t transfers = 0;  ///< of this contact so far
  Duration longer_by{0};        ///< for an agent of speed 1: what has to be said once more

  /// What the draws for it go by.
  random::Entity of(CallKey key) const {
    if (contact == 0 && transfers == 0) return random::Entity{matter_of(key)};
    return random::Entity{matter_of(key), contact, transfers};
  }
};

class Callers {
 public:
  Callers(const scenarios::Scenario& scenario, const Draws& draws);

  /// How long this caller would wait from now, `time_of_day` being the arrival's; Duration::max() for ever.
  Duration patience(CallTypeIndex type, CallKey key, Duration time_of_day) const {
    const Behaviour& behaviour = behaviour_[type.value];
    if (behaviour.patience.empty()) return Duration::max();
    const random::Distribution& distribution = behaviour.patience.distribution(time_of_day);
    return from_seconds(draw(distribution, patience_, random::Purpose::patience, random::Entity{key}));
  }
  bool balks(CallTypeIndex type, CallKey key) const {
    const double share = behaviour_[type.value].balk;
    return share > 0 && seed_.stream(random::Purpose::balk, random::Entity{key}).chance(share);
  }

  struct Talk {
    Duration length{0}, hold{0};  ///< hold lies within length
  };
  /// What the matter takes an agent of this group, the call being answered at `time_of_day`. A logged service is that
  /// of the first leg.
  Talk talk(CallTypeIndex type, GroupIndex group, CallKey key, Duration time_of_day, Duration logged_service,
            const Leg& leg = {}) const {
    const Behaviour& behaviour = behaviour_[type.value];
    const double speed = speed_[group.value * behaviour_.size() + type.value];
    Talk talk;
    if (logged_service >= Duration{0} && behaviour.talk.from_log(time_of_day)) {
      talk.length = scaled(logged_service, speed);
    } else {
      const random::Distribution& distribution = behaviour.talk.distribution(time_of_day);
      talk.length = from_seconds(draw(distribution, talk_, random::Purpose::talk, leg.of(key)) * (1 / speed));
    }
    if (behaviour.hold_share > 0) add_hold(behaviour, leg.of(key), speed, talk);
    talk.length += scaled(leg.longer_by, speed);
    return talk;
  }
  Duration wrap_up(CallTypeIndex type, GroupIndex group, CallKey key, Duration time_of_day, const Leg& leg = {}) const;

  /// What a machine before the talk has done for the agent.
  struct ByMachine {
    bool authenticated = false;  ///< the caller has proved who it is
    bool context = false;        ///< the agent knows what was said
  };
  /// Whether that matters to calls of this type.
  bool heeds_machines(CallTypeIndex type) const { return behaviour_[type.value].heeds_machines; }
  /// The talk with that: identification first, unless the caller is known, and all the rest shorter with context.
  Talk after_machine(CallTypeIndex type, GroupIndex group, CallKey key, const Leg& leg, ByMachine done,
                     Talk talk) const;

  /// Whether callers of this type want it though they were queued as another.
  bool know_what_they_want(CallTypeIndex type) const { return behaviour_[type.value].finds_out.has_value(); }
  /// The talk with an agent of the wrong group until both know that.
  Duration in_wrong_hands(CallTypeIndex wanted, CallKey key, const Leg& leg) const;

  struct Redial {
    bool again = false;
    Duration delay{0};
  };
  /// Whether and when somebody who was not served calls again.
  Redial redial(CallTypeIndex type, CallKey key, std::uint8_t attempt) const;

  /// The trunk over which the caller comes each time; none where trunks are not modelled.
  TrunkIndex trunk(CallTypeIndex type, CallKey key) const {
    const std::vector<double>& shares = behaviour_[type.value].trunk_shares;
    if (shares.size() > 1) return drawn_trunk(shares, key);
    return shares.empty() ? TrunkIndex{} : TrunkIndex{0};
  }

  bool accepts_callback(CallTypeIndex type, CallKey key) const;
  Duration prompt_length(CallTypeIndex type, CallKey key, std::uint64_t ordinal) const;

  /// True when any behaviour of this type depends on the time of day.
  bool watches_clock() const { return watches_clock_; }

 private:
  struct Behaviour {
    SamplerByPeriod patience, talk, wrap_up;
    double balk = 0, hold_share = 0, redial_share = 0, accepts_callback = 0;
    random::Distribution hold, redial_delay, prompt_length;
    std::uint8_t most_attempts = 10;
    std::vector<double> trunk_shares;
    std::optional<random::Distribution> identification, finds_out;
    double with_context = 1;
    bool heeds_machines = false;
  };
  /// As Draws::draw(), with half of the key worked out beforehand where nothing is mirrored.
  double draw(const random::Distribution& distribution, const random::StreamFamily& family, random::Purpose purpose,
              random::Entity entity) const {
    if (draws_.is_mirror()) [[unlikely]]
      return draws_.draw(distribution, purpose, entity);
    random::Stream stream = family.stream(entity);
    return distribution.sample(stream);
  }
  TrunkIndex drawn_trunk(const std::vector<double>& shares, CallKey key) const;
  void add_hold(const Behaviour& behaviour, random::Entity leg, double speed, Talk& talk) const;
  static Duration scaled(Duration duration, double speed) {
    return speed == 1 ? duration
                      : Duration{static_cast<std::int64_t>(static_cast<double>(duration.count()) / speed + 0.5)};
  }

  std::vector<Behaviour> behaviour_;  ///< by call type
  std::vector<double> speed_;         ///< by group, then call type
  Draws draws_;
  random::StreamSeed seed_;
  random::StreamFamily patience_, talk_;
  bool watches_clock_ = false;
};

}  // namespace twinline::sim
