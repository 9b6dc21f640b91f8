// The fast world on a grid: the same people and the same calendar, but what they do takes the time that trunks, links
// and hosts take, and fails as they fail. It stands around a FastWorld. Facts and wishes pass through it; one that
// costs a request is held until the answer is there, and outages add facts of their own. It knows calls and no
// policies.
//
// What the grid does at an instant comes before what the people do at it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "policies/calendar/calendar.hpp"
#include "sim/infra/carrier.hpp"
#include "sim/infra/elasticity.hpp"
#include "sim/infra/grid.hpp"
#include "sim/infra/grid_book.hpp"
#include "sim/infra/media_load.hpp"
#include "sim/infra/monitoring.hpp"
#include "sim/infra/outages.hpp"
#include "sim/infra/requests.hpp"
#include "sim/infra/services.hpp"
#include "sim/kernel/fast_world.hpp"

namespace twinline::infra {

/// What the grid has done to calls.
struct CallLosses {
  std::uint64_t unheard = 0;               ///< calls that came to an end before the centre heard of them, however
  std::uint64_t unreached = 0;             ///< calls that no service took in
  std::uint64_t gave_up_in_silence = 0;    ///< callers who hung up while one of the first steps took its time
  std::uint64_t overflowed = 0;            ///< calls that the carrier brought over another trunk
  std::array<std::uint64_t, 4> dropped{};  ///< by Outage::Of: calls that were cut off
  std::vector<std::uint64_t> in_failover;  ///< by service: of all these, those lost before its failure was dealt with
};

class GridWorld {
 public:
  static constexpr HappeningSet interests = HappeningSet::of<WaitBegan, CallEnded>();

  /// As FastWorld; the scenario has an infrastructure. Without a booking nothing is written down that has a time.
  /// Throws CannotCarry (carrier.hpp).
  GridWorld(const scenarios::Scenario& scenario, const sim::ReplayLog& log, const sim::Draws& draws,
            const std::optional<Booking>& booking = std::nullopt);

  const Occurrence* next(const View& view);
  CallSlot expected_call() const { return {}; }
  CallSlot next_free_slot() const { return {}; }
  void perform(const Occurrence& occurrence, const Outcome& outcome, const View& view);
  void perform_wishes(const Outcome& outcome, const View& view);
  Time end() const { return std::max(now_, fast_.end()); }
  std::uint64_t attempts() const { return fast_.attempts(); }
  std::optional<reports::JourneyTotals> journey_totals(std::span<const reports::GroupTotals> agents) const {
    return fast_.journey_totals(agents);
  }

  const Grid& grid() const { return grid_; }
  const Carrier& carrier() const { return *carrier_; }
  const std::vector<ServiceCounts>& services() const { return requests_.counts(); }
  const CallLosses& losses() const { return losses_; }
  const std::vector<reports::TrunkAttempts>& attempts_by_trunk() const { return trunk_attempts_; }

  /// What it all came to after the warm-up; once, after the end, of a world with a booking.
  reports::InfrastructureTotals totals();

  /// Nothing is left of any call: neither a request nor a timer, nor its sound.
  bool is_empty() const;

  const Elasticity& elasticity() const { return elasticity_; }

 private:
  /// What a request of a call is for. The first four share a slot: a caller does one thing at a time.
  enum class Asks : std::uint8_t { nothing, arrival, prompt, keys, look_up };
  enum RequestOf : std::uint8_t { line, ringing, talk, requests_per_call };
  enum TimerOf : std::uint8_t { silence, deadline, timers_per_call };

  struct Call {
    CallId id;
    CallKey key = 0;
    TrunkIndex trunk;
    std::size_t site = 0;  ///< where the line ends
    std::optional<scenarios::HostIndex> signalling, media;
    Asks asks = Asks::nothing;
    bool cut_off = false;   ///< by an outage: nothing more can happen to it
    bool here = false;      ///< from the arrival at the trunk to the end
    bool has_line = false;  ///< as far as the carrier saw
    Fact held_fact;         ///< what the centre is told after the request …
    std::vector<Attribute> held_attributes;
    std::optional<Wish> held_wish;           ///< … or what is done
    std::optional<Offer> held_offer, offer;  ///< whose phone is about to ring; whose rings
    Time ring_until;
    Duration talk_left{0};
    std::uint64_t requests = 0;                     ///< so far: the ordinal of the next one's draws
    std::vector<LinkIndex> line_links, talk_links;  ///< that its sound passes
  };

  // Facts on their way from the people to the centre.
  const Occurrence* take_up(const Occurrence& occurrence, const View& view);
  void take_in(const CallArrived& arrival, const View& view);
  TrunkIndex trunk_for(Call& call, TrunkIndex wanted, const View& view);
  bool is_taken_by(TrunkIndex trunk, Call& call, const View& view);
  void admit(Call& call);
  void end_unheard(Call& call);
  void hold_keys(const InputReceived& input);
  void end_talk(const TalkEnded& ended, const View& view);
  void leave_agent(Call& call);

  // The grid's own events.
  void go_on(const View& view);
  void answered(const Requests::Answer& answer, const View& view);
  void line_answered(Call& call, bool ok, const View& view);
  void fire(Calendar::Node node, const View& view);
  void ring_late(Call& call, bool reached, const View& view);
  void tell(const Fact& fact) { told_.push_back({now_, fact}); }

  // Wishes on their way to the people.
  void perform(const Wish& wish, const View& view);
  void hold_wish(Call& call, Asks asks, const PreparedRequest& request, const Wish& wish);
  bool is_heard_by(const Call& call, AgentIndex agent, const View& view) const;
  void hold_offer(Call& call, const Offer& offer, const View& view);
  void connect(const Connect& wish, const View& view);
  void refused(Call& call);
  void leave(CallSlot slot);

  // Outages.
  void change(const Outages::Change& change, const View& view);
  void slow_host(std::size_t host, double share, bool begins);
  void set_host(std::size_t host, bool down, scenarios::Outage::Of cause, const View& view);
  void set_site_link(std::size_t link, bool down, scenarios::Outage::Of cause, const View& view);
  void set_trunk(std::size_t trunk, bool down, scenarios::Outage::Of cause, const View& view);
  void set_site(std::size_t site, bool down, const View& view);
  SiteState state_of_site(std::size_t site) const;
  void look_around();
  void set_agents(std::size_t site, bool down, const View& view);
  void drop(Call& call, scenarios::Outage::Of cause, const View& view);
  void lost(std::uint64_t CallLosses::*count, scenarios::ServiceIndex service, Time since);
  template <class Concerned>
  void drop_all(Concerned concerned, scenarios::Outage::Of cause, const View& view);

  // The world's own counts.
  void pass_to(Time now);
  void forget_counts();

  Call& call_in(CallSlot slot);
  void add_sound(const std::vector<LinkIndex>& links);
  void end_sound(std::vector<LinkIndex>& links);
  HostIndex door_of(AgentIndex agent, const View& view) const;
  random::Stream work_of(Call& call, RequestOf which);
  void begin(Call& call, RequestOf which, const PreparedRequest& request, HostIndex from);
  void begin_on_line(Call& call, Asks asks, const PreparedRequest& request, HostIndex from);
  void stop_line(Call& call);
  void set_timer(const Call& call, TimerOf which, Time at);
  void cancel_timer(const Call& call, TimerOf which);
  Requests::Slot slot_of(const Call& call, RequestOf which) const {
    return call.id.slot.value * requests_per_call + which;
  }
  Calendar::Node node_of(const Call& call, TimerOf which) const { return call.id.slot.value * timers_per_call + which; }

  struct PreparedSteps {
    explicit PreparedSteps(const scenarios::Steps& steps);
    std::optional<PreparedRequest> arrival, prompt, keys, ringing, talk;
    std::vector<std::optional<PreparedRequest>> look_ups;
    std::optional<random::Distribution> silence;
  };

  const scenarios::Scenario* scenario_;
  const scenarios::Infrastructure* infrastructure_;
  sim::FastWorld fast_;
  random::StreamSeed seed_;
  Grid grid_;
  std::unique_ptr<Carrier> carrier_;
  Services services_;
  Requests requests_;
  PreparedSteps steps_;
  MediaLoad media_load_;
  Outages outages_;
  Elasticity elasticity_;
  Monitoring monitoring_;
  Calendar timers_;
  std::vector<Call> calls_;
  std::vector<std::vector<double>> paces_;  ///< by host: shares of its speed that outages leave it
  std::vector<int> hosts_down_, links_down_, trunks_down_, sites_down_;  ///< how many outages hold each
  std::vector<Occurrence> told_;  ///< facts of this very instant, first come first
  std::size_t next_told_ = 0;
  std::vector<Requests::Answer> answers_;
  Occurrence passed_;
  CallLosses losses_;
  std::vector<reports::TrunkAttempts> trunk_attempts_;
  std::optional<GridBook> book_;
  Time now_;
};

}  // namespace twinline::infra
