#include "live_bridge/world/consultations.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/kept_call.hpp"
#include "live_bridge/world/live_call.hpp"
#include "live_bridge/world/sip_status.hpp"

namespace twinline::live {
namespace {

/// A consultation is kept once, when both are connected: so many requests may have been sent since then, at most.
constexpr std::uint32_t most_requests_since = 1000;

sip::Cause refused_with(int status) { return {status, status == sip_status::busy_here ? 17 : 21, ""}; }

}  // namespace

void Consultations::begin(const sip::Invitation& invitation) {
  const AgentIndex colleague = agent_named(invitation.called);
  if (const int status = refusal(invitation, colleague)) {
    around_.stack.refuse(invitation.leg, refused_with(status));
    return;
  }
  auto made = std::make_unique<Consultation>();
  Consultation& consultation = *made;
  consultation.name =
      around_.pseudonym(fmt::format("consultation {} {}", ++begun_, around_.clock.now().time_since_epoch().count()));
  consultation.media_id = media_name(consultation.name);
  consultation.agent = invitation.agent;
  consultation.colleague = colleague;
  consultation.own = invitation.leg;
  consultation.offer = invitation.sdp;
  if (!colleague) consultation.outside = around_.outside.plan(invitation.called, invitation.agent, {});
  all_.push_back(std::move(made));
  around_.roster.engage(consultation.agent);
  if (colleague) around_.roster.engage(colleague);
  around_.stack.ring(consultation.own);
  if (around_.media) {
    open_media(consultation);
  } else {
    call_next(consultation, refused_with(sip_status::service_unavailable));
  }
}

int Consultations::refusal(const sip::Invitation& invitation, AgentIndex colleague) const {
  const AgentIndex agent = invitation.agent;
  if (invitation.sdp.empty()) return sip_status::not_acceptable_here;  // whom it is for could be offered nothing
  if (has(agent)) return sip_status::busy_here;
  if (colleague) {
    const bool in_use = colleague == agent || has(colleague) || around_.talks(colleague) || around_.is_rung(colleague);
    if (in_use) return sip_status::busy_here;
    return around_.roster.phone(colleague) ? 0 : sip_status::temporarily_unavailable;
  }
  return around_.talks(agent) && around_.outside.ledger().may_be_called(invitation.called) ? 0 : sip_status::forbidden;
}

void Consultations::open_media(Consultation& consultation) {
  around_.media->open(consultation.media_id, consultation.offer, agents_party,
                      if_agreed(consultation, [this](Consultation& opened, const media::Reply&) {
                        call_next(opened, refused_with(sip_status::service_unavailable));
                      }));
}

/// What to do when the media server has done its part; where it cannot, the consultation is given up.
media::Done Consultations::if_agreed(const Consultation& consultation, GoOn go_on) {
  return [this, name = consultation.name, go_on = std::move(go_on)](const media::Reply& reply) {
    Consultation* present = find_named(name);
    if (!present) return;
    if (reply.ok) {
      go_on(*present, reply);
    } else {
      give_up(*present, refused_with(sip_status::not_acceptable_here));
    }
  };
}

/// Rings the colleague, or the number over the next trunk; `before` is told where there is none.
void Consultations::call_next(Consultation& consultation, const sip::Cause& before) {
  if (!consultation.colleague && !around_.outside.take_next_trunk(consultation.outside)) {
    const TollVerdict verdict = consultation.outside.verdict;
    if (verdict != TollVerdict::allowed) log_warning("a call to the outside was refused: {}", words_of(verdict));
    give_up(consultation, verdict == TollVerdict::allowed ? before : refused_with(sip_status::forbidden));
    return;
  }
  if (!around_.media) {
    call(consultation, consultation.offer);
    return;
  }
  consultation.party = fmt::format("asked{}", ++consultation.parties);
  const media::Party terms =
      consultation.colleague ? agents_party : around_.outside.party_at(consultation.outside.trunk);
  around_.media->invite(
      consultation.media_id, consultation.party, terms,
      if_agreed(consultation, [this](Consultation& invited, const media::Reply& reply) { call(invited, reply.sdp); }));
}

void Consultations::call(Consultation& consultation, const std::string& sdp) {
  sip::Outgoing outgoing;
  if (consultation.colleague) {
    outgoing.agent = consultation.colleague;
    outgoing.caller = user_of(consultation.agent);
    outgoing.sdp = sdp;
    outgoing.ring_limit = around_.settings.toll.ring_limit;
  } else {
    outgoing =
        around_.outside.invite(consultation.outside, around_.outside.own_number_at(consultation.outside.trunk), sdp);
  }
  const auto leg = around_.stack.invite(outgoing);
  if (leg) {
    consultation.other = *leg;
  } else if (consultation.colleague) {
    give_up(consultation, refused_with(sip_status::temporarily_unavailable));
  } else {
    call_next(consultation, refused_with(sip_status::service_unavailable));
  }
}

void Consultations::answered(sip::LegId leg, const std::string& sdp) {
  Consultation* consultation = find(leg);
  if (!consultation) return;
  if (!around_.media) {
    connect(*consultation, sdp);
    return;
  }
  around_.media->bridge(consultation->media_id, consultation->party, sdp,
                        if_agreed(*consultation, [this](Consultation& bridged, const media::Reply& reply) {
                          connect(bridged, reply.sdp);
                        }));
}

void Consultations::connect(Consultation& consultation, const std::string& sdp) {
  consultation.is_answered = true;
  around_.stack.answer(consultation.own, sdp);
  consultation.limit = Timers::Timer(around_.timers, [this, name = consultation.name](Time) {
    if (Consultation* too_long = find_named(name)) give_up(*too_long, {});
  });
  consultation.limit.set(around_.clock.now() + around_.outside.ledger().longest(consultation.outside.trunk));
}

void Consultations::confirmed(sip::LegId leg) {
  const Consultation* consultation = find(leg);
  if (consultation && consultation->is_answered) keep(*consultation);
}

void Consultations::refused(sip::LegId leg, const sip::Cause& cause) {
  Consultation* consultation = find(leg);
  if (!consultation) return;
  consultation->other = {};
  if (!consultation->colleague && OutsideCalls::is_worth_another_trunk(cause)) {
    call_next(*consultation, cause);
  } else {
    give_up(*consultation, cause);
  }
}

void Consultations::ended(sip::LegId leg) {
  if (Consultation* consultation = find(leg)) give_up(*consultation, {});
}

void Consultations::offered(sip::LegId leg, const std::string& sdp) {
  Consultation* consultation = find(leg);
  if (!consultation) return;
  const bool by_agent = leg == consultation->own;
  const sip::LegId other = by_agent ? consultation->other : consultation->own;
  if (!around_.media) {
    around_.stack.offer(other, sdp);
  } else if (sdp.empty()) {
    around_.stack.accept_offer(leg, {});  // a session refresh: nothing has changed
  } else {
    around_.media->reoffer(consultation->media_id, by_agent, sdp, [this, leg](const media::Reply& reply) {
      if (reply.ok) {
        around_.stack.accept_offer(leg, reply.sdp);
      } else {
        around_.stack.refuse_offer(leg, refused_with(sip_status::not_acceptable_here));
      }
    });
  }
}

void Consultations::offer_accepted(sip::LegId leg, const std::string& sdp) {
  const Consultation* consultation = find(leg);
  if (!consultation || around_.media || sdp.empty()) return;
  around_.stack.accept_offer(leg == consultation->own ? consultation->other : consultation->own, sdp);
}

void Consultations::offer_refused(sip::LegId leg, const sip::Cause& cause) {
  const Consultation* consultation = find(leg);
  if (!consultation || around_.media) return;
  around_.stack.refuse_offer(leg == consultation->own ? consultation->other : consultation->own, cause);
}

bool Consultations::has(AgentIndex agent) const {
  return std::any_of(all_.begin(), all_.end(), [agent](const auto& consultation) {
    return consultation->agent == agent || consultation->colleague == agent;
  });
}

std::optional<Consultations::Asked> Consultations::asked_by(AgentIndex agent, sip::LegId own) const {
  const Consultation* consultation = find(own);
  if (!consultation || consultation->own != own || consultation->agent != agent) return std::nullopt;
  if (!consultation->is_answered) return std::nullopt;
  return Asked{consultation->other, consultation->colleague, consultation->outside.trunk};
}

TollLedger::Entry Consultations::hand_over(sip::LegId own) {
  Consultation* consultation = find(own);
  if (!consultation) return {};
  TollLedger::Entry entry = std::move(consultation->outside.entry);
  around_.stack.hang_up(own, {});
  consultation->other = {};
  consultation->colleague = {};
  remove(*consultation);
  return entry;
}

void Consultations::keep(const Consultation& consultation) {
  const auto own = around_.stack.record(consultation.own), other = around_.stack.record(consultation.other);
  if (!own || !other) return;
  around_.dialogs.keep(consultation.name,
                       to_bytes(KeptConsultation{consultation.agent, consultation.colleague, *own, *other}));
}

bool Consultations::recall(const store::KeptDialog& kept) {
  auto consultation = kept_consultation_from(kept.bytes);
  if (!consultation) return false;
  for (const sip::DialogRecord& dialog : {consultation->own, consultation->other}) {
    around_.stack.hang_up(around_.stack.restore(ahead(dialog, most_requests_since)), {});
  }
  around_.dialogs.forget(kept.name);
  for (const AgentIndex agent : {consultation->agent, consultation->colleague}) {
    if (!agent) continue;
    around_.roster.recall_engaged(agent);
    around_.roster.disengage(agent);
  }
  return true;
}

/// Whoever is still there is hung up on, or refused.
void Consultations::give_up(Consultation& consultation, const sip::Cause& cause) {
  around_.stack.hang_up(consultation.own, cause);
  around_.stack.hang_up(consultation.other, {});
  remove(consultation);
}

void Consultations::remove(Consultation& consultation) {
  const std::uint64_t name = consultation.name;
  const AgentIndex agent = consultation.agent, colleague = consultation.colleague;
  if (around_.media) around_.media->close(consultation.media_id);
  around_.dialogs.forget(name);
  std::erase_if(all_, [name](const auto& one) { return one->name == name; });
  around_.roster.disengage(agent);
  if (colleague) around_.roster.disengage(colleague);
}

void Consultations::end_all() {
  while (!all_.empty()) give_up(*all_.front(), {});
}

Consultations::Consultation* Consultations::find(sip::LegId leg) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [leg](const auto& consultation) {
    return leg && (consultation->own == leg || consultation->other == leg);
  });
  return found == all_.end() ? nullptr : found->get();
}

Consultations::Consultation* Consultations::find_named(std::uint64_t name) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [name](const auto& consultation) { return consultation->name == name; });
  return found == all_.end() ? nullptr : found->get();
}

AgentIndex Consultations::agent_named(const std::string& user) const {
  for (const scenarios::AgentAccount& account : around_.settings.agents) {
    if (account.user == user) return account.agent;
  }
  return {};
}

const std::string& Consultations::user_of(AgentIndex agent) const {
  const auto& accounts = around_.settings.agents;
  return std::find_if(accounts.begin(), accounts.end(), [agent](const auto& account) { return account.agent == agent; })
      ->user;
}

}  // namespace twinline::live
