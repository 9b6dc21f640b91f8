// Calls to the outside cost money, and stolen telephones make many: here is what may be called, and how often. The
// numbers that are allowed, the bounds of each agent and each trunk, and a book of the calls of the last hour. It
// places no call: who does asks first, and keeps an entry as long as the call lasts. How many lines a trunk has left is
// the SIP stack's to count.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live {

enum class TollVerdict : std::uint8_t {
  allowed,
  forbidden_number,
  too_many_at_once,  ///< of the agent
  agents_hour_full,
  trunks_hour_full,
};

/// For the log and for desks; never with the number.
const char* words_of(TollVerdict verdict);

class TollLedger {
 public:
  /// A call to the outside that goes on: counted as the agent's as long as this lives. The ledger must outlive it.
  class Entry {
   public:
    Entry() = default;
    Entry(TollLedger& ledger, AgentIndex agent);
    Entry(Entry&& other) noexcept;
    Entry& operator=(Entry&& other) noexcept;
    ~Entry();

   private:
    TollLedger* ledger_ = nullptr;
    AgentIndex agent_;
  };

  /// The settings must outlive the ledger.
  explicit TollLedger(const scenarios::BridgeSettings& settings) : settings_(settings) {}

  /// Digits, `*` and `#`, perhaps after a `+`, that begin as one of the allowed prefixes does.
  bool may_be_called(const std::string& number) const;

  /// Whether this agent (none: a flow) may call the number over the trunk now.
  TollVerdict verdict(const std::string& number, AgentIndex agent, TrunkIndex trunk, Time now) const;

  /// A call is placed. What is tried counts, answered or not: a failed call is one that was tried.
  Entry enter(AgentIndex agent, TrunkIndex trunk, Time now);

  /// A call of an earlier process goes on; it was counted in the hour when it began.
  Entry go_on(AgentIndex agent) { return {*this, agent}; }

  /// When a call over this trunk is ended.
  Duration longest(TrunkIndex trunk) const;

  /// The calls of the last hour, for another process. restore() throws std::runtime_error for bytes that end too early.
  std::vector<std::uint8_t> save() const;
  void restore(std::span<const std::uint8_t> bytes);

 private:
  struct Placed {
    Time at;
    AgentIndex agent;
    TrunkIndex trunk;
  };
  template <class Fits>
  std::size_t placed_in_the_hour(Time now, Fits fits) const;

  const scenarios::BridgeSettings& settings_;
  std::deque<Placed> placed_;  ///< oldest first
  std::map<AgentIndex, std::uint32_t> going_on_;
};

}  // namespace twinline::live
