// The kernel alone: M1 of the laws (one queue, exponential service and patience, first come first served) written by
// hand on the calendar and the keyed draws, with counters and nothing else. What it costs more than this, the whole
// path pays for being general; what it costs more with more agents is the kernel's own growth, since neither the ACD
// nor a policy is in it. Prints one line, or one JSON object.
#include <charconv>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "policies/calendar/calendar.hpp"
#include "policies/contract/time.hpp"
#include "sim/random/standard_draws.hpp"
#include "sim/random/stream.hpp"

namespace twinline {
namespace {

struct Setting {
  std::uint64_t calls = 2'000'000;
  std::uint32_t agents = 100;
  double arrivals_per_second = 0.316667;
  double mean_service = 300, mean_patience = 300;  ///< seconds
  bool as_json = false;
};

struct Counts {
  std::uint64_t arrived = 0, delayed = 0, answered = 0, answered_in_threshold = 0, abandoned = 0;
  Duration waited{0};
};

/// One queue in front of agents who are all alike. A call owns the calendar node of its slot: it is the end of its
/// patience while it waits, the end of its service afterwards.
class OneQueue {
 public:
  OneQueue(const Setting& setting, random::StreamSeed seed)
      : setting_(setting),
        gaps_(seed.stream(random::Purpose::interarrival, random::Entity{0})),
        patience_(seed.family(random::Purpose::patience)),
        service_(seed.family(random::Purpose::talk)),
        idle_agents_(setting.agents) {}

  Counts run() {
    Time next_arrival = draw_arrival(world_start);
    while (counts_.arrived < setting_.calls) {
      if (calendar_.next_time() <= next_arrival) {
        const Time now = calendar_.next_time();
        expire(calendar_.pop(), now);
      } else {
        arrive(next_arrival);
        next_arrival = draw_arrival(next_arrival);
      }
    }
    return counts_;
  }

 private:
  using Slot = Calendar::Node;

  struct Call {
    std::uint64_t ordinal = 0;
    Time arrived;
    Slot previous = Calendar::none, next = Calendar::none;
    bool waits = false;
  };

  Time draw_arrival(Time before) {
    return before + from_seconds(random::standard_exponential(gaps_) / setting_.arrivals_per_second);
  }

  static Duration draw(const random::StreamFamily& family, std::uint64_t ordinal, double mean) {
    random::Stream stream = family.stream(random::Entity{ordinal});
    return from_seconds(random::standard_exponential(stream) * mean);
  }

  void arrive(Time now) {
    const Slot slot = free_slot();
    Call& call = calls_[slot];
    call = {counts_.arrived++, now, Calendar::none, Calendar::none, false};
    if (idle_agents_ > 0) {
      --idle_agents_;
      serve(slot, now);
      return;
    }
    ++counts_.delayed;
    call.waits = true;
    call.previous = last_;
    (last_ != Calendar::none ? calls_[last_].next : first_) = slot;
    last_ = slot;
    calendar_.schedule(slot, now + draw(patience_, call.ordinal, setting_.mean_patience));
  }

  /// The patience of a call that waits has run out, or its service has ended.
  void expire(Slot slot, Time now) {
    const Call& call = calls_[slot];
    free_.push_back(slot);
    if (call.waits) {
      ++counts_.abandoned;
      counts_.waited += now - call.arrived;
      unlink(call);
    } else if (first_ != Calendar::none) {
      const Slot served = first_;
      unlink(calls_[served]);
      serve(served, now);
    } else {
      ++idle_agents_;
    }
  }

  void serve(Slot slot, Time now) {
    Call& call = calls_[slot];
    call.waits = false;
    const Duration waited = now - call.arrived;
    ++counts_.answered;
    counts_.answered_in_threshold += waited <= 20s;
    counts_.waited += waited;
    calendar_.schedule(slot, now + draw(service_, call.ordinal, setting_.mean_service));
  }

  void unlink(const Call& call) {
    (call.previous != Calendar::none ? calls_[call.previous].next : first_) = call.next;
    (call.next != Calendar::none ? calls_[call.next].previous : last_) = call.previous;
  }

  Slot free_slot() {
    if (free_.empty()) {
      const std::size_t before = calls_.size(), after = before == 0 ? 64 : before * 2;
      calls_.resize(after);
      calendar_.grow(after);
      free_.reserve(after);
      for (std::size_t slot = after; slot > before; --slot) free_.push_back(static_cast<Slot>(slot - 1));
    }
    const Slot slot = free_.back();
    free_.pop_back();
    return slot;
  }

  Setting setting_;
  random::Stream gaps_;
  random::StreamFamily patience_, service_;
  Calendar calendar_;
  std::vector<Call> calls_;
  std::vector<Slot> free_;
  Slot first_ = Calendar::none, last_ = Calendar::none;
  std::uint32_t idle_agents_;
  Counts counts_;
};

template <class Value>
bool read(std::string_view text, Value& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value > 0;
}

std::optional<Setting> parse(int argc, char** argv) {
  Setting setting;
  for (int position = 1; position < argc; ++position) {
    const std::string_view option = argv[position];
    if (option == "--json") {
      setting.as_json = true;
      continue;
    }
    if (++position == argc) return std::nullopt;
    const std::string_view value = argv[position];
    const bool good = option == "--calls"    ? read(value, setting.calls)
                      : option == "--agents" ? read(value, setting.agents)
                      : option == "--rate"   ? read(value, setting.arrivals_per_second)
                                             : false;
    if (!good) return std::nullopt;
  }
  return setting;
}

struct Figures {
  double calls_per_second, probability_of_wait, abandonment_rate, answered_in_threshold, mean_wait;
};

void print(const Setting& setting, double cpu_seconds, const Figures& figures) {
  if (setting.as_json) {
    fmt::print(
        R"({{"agents": {}, "calls": {}, "cpu_seconds": {:.4f}, "calls_per_second": {:.0f}, "probability_of_wait": {:.5f}, )"
        R"("abandonment_rate": {:.6f}, "answered_in_20_s": {:.5f}, "mean_wait": {:.4f}}})"
        "\n",
        setting.agents, setting.calls, cpu_seconds, figures.calls_per_second, figures.probability_of_wait,
        figures.abandonment_rate, figures.answered_in_threshold, figures.mean_wait);
  } else {
    fmt::print(
        "{} agents, {} calls in {:.3f} s of CPU time: {:.0f} calls/s\n"
        "P(wait) {:.4f}, P(abandon) {:.5f}, answered within 20 s {:.5f}, mean wait {:.3f} s\n",
        setting.agents, setting.calls, cpu_seconds, figures.calls_per_second, figures.probability_of_wait,
        figures.abandonment_rate, figures.answered_in_threshold, figures.mean_wait);
  }
}

/// CPU time that this process has used; the only clock here, and it only measures.
double cpu_time() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

int bench(const Setting& setting) {
  const double before = cpu_time();
  const Counts counts = OneQueue(setting, random::StreamSeed{1, 0}).run();
  const double seconds = cpu_time() - before;

  const auto share = [&](std::uint64_t part) {
    return static_cast<double>(part) / static_cast<double>(counts.arrived);
  };
  print(setting, seconds,
        {static_cast<double>(counts.arrived) / seconds, share(counts.delayed), share(counts.abandoned),
         share(counts.answered_in_threshold), in_seconds(counts.waited) / static_cast<double>(counts.arrived)});

  // What Erlang A says of M1; far inside the sampling error of the calls asked for, or the kernel is wrong.
  const bool is_m1 = setting.agents == 100 && setting.arrivals_per_second == 0.316667 && setting.calls >= 200'000;
  if (is_m1 && (share(counts.abandoned) < 0.0166 || share(counts.abandoned) > 0.0237)) {
    fmt::print(stderr, "kernel_bench: P(abandon) of M1 should be near 0.02017\n");
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace twinline

int main(int argc, char** argv) {
  const auto setting = twinline::parse(argc, argv);
  if (!setting) {
    fmt::print(stderr, "usage: kernel_bench [--calls N] [--agents N] [--rate CALLS_PER_SECOND] [--json]\n");
    return 2;
  }
  return twinline::bench(*setting);
}
