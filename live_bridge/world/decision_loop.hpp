// Where facts become wishes, live: each fact gets its instant, goes through the ACD and into the journal, and only then
// are its wishes carried out, so that a crash in between can be replayed. A fact that comes up while wishes are carried
// out waits its turn. It knows neither SIP nor media.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/watchdog.hpp"
#include "live_bridge/world/latency.hpp"
#include "policies/acd/acd.hpp"
#include "reports/journal/writer.hpp"

namespace twinline::live {

class DecisionLoop {
 public:
  using Perform = std::function<void(Time, const Fact&, const Outcome&)>;

  /// All must outlive the loop. `journalled` entries are in the journal already. What policies are asked or told, `dog`
  /// watches.
  DecisionLoop(Acd& acd, const Clock& clock, journal::Writer& journal, std::uint64_t journalled, Watchdog& dog,
               Perform perform);

  /// Hands the ACD a fact that happened now. Attributes it points to are copied. Throws journal::JournalError when the
  /// fact could not be written down: nothing may go on then, for it could not be replayed.
  void tell(const Fact& fact);

  /// Writes the state down, and begins another segment when the present one is full; between two facts only.
  void snapshot();

  /// Entries in the journal so far.
  std::uint64_t entries() const { return entries_; }
  Time last() const { return last_; }

  /// What policies are being asked about; null between two facts. For the watchdog's thread, while they hang.
  const Fact* at_hand() const { return at_hand_; }

  /// From the fact's arrival until the wishes were known, the policies' part alone, and with the journal written.
  const LatencyHistogram& deciding() const { return deciding_; }
  const LatencyHistogram& writing() const { return writing_; }

 private:
  struct Waiting {
    Fact fact;
    std::vector<Attribute> attributes;
  };
  void handle(Waiting& waiting);

  Acd& acd_;
  const Clock& clock_;
  journal::Writer& journal_;
  Watchdog& dog_;
  Perform perform_;
  Outcome outcome_;
  std::deque<Waiting> waiting_;
  bool handling_ = false;
  const Fact* at_hand_ = nullptr;
  std::uint64_t entries_;
  Time last_;
  LatencyHistogram deciding_, writing_;
};

}  // namespace twinline::live
