// What a journal holds after its header, in the order in which it happened, as the contract's own types.
// Entries are what the ACD was told and what it did; snapshots are where a replay may start; preparations are
// the policies and centres that a later fact puts in force by number.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "policies/contract/facts.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/contract/time.hpp"
#include "policies/contract/wishes.hpp"
#include "reports/journal/header.hpp"

namespace twinline::journal {

/// The complete state between two facts: what the ACD saved of itself and its policies, the version of its
/// layout first. The journal does not look inside.
struct Snapshot {
  Time at;
  std::vector<std::uint8_t> state;
};

/// What the world gave to the ACD under a number, for PolicyPutInForce or CentreReloaded to name.
struct Preparation {
  struct Policy {
    PolicyKind kind = PolicyKind::routing;
    PolicyIdentity identity;
    /// What it begins with, as it saves it itself: what an equal one that was in force had learnt
    /// (policies/rollout/hand_over.hpp). Empty: as it was made.
    std::vector<std::uint8_t> state{};
  };
  std::uint32_t number = 0;
  std::variant<Policy, Centre> what;
};

/// One fact and all that came of it. It owns what its fact's attributes and its reasons' texts point to, so
/// it moves but does not copy.
struct Entry {
  Entry() = default;
  Entry(Entry&&) = default;
  Entry& operator=(Entry&&) = default;
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  ~Entry() = default;

  Time at;
  Fact fact;
  std::vector<Decision> decisions;
  std::vector<std::uint32_t> answers;  ///< as in an Outcome; empty in journals of before it was written down
  std::vector<Reason> reasons;
  Wishes wishes;
  Happenings happenings;

  std::vector<Attribute> attribute_storage;
  std::vector<char> text_storage;
};

using Record = std::variant<Snapshot, Preparation, Entry>;

}  // namespace twinline::journal
