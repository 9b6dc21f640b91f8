#include "live_bridge/sip/phones.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/sip/messages.hpp"
#include "live_bridge/wall/secret_file.hpp"

namespace twinline::live::sip {
namespace {

constexpr unsigned long shortest_registration = 10;
constexpr unsigned long longest_registration = 3600;

unsigned long expires_in(const sip_t* sip) {
  const char* parameter = sip->sip_contact ? sip->sip_contact->m_expires : nullptr;
  if (parameter) return std::strtoul(parameter, nullptr, 10);
  return sip->sip_expires ? sip->sip_expires->ex_delta : longest_registration;
}

std::string joined_path(const sip_t* sip) {
  std::string path;
  for (const auto& value : values_of(reinterpret_cast<const sip_header_t*>(sip->sip_path))) {
    path += (path.empty() ? "" : ", ") + value;
  }
  return path;
}

}  // namespace

Phones::Phones(Shared& shared, ServerDigest& digest)
    : shared_(shared), digest_(digest), phones_(shared.centre.agents.size()) {
  for (const auto& account : shared.settings.agents) {
    Phone& phone = phones_[account.agent.value];
    phone.account = &account;
    phone.expiry = Timers::Timer(shared.timers, [this, &phone](Time) { unbind(phone); });
    if (!account.phone_password_file.empty()) {
      phone.password = read_secret(account.phone_password_file, "password of the phone " + account.user);
    }
    if (account.contact) {
      const auto address = address_of(account.contact->address);
      if (!address) throw std::runtime_error("the contact of the phone " + account.user + " must be a numeric address");
      places_[{*address, account.contact->port, scenarios::SipTransport::udp}] = account.agent;
    }
    users_.emplace(account.user, account.agent);
  }
}

bool Phones::is_reachable(AgentIndex agent) const {
  if (!has(agent)) return false;
  const Phone& phone = phones_[agent.value];
  return phone.account->contact || phone.binding;
}

std::optional<Target> Phones::target_of(AgentIndex agent) const {
  if (!has(agent)) return std::nullopt;
  const Phone& phone = phones_[agent.value];
  if (phone.binding) return phone.binding->target;
  if (!phone.account->contact) return std::nullopt;
  const std::string uri = uri_of(phone.account->user, *phone.account->contact, scenarios::SipTransport::udp);
  return Target{uri, {}, {}, shared_.transports.contact_towards(uri)};
}

AgentIndex Phones::agent_named(const std::string& user) const {
  const auto found = users_.find(user);
  return found == users_.end() ? AgentIndex{} : found->second;
}

AgentIndex Phones::at(const Source& source) const {
  const auto found = places_.find(source);
  return found == places_.end() ? AgentIndex{} : found->second;
}

ServerDigest::Verdict Phones::verify(AgentIndex agent, const msg_auth_t* credentials, const sip_t* request) const {
  const Phone& phone = phones_[agent.value];
  if (phone.password.empty()) return ServerDigest::Verdict::wrong;
  return digest_.verify(credentials, request, phone.account->user, phone.password);
}

void Phones::take_register(msg_t* message, const sip_t* sip, AgentIndex agent) {
  Phone& phone = phones_[agent.value];
  const auto reply = [&](int status, auto... tags) {
    nta_msg_treply(shared_.agent, message, status, nullptr, tags..., TAG_END());
  };
  const sip_contact_t* contact = sip->sip_contact;
  const auto expires = expires_in(sip);
  const bool every = contact && contact->m_url->url_type == url_any;
  if (every && expires != 0) return reply(400);

  const char* call_id = sip->sip_call_id->i_id;
  const auto sequence = sip->sip_cseq->cs_seq;
  if (phone.binding && phone.binding->call_id == call_id && sequence < phone.binding->sequence) return reply(500);

  if (contact && expires == 0) {
    // A phone that was replaced meanwhile takes only itself away.
    if (phone.binding && (every || phone.binding->target.uri == text_of(contact->m_url))) unbind(phone);
  } else if (contact) {
    if (expires < shortest_registration) {
      const auto least = fmt::format("Min-Expires: {}", shortest_registration);
      return reply(423, SIPTAG_HEADER_STR(least.c_str()));
    }
    const auto granted = std::min(expires, longest_registration);
    bind(phone, {target_in(message, sip), shared_.transports.source_of(message), call_id, sequence,
                 shared_.clock.now() + std::chrono::seconds(granted)});
  }
  if (!phone.binding) return reply(200);
  const auto left = std::chrono::ceil<std::chrono::seconds>(phone.binding->expires - shared_.clock.now()).count();
  const auto bound = fmt::format("<{}>;expires={}", phone.binding->target.uri, left);
  reply(200, SIPTAG_CONTACT_STR(bound.c_str()), SIPTAG_PATH(sip->sip_path));
}

/// How to reach the phone that sent this: along its Path; over the connection that it made; where it came from, if it
/// does not know its own address; else at its contact.
Target Phones::target_in(msg_t* message, const sip_t* sip) const {
  const url_t* contact = sip->sip_contact->m_url;
  Target target;
  target.uri = text_of(contact);
  target.contact = shared_.transports.contact_for(message);
  target.route = joined_path(sip);
  if (!target.route.empty()) return target;
  const Source source = shared_.transports.source_of(message);
  const bool connected = source.transport != scenarios::SipTransport::udp;
  const sip_via_t* via = sip->sip_via;
  const bool translated = via->v_received && su_casematch(via->v_host, contact->url_host);
  if (connected || translated || !is_numeric(contact->url_host)) target.next_hop = uri_of(source);
  return target;
}

void Phones::set_binding(Phone& phone, Binding binding) {
  if (phone.binding) places_.erase(phone.binding->source);
  // Along a Path all phones come from one place.
  if (binding.target.route.empty()) places_[binding.source] = phone.account->agent;
  phone.expiry.set(binding.expires);
  phone.binding = std::move(binding);
}

void Phones::bind(Phone& phone, Binding binding) {
  const bool was_reachable = is_reachable(phone.account->agent);
  set_binding(phone, std::move(binding));
  tell_keeper(phone);
  if (was_reachable) return;
  shared_.events.post([this, agent = phone.account->agent] { shared_.listener.on_phone(agent, true); });
}

void Phones::unbind(Phone& phone) {
  phone.expiry.cancel();
  if (phone.binding) places_.erase(phone.binding->source);
  phone.binding.reset();
  shared_.listener.on_unregistered(phone.account->agent);
  if (is_reachable(phone.account->agent)) return;
  shared_.events.post([this, agent = phone.account->agent] { shared_.listener.on_phone(agent, false); });
}

void Phones::tell_keeper(const Phone& phone) const {
  const Binding& binding = *phone.binding;
  // The connection of a phone without a Path ends with this process, and nothing else leads to it.
  if (binding.target.route.empty() && binding.source.transport != scenarios::SipTransport::udp) {
    return shared_.listener.on_unregistered(phone.account->agent);
  }
  shared_.listener.on_registered(phone.account->agent, {phone.account->user,
                                                        binding.target.uri,
                                                        binding.target.next_hop,
                                                        binding.target.route,
                                                        {text_of(binding.source.address), binding.source.port},
                                                        binding.source.transport,
                                                        binding.call_id,
                                                        binding.sequence,
                                                        world_start() + binding.expires.time_since_epoch()});
}

AgentIndex Phones::restore(const PhoneRecord& record) {
  const AgentIndex agent = agent_named(record.user);
  const auto address = address_of(record.source.address);
  const Time expires{record.expires - world_start()};
  if (!agent || !address || expires <= shared_.clock.now()) return {};
  const Source source{*address, record.source.port, record.transport};
  const std::string contact = shared_.transports.contact_towards(uri_of(source));
  if (contact.empty()) return {};  // nobody listens there any more
  set_binding(phones_[agent.value],
              {{record.uri, record.next_hop, record.route, contact}, source, record.call_id, record.sequence, expires});
  return agent;
}

}  // namespace twinline::live::sip
