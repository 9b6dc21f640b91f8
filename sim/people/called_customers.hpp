// Customers whom the centre calls: who each is, in a table beside the world's callers, and what happens when they are
// rung. A world has one only where its scenario has callbacks or campaigns. Whether somebody answers is a function of
// the customer and the try alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/campaigns.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

/// Why the centre calls the customer in a slot, and how far it has come.
struct CalledCustomer {
  enum class Why : std::uint8_t { not_at_all, callback, campaign };
  Why why = Why::not_at_all;
  bool met_agent = false;   ///< in the present call
  bool reached = false;     ///< an agent who listened to the ringing heard somebody answer
  std::uint8_t tries = 0;   ///< before the present one
  Time since;               ///< callback: of the acceptance; campaign: of the present dial
  CampaignRecord record{};  ///< of a campaign
};

class CalledCustomers {
 public:
  /// The scenario must outlive this.
  CalledCustomers(const scenarios::Scenario& scenario, random::StreamSeed seed);

  /// Slots up to this one have rows.
  void make_room(CallSlot slot);
  CalledCustomer& of(CallSlot slot) { return customers_[slot.value]; }
  const CalledCustomer& of(CallSlot slot) const { return customers_[slot.value]; }

  Campaigns& campaigns() { return campaigns_; }
  const Campaigns& campaigns() const { return campaigns_; }

  const std::optional<scenarios::Callback>& callback(CallTypeIndex type) const {
    return scenario_->callers[type.value].callback;
  }
  /// When the customer is called first who accepts at this instant; not for virtual hold.
  Time first_call(CallTypeIndex type, CallKey key, Time accepted) const;

  struct Rung {
    enum class By : std::uint8_t { nobody, person, machine };
    By answered = By::nobody;
    Duration after{0};  ///< until then it rings
  };
  /// `key` is that of the try.
  Rung ring_back(CallTypeIndex type, CallKey key) const;
  Rung ring(const CampaignRecord& record) const;
  /// How long the agent reads first.
  Duration preview(const CampaignRecord& record) const;

 private:
  struct Ringing {
    double answers = 0, machine = 0;
    random::Distribution rings;
    Duration limit{0};
  };
  static Ringing prepared(const scenarios::Ringing& written, double machine);
  Rung rung(const Ringing& ringing, CallKey key) const;

  const scenarios::Scenario* scenario_;
  Campaigns campaigns_;
  std::vector<CalledCustomer> customers_;         ///< by slot
  std::vector<Ringing> back_;                     ///< by call type; of no meaning without a callback
  std::vector<random::Distribution> back_after_;  ///< likewise
  std::vector<Ringing> of_campaigns_;
  std::vector<random::Distribution> previews_;  ///< by campaign
  random::StreamSeed seed_;
};

}  // namespace twinline::sim
