// Requests to services: a message to one of the service's hosts, work there, the answer back; again as often as the
// step asks, and anew, perhaps at another host, after a try that failed or took too long. A request has a slot, which
// its starter gives it; the slot's answer comes once. Which step of which call it belongs to is the starter's business.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/calendar/calendar.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/infrastructure.hpp"
#include "sim/infra/carrier.hpp"
#include "sim/infra/services.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace twinline::infra {

/// A step's request, ready to be drawn from.
struct PreparedRequest {
  explicit PreparedRequest(const scenarios::Request& written);

  scenarios::Request written;
  random::Distribution work;
};

/// What has come of the requests to one service.
struct ServiceCounts {
  std::uint64_t requests = 0;   ///< that were begun
  std::uint64_t answered = 0;   ///< those; the others were given up by who asked, or are under way
  std::uint64_t failed = 0;     ///< that got no answer in the end
  std::uint64_t tries = 0;      ///< of all
  std::uint64_t timed_out = 0;  ///< tries
  std::uint64_t lost = 0;       ///< tries that met a host or link that was down, or nobody at all
  Duration response{0};         ///< of those that were answered, summed up
  Duration longest{0};
};

class Requests {
 public:
  using Slot = std::uint32_t;
  struct Answer {
    Slot slot = 0;
    bool ok = true;
  };

  Requests(Carrier& carrier, Services& services, std::size_t number_of_services);

  /// Begins a request in a free slot, from this host of the platform. The work of each try comes from the stream. The
  /// request must live until the answer, which comes from advance() even if it takes no time.
  void begin(Slot slot, const PreparedRequest& request, HostIndex from, random::Stream work, Time now);

  /// Gives up what runs in the slot, if anything does. No answer comes.
  void cancel(Slot slot, Time now);

  /// The carrier is at this instant afterwards, which no event of next_time() may lie before: for who switches or loads
  /// what it carries.
  void reach(Time now);

  /// When something may happen next.
  Time next_time();

  /// Goes on to this instant, not beyond next_time(), and appends the answers that came.
  void advance(Time now, std::vector<Answer>& answers);

  /// Who served the request that the slot had last.
  scenarios::HostIndex host_of(Slot slot) const { return states_[slot].host.value; }

  /// Which service that was asked of, and since when.
  scenarios::ServiceIndex service_of(Slot slot) const { return states_[slot].request->written.service; }
  Time begin_of(Slot slot) const { return states_[slot].began; }

  const std::vector<ServiceCounts>& counts() const { return counts_; }

  /// What has been counted so far was not to be.
  void forget_counts() { counts_.assign(counts_.size(), {}); }

  /// How many slots have a request in them.
  std::size_t under_way() const;

 private:
  enum class Phase : std::uint8_t { free, asking, working, answering, waiting_in_vain };
  struct State {
    const PreparedRequest* request = nullptr;
    random::Stream work{0};
    Time began;
    HostIndex from, host;
    std::uint32_t answered = 0, tries = 0;
    Phase phase = Phase::free;
  };

  void try_once(Slot slot, Time now);
  void try_again(Slot slot, Time now);
  void go_on(Slot slot, Time now);
  void lose_try(Slot slot, Time now);
  bool starts(Slot slot);
  void stop_activity(Slot slot);
  void finish(Slot slot, bool ok, Time now);
  ServiceCounts& counts_of(const State& state) { return counts_[state.request->written.service]; }

  Carrier* carrier_;
  Services* services_;
  std::vector<State> states_;
  Calendar time_outs_;
  std::vector<ServiceCounts> counts_;
  std::vector<Completion> completed_;  ///< not yet followed up
  std::vector<Completion> ended_;      ///< kept for its memory
  std::vector<Answer> answers_;        ///< not yet told
  Time reached_;
};

}  // namespace twinline::infra
