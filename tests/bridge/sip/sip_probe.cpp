// The SIP side of the bridge without the bridge: a Stack whose events are printed, one JSON object a line, and whose
// calls are made by commands on standard input. What a test wants to happen it says itself; so each test reads as the
// story of one call. First come settings, then `start`, then what the Stack shall do; the end of input ends the
// program.
//
//   listen udp 127.0.0.1 5060        trunk NAME key=value…        agent USER key=value…        set KEY VALUE
//   start
//   auto none|answer|bridge          ring LEG      progress LEG   answer LEG    refuse LEG STATUS [RETRY_SECONDS]
//   invite_agent INDEX RING_MS CALLER      invite_trunk INDEX RING_MS NUMBER CALLER      hang_up LEG STATUS Q850
//   offer LEG    accept_offer LEG    refuse_offer LEG STATUS      report LEG STATUS      drain 0|1
//   record LEG   restore JSON        sequence LEG                 reachable INDEX        statistics
//   restore_phone JSON               after the record of a `registered` event
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "live_bridge/sip/stack.hpp"
#include "tests/bridge/line_input.hpp"

namespace twinline::live::sip {
namespace {

using nlohmann::json;

constexpr const char* description =
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8 101\r\n"
    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n";

void print(const json& line) {
  const auto text = line.dump() + "\n";
  if (write(STDOUT_FILENO, text.data(), text.size()) < 0) throw std::runtime_error("nobody reads standard output");
}

std::string name_of(LegId leg) { return std::to_string(leg.slot) + "." + std::to_string(leg.generation); }

LegId leg_named(const std::string& name) {
  LegId leg;
  char dot = 0;
  std::istringstream(name) >> leg.slot >> dot >> leg.generation;
  return leg;
}

scenarios::Endpoint endpoint_in(const std::string& text) {
  const auto colon = text.rfind(':');
  return {text.substr(0, colon), static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1)))};
}

scenarios::SipTransport transport_named(const std::string& name) {
  if (name == "tcp") return scenarios::SipTransport::tcp;
  if (name == "tls") return scenarios::SipTransport::tls;
  return scenarios::SipTransport::udp;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

/// What a test may set of a bridge.
class Setup {
 public:
  scenarios::BridgeSettings settings;
  Centre centre;

  Setup() { settings.sip.listen.clear(); }

  void listen(std::istream& words) {
    std::string transport, address, port;
    words >> transport >> address >> port;
    settings.sip.listen.push_back({transport_named(transport), endpoint_in(address + ":" + port)});
  }

  void trunk(std::istream& words) {
    scenarios::TrunkSettings trunk;
    std::string name;
    words >> name;
    trunk.trunk = TrunkIndex{centre.trunks.size()};
    trunk.options_every = Duration{0};
    centre.trunks.push_back({name, 0});
    for (std::string word; words >> word;) {
      const auto key = word.substr(0, word.find('=')), value = word.substr(word.find('=') + 1);
      if (key == "source") trunk.sources.push_back(value);
      if (key == "gateway") trunk.gateways.push_back(endpoint_in(value));
      if (key == "options_ms") trunk.options_every = std::chrono::milliseconds(std::stoi(value));
      if (key == "transport") trunk.gateway_transport = transport_named(value);
      if (key == "tls_name") trunk.tls_name = value;
      if (key == "lines") trunk.outbound_lines = static_cast<std::uint32_t>(std::stoul(value));
      if (key == "trusts") trunk.trusts_identity = value == "1";
      const auto parts = split(value, ',');
      if (key == "rule") trunk.numbers.push_back({parts.at(0), parts.at(1)});
      if (key == "inbound") trunk.inbound = scenarios::Credentials{parts.at(0), parts.at(1)};
      if (key == "registration") {
        trunk.registration = scenarios::OutboundRegistration{endpoint_in(parts.at(0)),
                                                             parts.at(1),
                                                             {parts.at(2), parts.at(3)},
                                                             std::chrono::seconds(std::stoi(parts.at(4)))};
      }
    }
    settings.trunks.push_back(trunk);
  }

  void agent(std::istream& words) {
    scenarios::AgentAccount account;
    words >> account.user;
    account.agent = AgentIndex{centre.agents.size()};
    centre.agents.push_back({account.user, GroupIndex{0}});
    for (std::string word; words >> word;) {
      const auto key = word.substr(0, word.find('=')), value = word.substr(word.find('=') + 1);
      if (key == "contact") account.contact = endpoint_in(value);
      if (key == "password") account.phone_password_file = value;
      if (key == "header") account.auto_answer_header = value;
    }
    settings.agents.push_back(account);
  }

  void set(std::istream& words) {
    std::string key, value;
    words >> key >> value;
    if (key == "calls_per_second") settings.limits.calls_per_second = std::stod(value);
    if (key == "calls") settings.limits.calls = static_cast<std::uint32_t>(std::stoul(value));
    if (key == "session_ms") settings.sip.session_expires = std::chrono::milliseconds(std::stoi(value));
    if (key == "domain") settings.sip.domain = value;
    if (key == "certificates") settings.sip.tls_certificate_folder = value;
    if (key == "requires_client_certificate") settings.sip.requires_client_certificate = value == "1";
    if (key == "edge") settings.sip.edge = endpoint_in(value);
  }
};

json as_json(const Cause& cause) { return {{"status", cause.status}, {"q850", cause.q850}, {"text", cause.text}}; }

json as_json(const DialogRecord& record) {
  return {{"caller", record.caller},
          {"trunk", record.trunk.value},
          {"agent", record.agent.value},
          {"call_id", record.call_id},
          {"local", record.local},
          {"remote", record.remote},
          {"route", record.route},
          {"target", record.target},
          {"local_sequence", record.local_sequence},
          {"remote_sequence", record.remote_sequence},
          {"refreshes_session", record.refreshes_session},
          {"session_expires", record.session_expires.count()},
          {"local_sdp", record.local_sdp},
          {"remote_sdp", record.remote_sdp}};
}

json as_json(const PhoneRecord& record) {
  return {{"user", record.user},
          {"uri", record.uri},
          {"next_hop", record.next_hop},
          {"route", record.route},
          {"address", record.source.address},
          {"port", record.source.port},
          {"transport", record.transport},
          {"call_id", record.call_id},
          {"sequence", record.sequence},
          {"expires", record.expires.count()}};
}

PhoneRecord phone_record_in(const json& text) {
  return {text.at("user"),
          text.at("uri"),
          text.at("next_hop"),
          text.at("route"),
          {text.at("address"), text.at("port")},
          text.at("transport"),
          text.at("call_id"),
          text.at("sequence"),
          Duration{text.at("expires").get<std::int64_t>()}};
}

DialogRecord record_in(const json& text) {
  DialogRecord record;
  record.caller = text.at("caller");
  record.trunk.value = text.at("trunk");
  record.agent.value = text.at("agent");
  record.call_id = text.at("call_id");
  record.local = text.at("local");
  record.remote = text.at("remote");
  record.route = text.at("route").get<std::vector<std::string>>();
  record.target = text.at("target");
  record.local_sequence = text.at("local_sequence");
  record.remote_sequence = text.at("remote_sequence");
  record.refreshes_session = text.at("refreshes_session");
  record.session_expires = Duration{text.at("session_expires").get<std::int64_t>()};
  record.local_sdp = text.at("local_sdp");
  record.remote_sdp = text.at("remote_sdp");
  return record;
}

class Probe final : public Listener {
 public:
  explicit Probe(EventLoop& loop) : loop_(loop), timers_(clock_, loop) {}

  /// One line of input.
  void obey(const std::string& line) {
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    if (verb == "listen") return setup_.listen(words);
    if (verb == "trunk") return setup_.trunk(words);
    if (verb == "agent") return setup_.agent(words);
    if (verb == "set") return setup_.set(words);
    if (verb == "start") return start();
    act(verb, words);
  }

  void on_invited(const Invitation& invitation) override {
    stack_->trying(invitation.leg);
    if (automatic_ != "none") return handle(invitation);
    print({{"event", "invited"},
           {"leg", name_of(invitation.leg)},
           {"trunk", invitation.trunk.value},
           {"agent", invitation.agent.value},
           {"called", invitation.called},
           {"caller", invitation.caller},
           {"verstat", invitation.verstat},
           {"diverted_from", invitation.diverted_from},
           {"sdp", invitation.sdp}});
  }
  void on_confirmed(LegId leg, const std::string& sdp) override { tell("confirmed", leg, {{"sdp", sdp}}); }
  void on_ringing(LegId leg, int status, const std::string& sdp) override {
    tell("ringing", leg, {{"status", status}, {"sdp", sdp}});
  }
  void on_answered(LegId leg, const std::string& sdp) override {
    tell("answered", leg, {{"sdp", sdp}});
    if (const auto partner = partners_.find(leg); partner != partners_.end()) stack_->answer(partner->second, sdp);
  }
  void on_refused(LegId leg, const Cause& cause) override {
    tell("refused", leg, as_json(cause));
    part(leg, cause);
  }
  void on_ended(LegId leg, const Cause& cause) override {
    tell("ended", leg, as_json(cause));
    part(leg, cause);
  }
  void on_offered(LegId leg, const std::string& sdp) override { tell("offered", leg, {{"sdp", sdp}}); }
  void on_offer_accepted(LegId leg, const std::string& sdp) override { tell("offer_accepted", leg, {{"sdp", sdp}}); }
  void on_offer_refused(LegId leg, const Cause& cause) override { tell("offer_refused", leg, as_json(cause)); }
  void on_referred(LegId leg, const Referral& referral) override {
    tell("referred", leg, {{"target", referral.target}, {"replaces", name_of(referral.replaces)}});
  }
  void on_digit(LegId leg, char digit) override { tell("digit", leg, {{"digit", std::string(1, digit)}}); }
  void on_phone(AgentIndex agent, bool reachable) override {
    print({{"event", "phone"}, {"agent", agent.value}, {"reachable", reachable}});
  }
  void on_registered(AgentIndex agent, const PhoneRecord& record) override {
    print({{"event", "registered"}, {"agent", agent.value}, {"record", as_json(record)}});
  }
  void on_unregistered(AgentIndex agent) override { print({{"event", "unregistered"}, {"agent", agent.value}}); }
  void on_trunk(TrunkIndex trunk, bool up) override { print({{"event", "trunk"}, {"trunk", trunk.value}, {"up", up}}); }

 private:
  void start() {
    stack_ = std::make_unique<Stack>(loop_, timers_, clock_, setup_.settings, setup_.centre, *this);
    print({{"event", "started"}});
  }

  void act(const std::string& verb, std::istringstream& words) {
    std::string name;
    words >> name;
    const LegId leg = leg_named(name);
    int status = 0;
    if (verb == "auto") {
      automatic_ = name;
    } else if (verb == "ring") {
      stack_->ring(leg);
    } else if (verb == "progress") {
      stack_->progress(leg, description);
    } else if (verb == "answer") {
      stack_->answer(leg, description);
    } else if (verb == "refuse") {
      int retry = 0;
      words >> status >> retry;
      stack_->refuse(leg, {status, 17, {}}, std::chrono::seconds(retry));
    } else if (verb == "hang_up") {
      Cause cause;
      words >> cause.status >> cause.q850;
      stack_->hang_up(leg, cause);
    } else if (verb == "offer") {
      stack_->offer(leg, description);
    } else if (verb == "accept_offer") {
      stack_->accept_offer(leg, description);
    } else if (verb == "refuse_offer") {
      words >> status;
      stack_->refuse_offer(leg, {status, 16, {}});
    } else if (verb == "report") {
      words >> status;
      stack_->report_referral(leg, status);
    } else {
      ask(verb, name, words);
    }
  }

  void ask(const std::string& verb, const std::string& name, std::istringstream& words) {
    const LegId leg = leg_named(name);
    if (verb == "invite_agent" || verb == "invite_trunk") {
      invite(verb == "invite_agent", std::stoul(name), words);
    } else if (verb == "drain") {
      stack_->drain(name == "1");
    } else if (verb == "record") {
      const auto record = stack_->record(leg);
      print({{"reply", "record"}, {"record", record ? as_json(*record) : json()}});
    } else if (verb == "restore") {
      const LegId restored = stack_->restore(record_in(json::parse(words.str().substr(verb.size() + 1))));
      print({{"reply", "restore"}, {"leg", name_of(restored)}});
    } else if (verb == "restore_phone") {
      const AgentIndex agent = stack_->restore(phone_record_in(json::parse(words.str().substr(verb.size() + 1))));
      print({{"reply", "restore_phone"}, {"restored", static_cast<bool>(agent)}});
    } else if (verb == "sequence") {
      print({{"reply", "sequence"}, {"sequence", stack_->sequence(leg)}});
    } else if (verb == "reachable") {
      print({{"reply", "reachable"}, {"reachable", stack_->is_reachable(AgentIndex{std::stoul(name)})}});
    } else if (verb == "statistics") {
      const auto now = stack_->statistics();
      print({{"reply", "statistics"},
             {"invites_in", now.invites_in},
             {"invites_out", now.invites_out},
             {"refused_for_overload", now.refused_for_overload},
             {"unknown_source", now.unknown_source},
             {"wrong_password", now.wrong_password},
             {"legs", now.legs},
             {"server_transactions", now.server_transactions},
             {"client_transactions", now.client_transactions}});
    } else {
      throw std::runtime_error("unknown command " + verb);
    }
  }

  void invite(bool agent, std::size_t index, std::istringstream& words) {
    Outgoing outgoing;
    int milliseconds = 0;
    words >> milliseconds;
    if (agent) {
      outgoing.agent = AgentIndex{index};
    } else {
      outgoing.trunk = TrunkIndex{index};
      words >> outgoing.called;
    }
    words >> outgoing.caller;
    outgoing.ring_limit = std::chrono::milliseconds(milliseconds);
    outgoing.sdp = description;
    const auto leg = stack_->invite(outgoing);
    print({{"reply", "invite"}, {"leg", leg ? name_of(*leg) : ""}});
  }

  // Without a test's word: what load needs.
  void handle(const Invitation& invitation) {
    if (automatic_ == "answer") return stack_->answer(invitation.leg, description);
    Outgoing outgoing;
    outgoing.agent = AgentIndex{0};
    outgoing.caller = invitation.caller;
    outgoing.sdp = invitation.sdp;
    outgoing.ring_limit = 10s;
    const auto leg = stack_->invite(outgoing);
    if (!leg) return stack_->refuse(invitation.leg, {480, 20, {}});
    partners_[*leg] = invitation.leg;
    partners_[invitation.leg] = *leg;
  }

  void part(LegId leg, const Cause& cause) {
    const auto found = partners_.find(leg);
    if (found == partners_.end()) return;
    const LegId partner = found->second;
    partners_.erase(found);
    partners_.erase(partner);
    stack_->hang_up(partner, cause);
  }

  void tell(const char* event, LegId leg, json more) {
    if (automatic_ != "none") return;
    more["event"] = event;
    more["leg"] = name_of(leg);
    print(more);
  }

  EventLoop& loop_;
  Clock clock_;
  Timers timers_;
  Setup setup_;
  std::unique_ptr<Stack> stack_;
  std::string automatic_ = "none";
  std::map<LegId, LegId> partners_;
};

int run() {
  const auto loop = make_loop();
  Probe probe(*loop);
  const test::LineInput input(*loop, [&](const std::string& line) { probe.obey(line); });
  loop->run();
  return 0;
}

}  // namespace
}  // namespace twinline::live::sip

int main() {
  try {
    return twinline::live::sip::run();
  } catch (const std::exception& error) {
    std::cerr << "sip_probe: " << error.what() << "\n";
    return 1;
  }
}
