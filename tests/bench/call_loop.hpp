// The least that a world has to do whose calls need infrastructure: calls arrive, each sends a message and then works
// on an IVR host, talks for a while, and is gone. Arrivals and talks are the calendar's, message and work are carried
// by whatever `Carries` is: Twinline's carrier, or SimGrid without anything around it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "policies/calendar/calendar.hpp"
#include "policies/contract/time.hpp"
#include "sim/random/standard_draws.hpp"
#include "sim/random/stream.hpp"

namespace twinline::bench {

struct CallLoad {
  std::uint64_t calls = 0;
  double arrivals_per_second = 0.316667, mean_ivr_work = 15.0, mean_talk = 300.0;  ///< seconds
};

/// What ended is a message or work of the call in a slot.
struct Ended {
  Calendar::Node slot;
  bool is_message;
};

/// `carries` has send(slot), execute(slot, seconds), next_time(), and advance(until, std::vector<Ended>&).
template <class Carries>
class CallLoop {
 public:
  CallLoop(Carries& carries, const CallLoad& load) : carries_(carries), load_(load) {}

  /// The number of calls that went all the way; the load's, or the loop is wrong.
  std::uint64_t run() {
    Time next_arrival = draw_arrival(world_start);
    while (gone_ < load_.calls) {
      const Time own = std::min(next_arrival, calendar_.next_time()), carried = carries_.next_time();
      if (carried <= own) {
        carry_on(carried);
      } else if (calendar_.next_time() <= next_arrival) {
        free_.push_back(calendar_.pop());
        ++gone_;
      } else {
        carry_on(next_arrival);
        arrive();
        next_arrival = arrived_ < load_.calls ? draw_arrival(next_arrival) : never;
      }
    }
    return gone_;
  }

 private:
  using Slot = Calendar::Node;

  double draw(random::Purpose purpose, std::uint64_t ordinal) const {
    random::Stream stream = seed_.stream(purpose, random::Entity{ordinal});
    return random::standard_exponential(stream);
  }

  Time draw_arrival(Time before) const {
    return before + from_seconds(draw(random::Purpose::interarrival, arrived_) / load_.arrivals_per_second);
  }

  void arrive() {
    if (free_.empty()) {
      free_.push_back(static_cast<Slot>(ordinals_.size()));
      ordinals_.push_back(0);
      calendar_.grow(ordinals_.size());
    }
    const Slot slot = free_.back();
    free_.pop_back();
    ordinals_[slot] = arrived_++;
    carries_.send(slot);
  }

  void carry_on(Time until) {
    ended_.clear();
    carries_.advance(until, ended_);
    for (const Ended& end : ended_) {
      const std::uint64_t ordinal = ordinals_[end.slot];
      if (end.is_message) {
        carries_.execute(end.slot, draw(random::Purpose::ivr_time, ordinal) * load_.mean_ivr_work);
      } else {
        calendar_.schedule(end.slot, until + from_seconds(draw(random::Purpose::talk, ordinal) * load_.mean_talk));
      }
    }
  }

  Carries& carries_;
  CallLoad load_;
  random::StreamSeed seed_{1, 0};
  Calendar calendar_;
  std::vector<std::uint64_t> ordinals_;
  std::vector<Slot> free_;
  std::vector<Ended> ended_;
  std::uint64_t arrived_ = 0, gone_ = 0;
};

}  // namespace twinline::bench
