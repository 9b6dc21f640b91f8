// The agents' phones: where each can be reached, by fixed contact or by REGISTER (RFC 3261 §10, Path of RFC 3327). The
// newest registration counts; an agent has one phone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "live_bridge/sip/dialog.hpp"
#include "live_bridge/sip/server_digest.hpp"

namespace twinline::live::sip {

class Phones {
 public:
  /// Reads the accounts' passwords; throws std::runtime_error where one cannot be read.
  Phones(Shared& shared, ServerDigest& digest);

  bool is_reachable(AgentIndex agent) const;

  /// Where to send a call for the agent; none where there is no contact now.
  std::optional<Target> target_of(AgentIndex agent) const;

  /// A header to send with an offer, so that the phone answers by itself; empty: it rings.
  const std::string& auto_answer_of(AgentIndex agent) const { return phones_[agent.value].account->auto_answer_header; }
  const std::string& user_of(AgentIndex agent) const { return phones_[agent.value].account->user; }

  /// Whether this is an agent whose phone is set up here.
  bool has(AgentIndex agent) const { return agent && agent.value < phones_.size() && phones_[agent.value].account; }

  /// The agent with this user name; none where there is none.
  AgentIndex agent_named(const std::string& user) const;

  /// The agent whose phone is there; none where there is none.
  AgentIndex at(const Source& source) const;

  /// Whether the agent's contact is fixed: a phone that never registers is believed by where it is.
  bool is_fixed(AgentIndex agent) const { return phones_[agent.value].account->contact.has_value(); }

  /// Checks an agent's credentials; an agent without a password is never accepted.
  ServerDigest::Verdict verify(AgentIndex agent, const msg_auth_t* credentials, const sip_t* request) const;

  /// Answers a REGISTER and takes the message. The account named in it must exist.
  void take_register(msg_t* message, const sip_t* sip, AgentIndex agent);

  /// A registration of an earlier process; none where it has expired or is of nobody here.
  AgentIndex restore(const PhoneRecord& record);

 private:
  struct Binding {
    Target target;
    Source source;
    std::string call_id;
    std::uint32_t sequence = 0;
    Time expires;
  };
  struct Phone {
    const scenarios::AgentAccount* account = nullptr;
    std::string password;
    std::optional<Binding> binding;
    Timers::Timer expiry;
  };

  void set_binding(Phone& phone, Binding binding);
  void bind(Phone& phone, Binding binding);
  void unbind(Phone& phone);
  void tell_keeper(const Phone& phone) const;
  Duration world_start() const { return shared_.clock.world_start().time_since_epoch(); }
  Target target_in(msg_t* message, const sip_t* sip) const;

  Shared& shared_;
  ServerDigest& digest_;
  std::vector<Phone> phones_;  ///< by agent
  std::map<std::string, AgentIndex> users_;
  std::map<Source, AgentIndex> places_;
};

}  // namespace twinline::live::sip
