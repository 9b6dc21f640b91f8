// A world gone wild: makes up facts about a centre from what an ACD shows and wishes. Timers fire when they are due,
// now and then late or twice; offers are answered, refused, forgotten; old facts are told again; some facts are
// nonsense.
#pragma once

#include <array>
#include <map>
#include <utility>
#include <vector>

#include "policies/contract/facts.hpp"
#include "policies/contract/view.hpp"
#include "policies/contract/wishes.hpp"
#include "tests/replay/random_centre.hpp"

namespace twinline::reference {

class FactSource {
 public:
  /// `prepared` counts what PolicyPutInForce and CentreReloaded may name: routing policies first, then one of staffing,
  /// one of IVR, then centres.
  struct Prepared {
    std::uint32_t routing = 0, centres = 0;
  };
  FactSource(std::uint64_t seed, Prepared prepared) : dice_(seed), prepared_(prepared) {
    old_facts_.fill(WrapUpEnded{});
  }

  /// The next fact, not before the last one.
  Occurrence next(const View& view);

  /// Takes note of timers and of what the ACD wants.
  void perform(const Wishes& wishes);

 private:
  Fact make_up(const View& view);
  Fact arrival(const View& view);
  Fact about_a_call(const CallView& call, const View& view);
  Fact ivr_answer(CallId call);
  Fact about_the_frame(const View& view);
  Fact nonsense(const View& view);
  CallId some_call(const View& view);
  Attributes some_attributes();

  using TimerOwner = std::pair<TimerId::Owner, std::uint32_t>;
  struct Timer {
    TimerId id;
    Time at;
  };

  Dice dice_;
  Prepared prepared_;
  Time now_ = world_start;
  std::map<TimerOwner, Timer> timers_;
  std::vector<std::uint32_t> generations_ = std::vector<std::uint32_t>(40);
  std::array<OfferId, 16> old_offers_{};
  std::array<Fact, 8> old_facts_{};
  std::size_t told_ = 0, offered_ = 0;
  std::uint64_t busy_ = 0;  ///< the pressure of arrivals changes as the storm goes on
  std::uint32_t requests_ = 0;
  std::array<Attribute, 6> attributes_{};
};

}  // namespace twinline::reference
