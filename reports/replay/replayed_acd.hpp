// An ACD that lives through a journal: it opens with a segment's snapshot, is given what the journal's world prepared,
// and is told fact after fact. A replay compares what it does with what was written; a bridge that starts again goes on
// with it. Where policies come from is for its owner to say, and which records there are for the reader.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "policies/acd/acd.hpp"
#include "reports/journal/header.hpp"
#include "reports/journal/record.hpp"

namespace twinline::journal {

/// Make a policy as a journal names it; throw std::invalid_argument where none is known by that name.
struct PolicyMakers {
  template <class Policy>
  using Make = std::function<std::unique_ptr<Policy>(const Centre&, const PolicyIdentity&)>;
  Make<RoutingPolicy> routing;
  Make<StaffingPolicy> staffing;
  Make<IvrPolicy> ivr;
};

class ReplayedAcd {
 public:
  /// With the centre and the policies that were in force when the segment began.
  ReplayedAcd(const Header& header, PolicyMakers makers);

  /// The first snapshot is where it begins. Whether the state is the one of a later snapshot, which changes nothing.
  bool take(const Snapshot& snapshot);
  bool is_open() const { return open_; }

  /// What a later fact puts in force, under the number that the journal says.
  void take(const Preparation& preparation);

  /// Tells the entry's fact; what comes of it is appended to `outcome`. Throws std::invalid_argument for a fact that
  /// cannot have happened in this state, and before there was a snapshot.
  void take(const Entry& entry, Outcome& outcome);

  /// The same without asking routing policies: what they decided stands in the entry, and they only learn it. Those of
  /// a journal that does not say what was answered to which question (docs/journal.md) are asked.
  void follow(const Entry& entry, Outcome& outcome);

  /// As of the last record: which policies are in force, how many entries there were.
  const Header& header() const { return header_; }
  Time last() const { return last_; }
  const Acd& acd() const { return *acd_; }

  /// The ACD, to go on with; nothing more may be asked of this.
  std::unique_ptr<Acd> release() { return std::move(acd_); }

 private:
  void begin(const Entry& entry);
  void end(const Entry& entry);

  Header header_;
  PolicyMakers makers_;
  std::unique_ptr<Acd> acd_;
  std::map<std::uint32_t, Preparation::Policy> prepared_;
  Time last_;
  bool open_ = false;
};

}  // namespace twinline::journal
