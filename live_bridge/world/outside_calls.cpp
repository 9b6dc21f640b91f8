#include "live_bridge/world/outside_calls.hpp"

#include <utility>

namespace twinline::live {
namespace {

/// The book's place among the dialogs, whose names are keyed hashes.
constexpr std::uint64_t name_of_the_book = 0;

}  // namespace

OutsideCall OutsideCalls::plan(const std::string& number, AgentIndex agent, TrunkIndex own) const {
  OutsideCall call;
  call.number = number;
  call.agent = agent;
  call.ring_until = clock_.now() + settings_.toll.ring_limit;
  const auto* first = scenarios::settings_of(settings_, own);
  if (first && !first->gateways.empty()) call.to_try.push_back(own);
  for (const scenarios::TrunkSettings& trunk : settings_.trunks) {
    if (!trunk.gateways.empty() && trunk.trunk != own) call.to_try.push_back(trunk.trunk);
  }
  return call;
}

bool OutsideCalls::take_next_trunk(OutsideCall& call) {
  call.entry = {};  // the attempt before is over
  while (!call.to_try.empty() && clock_.now() < call.ring_until) {
    call.trunk = call.to_try.front();
    call.to_try.erase(call.to_try.begin());
    call.verdict = ledger_.verdict(call.number, call.agent, call.trunk, clock_.now());
    if (call.verdict != TollVerdict::allowed) continue;
    call.entry = ledger_.enter(call.agent, call.trunk, clock_.now());
    dialogs_.keep(name_of_the_book, ledger_.save());
    return true;
  }
  return false;
}

sip::Outgoing OutsideCalls::invite(const OutsideCall& call, const std::string& caller, const std::string& sdp) const {
  sip::Outgoing outgoing;
  outgoing.trunk = call.trunk;
  outgoing.called = call.number;
  outgoing.caller = caller;
  outgoing.sdp = sdp;
  outgoing.ring_limit = call.ring_until - clock_.now();
  return outgoing;
}

media::Party OutsideCalls::party_at(TrunkIndex trunk) const {
  const auto* settings = scenarios::settings_of(settings_, trunk);
  return settings ? media::Party{settings->codecs, settings->comedia} : media::Party{};
}

std::string OutsideCalls::own_number_at(TrunkIndex trunk) const {
  const auto* settings = scenarios::settings_of(settings_, trunk);
  return settings && !settings->entries.empty() ? settings->entries.front().number : std::string{};
}

bool OutsideCalls::recall(const store::KeptDialog& kept) {
  if (kept.name != name_of_the_book) return false;
  ledger_.restore(kept.bytes);
  return true;
}

}  // namespace twinline::live
