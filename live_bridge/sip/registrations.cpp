#include "live_bridge/sip/registrations.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/sip/jitter.hpp"
#include "live_bridge/sip/messages.hpp"
#include "live_bridge/sip/numbers.hpp"
#include "live_bridge/wall/log.hpp"
#include "live_bridge/wall/secret_file.hpp"

namespace twinline::live::sip {
namespace {

constexpr Duration first_pause = 2s;
constexpr Duration longest_pause = 10min;

/// How long the registrar keeps us: the parameter of our Contact, else the Expires header, else what we asked for.
Duration granted_by(const sip_t* response, const std::string& contact, Duration asked) {
  for (const auto* entry = response->sip_contact; entry; entry = entry->m_next) {
    if (entry->m_expires && contact.find(text_of(entry->m_url)) != std::string::npos) {
      return std::chrono::seconds(std::strtoul(entry->m_expires, nullptr, 10));
    }
  }
  if (response->sip_expires) return std::chrono::seconds(response->sip_expires->ex_delta);
  return asked;
}

}  // namespace

Registrations::Registrations(Shared& shared) {
  for (const auto& trunk : shared.settings.trunks) {
    if (trunk.registration) registrations_.push_back(std::make_unique<Registration>(shared, trunk));
  }
}

Registrations::~Registrations() = default;

std::unique_ptr<ClientDigest> Registrations::digest_of(TrunkIndex trunk) const {
  for (const auto& registration : registrations_) {
    if (registration->trunk() == trunk) return registration->digest();
  }
  return nullptr;
}

Registrations::Registration::Registration(Shared& shared, const scenarios::TrunkSettings& trunk)
    : shared_(shared),
      trunk_(trunk),
      contact_(shared.transports.contact_towards(uri_of({}, trunk.registration->registrar, trunk.gateway_transport))),
      password_(read_secret(trunk.registration->credentials.password_file,
                            "password of the registration as " + trunk.registration->credentials.user)),
      digest_(trunk.registration->credentials.user, password_),
      timer_(shared.timers, [this](Time) { send(); }) {
  if (contact_.empty()) {
    throw std::runtime_error(fmt::format("trunk {} registers over {}, but SIP does not listen on it", name(),
                                         name_of(trunk.gateway_transport)));
  }
  // Providers route by the Contact's user.
  const auto at = contact_.find("twinline@");
  contact_.replace(at, 8, as_user(trunk.registration->credentials.user));
  const auto account =
      fmt::format("<sip:{}@{}>", as_user(trunk.registration->credentials.user), trunk.registration->domain);
  const auto refuse = [](void*, nta_leg_t*, nta_incoming_t*, const sip_t*) { return 405; };
  Home home;
  const auto from = fmt::format("{};tag={}", account, nta_agent_newtag(home, nullptr, shared.agent));
  leg_ = nta_leg_tcreate(shared.agent, refuse, this, SIPTAG_FROM_STR(from.c_str()), SIPTAG_TO_STR(account.c_str()),
                         TAG_END());
  if (!leg_) throw std::runtime_error(fmt::format("trunk {}: no registration can be made as {}", name(), account));
  timer_.set(shared.clock.now());
}

Registrations::Registration::~Registration() {
  nta_outgoing_destroy(request_);
  nta_leg_destroy(leg_);
}

std::unique_ptr<ClientDigest> Registrations::Registration::digest() const {
  return std::make_unique<ClientDigest>(trunk_.registration->credentials.user, password_);
}

void Registrations::Registration::send() {
  const auto uri = fmt::format("sip:{}", trunk_.registration->domain);
  const auto next_hop = uri_of({}, trunk_.registration->registrar, trunk_.gateway_transport);
  const auto expires = std::to_string(std::chrono::ceil<std::chrono::seconds>(trunk_.registration->expires).count());
  msg_t* message = nta_msg_create(shared_.agent, 0);
  const bool made = sip_add_tl(message, sip_object(message), SIPTAG_EXPIRES_STR(expires.c_str()),
                               SIPTAG_CONTACT_STR(contact_.c_str()), TAG_END()) >= 0 &&
                    nta_msg_request_complete(message, leg_, SIP_METHOD_REGISTER, as_url(uri.c_str())) >= 0;
  if (made) {
    digest_.sign(message);
    request_ = shared_.transports.send(message, next_hop,
                                       &on_response<&Registration::on_register_response, Registration>, this);
  } else {
    msg_destroy(message);
  }
  if (!request_) come_again(first_pause);
}

void Registrations::Registration::on_register_response(nta_outgoing_t* request, int status, const sip_t* response) {
  if (request != request_ || status < 200) return;
  if (status < 300) {
    failures_ = 0;
    digest_.confirm();
    if (!std::exchange(registered_, true)) log_info("trunk {}: registered", name());
    const Duration granted = granted_by(response, contact_, trunk_.registration->expires);
    // Early enough for a few failures before it lapses.
    timer_.set(shared_.clock.now() + std::max<Duration>(granted * 2 / 3, 1s));
  } else if ((status == 401 || status == 407) && digest_.take(response)) {
    nta_outgoing_destroy(std::exchange(request_, nullptr));
    send();
    return;
  } else if (status == 401 || status == 407 || status == 403) {
    give_up("the registrar does not take user and password");
  } else {
    if (std::exchange(registered_, false)) log_warning("trunk {}: no longer registered ({})", name(), status);
    const auto doublings = std::min<std::uint64_t>(failures_, 9);
    come_again(std::min<Duration>(first_pause * (1 << doublings), longest_pause));
  }
  nta_outgoing_destroy(std::exchange(request_, nullptr));
}

void Registrations::Registration::come_again(Duration pause) {
  ++failures_;
  timer_.set(shared_.clock.now() + jittered(name(), failures_, pause / 2, pause));
}

void Registrations::Registration::give_up(const char* why) {
  registered_ = false;
  log_error("trunk {}: registration given up: {}", name(), why);
}

}  // namespace twinline::live::sip
