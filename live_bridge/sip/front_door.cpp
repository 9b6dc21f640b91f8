#include "live_bridge/sip/front_door.hpp"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/sip/messages.hpp"
#include "live_bridge/sip/numbers.hpp"
#include "live_bridge/sip/session_interval.hpp"
#include "live_bridge/wall/secret_file.hpp"

namespace twinline::live::sip {
namespace {

constexpr double refusals_per_second = 50;
constexpr const char* overload_retry_after = "5";
constexpr const char* trunk_header = "X-Twinline-Trunk";

bool requires_only(const sip_t* sip, std::string& others) {
  for (const auto* list = sip->sip_require; list; list = list->k_next) {
    for (const msg_param_t* item = list->k_items; item && *item; ++item) {
      if (su_casematch(*item, "timer") || su_casematch(*item, "100rel")) continue;
      others += (others.empty() ? "" : ", ") + std::string(*item);
    }
  }
  return others.empty();
}

}  // namespace

FrontDoor::FrontDoor(Shared& shared, ServerDigest& digest, Phones& phones)
    : shared_(shared),
      digest_(digest),
      phones_(phones),
      calls_(shared.settings.limits.calls_per_second),
      strangers_(refusals_per_second) {
  for (const auto& settings : shared.settings.trunks) {
    Trunk made{&settings, {}, {}, {}};
    for (const auto& source : settings.sources) {
      const auto network = Network::parse(source);
      if (!network) throw std::runtime_error(fmt::format("a trunk's source is '{}'; it must be an address", source));
      made.sources.push_back(*network);
    }
    if (settings.inbound) {
      made.user = settings.inbound->user;
      made.password = read_secret(settings.inbound->password_file, "password of the trunk user " + made.user);
    }
    trunks_.push_back(std::move(made));
  }
  if (shared.settings.sip.edge) {
    const auto address = address_of(shared.settings.sip.edge->address);
    if (!address) throw std::runtime_error("the edge must be given as a numeric address");
    edge_ = Source{*address, shared.settings.sip.edge->port, scenarios::SipTransport::udp};
  }
}

template <class... Tags>
void FrontDoor::reply(msg_t* message, int status, Tags... tags) {
  // No dialog comes of it, so nobody needs the way back, which may be long (transports.cpp).
  sip_object(message)->sip_record_route = nullptr;
  nta_msg_treply(shared_.agent, message, status, nullptr, tags..., TAG_END());
}

void FrontDoor::take(msg_t* message, sip_t* sip) {
  const sip_method_t method = sip->sip_request->rq_method;
  if (method == sip_method_ack) {
    nta_msg_discard(shared_.agent, message);
  } else if (sip->sip_to->a_tag || method == sip_method_cancel || method == sip_method_bye) {
    reply(message, 481);  // of a dialog or transaction that is gone
  } else if (method == sip_method_invite) {
    take_invite(message, sip);
  } else if (method == sip_method_register) {
    take_register(message, sip);
  } else if (method == sip_method_options) {
    // Who asks whether we are up shall send calls elsewhere while we are about to go.
    reply(message, draining_ ? 503 : 200, SIPTAG_ALLOW_STR(allowed_methods), SIPTAG_ACCEPT_STR("application/sdp"),
          SIPTAG_SUPPORTED_STR(supported_extensions));
  } else if (method == sip_method_refer) {
    reply(message, 403);
  } else {
    reply(message, 405, SIPTAG_ALLOW_STR(allowed_methods));
  }
}

const FrontDoor::Trunk* FrontDoor::trunk(TrunkIndex index) const {
  for (const Trunk& trunk : trunks_) {
    if (trunk.settings->trunk == index) return &trunk;
  }
  return nullptr;
}

FrontDoor::Sender FrontDoor::identify(msg_t* message, const sip_t* sip) const {
  const Source source = shared_.transports.source_of(message);
  if (const auto agent = phones_.at(source)) return {{}, agent, !phones_.is_fixed(agent)};
  if (edge_ && source.address == edge_->address && source.port == edge_->port) {
    const std::string name = header_of(sip, trunk_header);
    for (const Trunk& trunk : trunks_) {
      if (shared_.centre.trunks[trunk.settings->trunk.value].name == name) {
        return {trunk.settings->trunk, {}, !trunk.user.empty()};
      }
    }
  } else {
    // An agent may sit where a trunk comes from; who shows an agent's credentials is that agent.
    if (const auto agent = phones_.agent_named(digest_.user_in(sip->sip_proxy_authorization))) return {{}, agent, true};
    for (const Trunk& trunk : trunks_) {
      for (const Network& network : trunk.sources) {
        if (network.contains(source.address)) return {trunk.settings->trunk, {}, !trunk.user.empty()};
      }
    }
  }
  const auto agent = phones_.agent_named(user_of(sip->sip_from->a_url));
  return {{}, agent, true};
}

void FrontDoor::refuse_stranger(msg_t* message) {
  ++shared_.statistics.unknown_source;
  if (strangers_.take(shared_.clock.now())) {
    reply(message, 403);
  } else {
    nta_msg_discard(shared_.agent, message);
  }
}

void FrontDoor::take_register(msg_t* message, sip_t* sip) {
  const auto agent = phones_.agent_named(user_of(sip->sip_to->a_url));
  if (!agent) return refuse_stranger(message);
  switch (phones_.verify(agent, sip->sip_authorization, sip)) {
    case ServerDigest::Verdict::accepted: return phones_.take_register(message, sip, agent);
    case ServerDigest::Verdict::wrong: ++shared_.statistics.wrong_password; return reply(message, 403);
    case ServerDigest::Verdict::missing:
      return reply(message, 401, SIPTAG_WWW_AUTHENTICATE_STR(digest_.challenge(false).c_str()));
    case ServerDigest::Verdict::stale:
      return reply(message, 401, SIPTAG_WWW_AUTHENTICATE_STR(digest_.challenge(true).c_str()));
  }
}

/// false: the request was answered.
bool FrontDoor::shows_password(msg_t* message, const sip_t* sip, const Sender& sender) {
  const Trunk* from = sender.trunk ? trunk(sender.trunk) : nullptr;
  const auto verdict = from ? digest_.verify(sip->sip_proxy_authorization, sip, from->user, from->password)
                            : phones_.verify(sender.agent, sip->sip_proxy_authorization, sip);
  switch (verdict) {
    case ServerDigest::Verdict::accepted: return true;
    case ServerDigest::Verdict::wrong:
      ++shared_.statistics.wrong_password;
      reply(message, 403);
      return false;
    case ServerDigest::Verdict::missing:
      reply(message, 407, SIPTAG_PROXY_AUTHENTICATE_STR(digest_.challenge(false).c_str()));
      return false;
    case ServerDigest::Verdict::stale:
      reply(message, 407, SIPTAG_PROXY_AUTHENTICATE_STR(digest_.challenge(true).c_str()));
      return false;
  }
  return false;
}

bool FrontDoor::is_overloaded() {
  calls_.set_rate(shared_.settings.limits.calls_per_second);  // a reload may have changed it
  return draining_ || shared_.callers >= shared_.settings.limits.calls || !calls_.take(shared_.clock.now());
}

void FrontDoor::take_invite(msg_t* message, sip_t* sip) {
  const Sender sender = identify(message, sip);
  if (!sender) return refuse_stranger(message);
  if (sender.must_show_password && !shows_password(message, sip, sender)) return;
  std::string unsupported;
  if (!requires_only(sip, unsupported)) return reply(message, 420, SIPTAG_UNSUPPORTED_STR(unsupported.c_str()));
  if (!sip->sip_contact) return reply(message, 400);
  if (sip->sip_replaces) return reply(message, 481);  // nobody takes a call over from outside
  if (session_is_too_short(sip)) return reply(message, 422, SIPTAG_MIN_SE_STR(least_session_header));
  if (is_overloaded()) {
    ++shared_.statistics.refused_for_overload;
    return reply(message, 503, SIPTAG_RETRY_AFTER_STR(overload_retry_after));
  }
  admit(message, sip, sender);
}

void FrontDoor::admit(msg_t* message, sip_t* sip, const Sender& sender) {
  ++shared_.statistics.invites_in;
  const auto contact = shared_.transports.contact_for(message);
  const Source source = shared_.transports.source_of(message);
  // A phone's connection is the only way back to it.
  const bool connected = sender.agent && source.transport != scenarios::SipTransport::udp && !sip->sip_record_route;

  auto made = std::make_unique<Dialog>(shared_, Party{true, sender.trunk, sender.agent});
  Dialog& dialog = *made;
  const LegId leg = shared_.dialogs.add(std::move(made));
  dialog.set_leg(leg);

  Invitation invitation;
  invitation.leg = leg;
  invitation.trunk = sender.trunk;
  invitation.agent = sender.agent;
  const Trunk* from = trunk(sender.trunk);
  const std::vector<scenarios::NumberRule> as_dialled;
  const auto& rules = from ? from->settings->numbers : as_dialled;
  invitation.called = normalised(user_of(sip->sip_request->rq_url), rules);
  invitation.caller = caller_of(sip, from && from->settings->trusts_identity);
  if (!invitation.caller.empty()) invitation.caller = normalised(invitation.caller, rules);
  if (from && from->settings->trusts_identity) invitation.verstat = verstat_of(sip);
  invitation.diverted_from = diverted_from_of(sip);
  if (!invitation.diverted_from.empty()) invitation.diverted_from = normalised(invitation.diverted_from, rules);
  invitation.sdp = sdp_of(sip);
  invitation.name = fmt::format("{} {}", sip->sip_call_id->i_id, sip->sip_from->a_tag ? sip->sip_from->a_tag : "");

  nta_incoming_t* invite = nta_incoming_create(shared_.agent, nullptr, message, sip, TAG_END());
  if (!invite || !dialog.take(invite, sip, contact, connected ? uri_of(source) : std::string{})) {
    if (invite) {
      nta_incoming_treply(invite, SIP_500_INTERNAL_SERVER_ERROR, TAG_END());
      nta_incoming_destroy(invite);
    }
    dialog.hang_up({});
    return;
  }
  shared_.events.post([this, invitation] {
    if (shared_.dialogs.find(invitation.leg)) shared_.listener.on_invited(invitation);
  });
}

}  // namespace twinline::live::sip
