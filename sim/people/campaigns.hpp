// The lists of customers whom the centre calls of its own accord: whose turn it is, who is being rung, who is rung
// again later. How many are rung is the pacing policy's choice (policies/dialling); ringing them is the world's
// business.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "policies/contract/view.hpp"
#include "policies/dialling/pacing_policy.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/caller_key.hpp"

namespace twinline::sim {

/// A customer on a list, and the how-manieth try, 0 the first.
struct CampaignRecord {
  std::uint32_t campaign = 0;
  std::uint32_t number = 0;
  std::uint8_t tries = 0;
};

class Campaigns {
 public:
  /// The scenario must outlive this.
  explicit Campaigns(const scenarios::Scenario& scenario);

  bool empty() const { return lists_.empty(); }

  /// When somebody may be rung next, at this instant or later; `never` after the last campaign.
  Time next_hours(Time now) const;

  /// The customers to ring now, of all campaigns; they count as being rung, or as in line where an agent comes first.
  void take(const View& view, Time now, std::vector<CampaignRecord>& taken);

  const scenarios::Campaign& of(const CampaignRecord& record) const { return *lists_[record.campaign].written; }
  CallKey key(const CampaignRecord& record) const;

  /// What becomes of a record, in this order: `rung` when the ringing before an agent is over, in which case one who
  /// answered is in line; `met_agent` when an agent has it; `finish` or `try_later` at last.
  void rung(const CampaignRecord& record, Time since, bool answered, Duration rang);
  void met_agent(const CampaignRecord& record);
  void abandoned(const CampaignRecord& record);
  /// False where the record has no further try.
  bool try_later(const CampaignRecord& record, Time now);

  /// An agent was busy with any call for so long.
  void learn_handling(Duration handling);

 private:
  struct Waiting {
    Time from;
    CampaignRecord record;
  };
  struct List {
    const scenarios::Campaign* written;
    std::unique_ptr<PacingPolicy> pacing;
    std::uint32_t begun = 0;    ///< records tried at least once
    std::deque<Waiting> tried;  ///< to be tried again, the earliest first
    std::vector<Time> ringing_since;
    std::uint32_t in_line = 0;
    std::size_t day = static_cast<std::size_t>(-1);  ///< of the last look
  };
  struct Hours {
    Time from, until;
  };

  Hours hours(const List& list, std::size_t day) const;
  bool has_next(const List& list, Time now) const;
  CampaignRecord take_next(List& list, Time now);
  std::uint32_t wanted(const List& list, const View& view, Time now);
  std::uint32_t idle_for(const List& list, const View& view) const;

  const scenarios::Scenario* scenario_;
  std::vector<List> lists_;
  std::vector<Time> engaged_since_;  ///< kept for its memory
};

}  // namespace twinline::sim
