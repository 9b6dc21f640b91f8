// A call to a number outside, over one trunk after the other until one carries it: which trunks, in which order, and
// whether the toll rules let it begin. Who rings the gateways and who talks to whom is the callers' of this business.
#pragma once

#include <string>
#include <vector>

#include "live_bridge/media/media_server.hpp"
#include "live_bridge/sip/leg.hpp"
#include "live_bridge/store/dialogs.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/world/toll_ledger.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live {

struct OutsideCall {
  std::string number;
  AgentIndex agent;                ///< on whose account; none: a flow's
  std::vector<TrunkIndex> to_try;  ///< in order, the next first
  TrunkIndex trunk;                ///< the present one
  Time ring_until;
  TollLedger::Entry entry;
  TollVerdict verdict = TollVerdict::allowed;  ///< of the trunk tried last
};

class OutsideCalls {
 public:
  /// All must outlive it. The book of the last hour is kept with the dialogs.
  OutsideCalls(const scenarios::BridgeSettings& settings, const Clock& clock, store::Dialogs& dialogs)
      : settings_(settings), clock_(clock), dialogs_(dialogs), ledger_(settings) {}

  /// Trunks with gateways: the caller's own first, then the others in the order of the file.
  OutsideCall plan(const std::string& number, AgentIndex agent, TrunkIndex own) const;

  /// Goes on to the next trunk that may be used and enters the call in the book. false: there is none; the verdict says
  /// whether the toll rules are why.
  bool take_next_trunk(OutsideCall& call);

  /// The INVITE over the present trunk.
  sip::Outgoing invite(const OutsideCall& call, const std::string& caller, const std::string& sdp) const;

  /// Whether another gateway might carry what this one did not: it is out of order or silent.
  static bool is_worth_another_trunk(const sip::Cause& cause) { return cause.status == 503 || cause.status == 408; }

  /// How the media server is to speak with the trunk, whoever called.
  media::Party party_at(TrunkIndex trunk) const;

  /// A number of ours on the trunk, to show to who is called; empty where it has none.
  std::string own_number_at(TrunkIndex trunk) const;

  TollLedger& ledger() { return ledger_; }
  const TollLedger& ledger() const { return ledger_; }

  /// Whether these bytes of the dialogs are the book; if so, they are taken in.
  bool recall(const store::KeptDialog& kept);

 private:
  const scenarios::BridgeSettings& settings_;
  const Clock& clock_;
  store::Dialogs& dialogs_;
  TollLedger ledger_;
};

}  // namespace twinline::live
