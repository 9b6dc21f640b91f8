#include "live_bridge/sip/gateways.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/sip/jitter.hpp"
#include "live_bridge/sip/messages.hpp"
#include "live_bridge/sip/numbers.hpp"
#include "live_bridge/wall/log.hpp"

namespace twinline::live::sip {
namespace {

constexpr int losses_until_down = 2;

}  // namespace

Gateways::Gateways(Shared& shared) : shared_(shared) {
  for (const auto& trunk : shared.settings.trunks) {
    for (const auto& at : trunk.gateways) gateways_.push_back(std::make_unique<Gateway>(*this, trunk, at));
  }
}

Gateways::~Gateways() = default;

std::vector<Target> Gateways::targets_of(TrunkIndex trunk, const std::string& number) const {
  std::vector<Target> targets;
  for (const auto& gateway : gateways_) {
    if (gateway->trunk() == trunk && gateway->is_up()) targets.push_back(gateway->target(number));
  }
  return targets;
}

bool Gateways::any_up(TrunkIndex trunk) const {
  return std::any_of(gateways_.begin(), gateways_.end(),
                     [trunk](const auto& gateway) { return gateway->trunk() == trunk && gateway->is_up(); });
}

Gateways::Gateway::Gateway(Gateways& all, const scenarios::TrunkSettings& trunk, const scenarios::Endpoint& at)
    : all_(all),
      trunk_(trunk),
      at_(at),
      contact_(all.shared_.transports.contact_towards(uri_of({}, at, trunk.gateway_transport))),
      timer_(all.shared_.timers, [this](Time) { on_timer(); }) {
  const auto& name = all.shared_.centre.trunks[trunk.trunk.value].name;
  if (contact_.empty()) {
    throw std::runtime_error(fmt::format("trunk {} has gateways over {}, but SIP does not listen on it", name,
                                         name_of(trunk.gateway_transport)));
  }
  if (!is_numeric(at.address)) {
    throw std::runtime_error(
        fmt::format("trunk {} has the gateway {}; it must be a numeric address", name, at.address));
  }
  if (trunk.options_every <= Duration{0}) return;
  const auto asker = fmt::format("{}:{}", at.address, at.port);
  timer_.set(all.shared_.clock.now() + jittered(asker, 0, 0s, std::min<Duration>(trunk.options_every, 1s)));
}

Gateways::Gateway::~Gateway() { nta_outgoing_destroy(question_); }

Target Gateways::Gateway::target(const std::string& number) const {
  return {uri_of(as_user(number), at_, trunk_.gateway_transport), {}, {}, contact_};
}

void Gateways::Gateway::on_timer() {
  if (question_) lose();
  ask();
}

void Gateways::Gateway::ask() {
  auto& shared = all_.shared_;
  const auto uri = uri_of({}, at_, trunk_.gateway_transport);
  Home home;
  const auto from = fmt::format("<sip:twinline@{}>;tag={}", shared.settings.sip.domain,
                                nta_agent_newtag(home, nullptr, shared.agent));
  msg_t* message = nta_msg_create(shared.agent, 0);
  sip_t* sip = sip_object(message);
  // Outside of any dialog, so without a leg of the stack's.
  const bool made = sip_add_tl(message, sip, SIPTAG_FROM_STR(from.c_str()), SIPTAG_TO_STR(("<" + uri + ">").c_str()),
                               SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_CSEQ_STR("1 OPTIONS"),
                               SIPTAG_ACCEPT_STR("application/sdp"), TAG_END()) >= 0;
  sip->sip_request = sip_request_create(msg_home(message), SIP_METHOD_OPTIONS, as_url(uri.c_str()), nullptr);
  sip->sip_call_id = sip_call_id_create(msg_home(message), nullptr);
  if (made) {
    question_ = shared.transports.send(message, {}, &on_response<&Gateway::on_options_response, Gateway>, this);
  } else {
    msg_destroy(message);
  }
  if (!question_) lose();
  timer_.set(shared.clock.now() + (question_ ? std::min(gateway_silence, trunk_.options_every) : trunk_.options_every));
}

void Gateways::Gateway::on_options_response(nta_outgoing_t* request, int status, const sip_t*) {
  if (request != question_ || status < 200) return;
  forget_question();
  timer_.set(all_.shared_.clock.now() + trunk_.options_every);
  // What the stack made up itself (nobody listens there, no connection) is a 503, too.
  if (status == 503 || status == 408) {
    lose();
    return;
  }
  losses_ = 0;
  if (up_) return;
  const bool first = !all_.any_up(trunk_.trunk);
  up_ = true;
  log_info("trunk {}: gateway {}:{} answers again", all_.shared_.centre.trunks[trunk_.trunk.value].name, at_.address,
           at_.port);
  if (!first) return;
  auto& shared = all_.shared_;
  shared.events.post([&shared, trunk = trunk_.trunk] { shared.listener.on_trunk(trunk, true); });
}

void Gateways::Gateway::lose() {
  forget_question();
  if (++losses_ < losses_until_down || !up_) return;
  up_ = false;
  auto& shared = all_.shared_;
  log_warning("trunk {}: gateway {}:{} does not answer", shared.centre.trunks[trunk_.trunk.value].name, at_.address,
              at_.port);
  if (all_.any_up(trunk_.trunk)) return;
  shared.events.post([&shared, trunk = trunk_.trunk] { shared.listener.on_trunk(trunk, false); });
}

void Gateways::Gateway::forget_question() { nta_outgoing_destroy(std::exchange(question_, nullptr)); }

}  // namespace twinline::live::sip
