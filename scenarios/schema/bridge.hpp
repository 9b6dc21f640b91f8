// What a centre needs beyond its scenario to take real calls: the `bridge:` block of a scenario file, as plain data.
// The centre itself (queues, skills, groups, call types, policies) is the scenario's own; here is how calls and agents
// reach it. Secrets are named by file and read by whoever needs them, never kept here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/look_up_source.hpp"

namespace twinline::scenarios {

/// A socket address written as numbers: the SIP thread never resolves names.
struct Endpoint {
  std::string address = "127.0.0.1";  ///< an IPv6 address has no brackets here
  std::uint16_t port = 0;
  bool operator==(const Endpoint&) const = default;
};

/// "127.0.0.1:5060", "[2001:db8::1]:5060"
std::string to_string(const Endpoint& endpoint);

enum class SipTransport : std::uint8_t { udp, tcp, tls };

struct SipListener {
  SipTransport transport = SipTransport::udp;
  Endpoint at{"127.0.0.1", 5060};
  bool operator==(const SipListener&) const = default;
};

struct SipSettings {
  std::vector<SipListener> listen{{}};
  std::string domain = "twinline";           ///< realm of digests, host part of addresses that the bridge makes
  std::string tls_certificate_folder;        ///< holds agent.pem and cafile.pem (whose signature counts); empty: no TLS
  bool requires_client_certificate = false;  ///< of whoever connects to a TLS listener
  std::optional<Endpoint> edge;      ///< the proxy in front, its inner side: requests from there name their trunk in a
                                     ///< header
  Duration session_expires = 30min;  ///< of session timers (RFC 4028); 90 s at least
};

/// The proxy in front of the bridge, as `twinline-bridge edge-config` writes its configuration; SipSettings::edge is
/// its inner side.
struct EdgeSettings {
  std::vector<SipListener> listen;  ///< where trunks and phones reach it
  std::string certificate_file;     ///< of its TLS listeners, PEM
  std::string private_key_file;     ///< PEM
  std::string authorities_file;     ///< PEM: whose signature counts on client certificates
  bool requires_client_certificate = false;
  std::vector<std::string> phones;               ///< addresses or networks from which agents' phones may register
  std::vector<Endpoint> standby;                 ///< other bridges, tried in order when the first is silent
  std::uint32_t requests_per_second = 2000;      ///< from one source of a trunk; more are refused or dropped
  std::uint32_t phone_requests_per_second = 50;  ///< from one phone's address, and from all strangers together
};

/// Where the edge passes calls to: the first UDP listener with an address of its own; null when there is none.
const SipListener* listener_for_edge(const SipSettings& sip);

/// Whether a caller pays before an agent or the flow answers.
enum class AnswerMode : std::uint8_t {
  at_once,      ///< 200 as soon as the call is accepted
  early_media,  ///< 183 with audio; 200 when an agent answers
};

/// A number that callers dial.
struct EntryPoint {
  std::string number;  ///< as the trunk's number rule leaves it
  CallTypeIndex type;
  AnswerMode answer = AnswerMode::at_once;
};

/// Makes one spelling of the numbers that a trunk sends: what begins with `prefix` gets `replacement` in its place; the
/// first rule that fits is taken.
struct NumberRule {
  std::string prefix, replacement;
};

struct Credentials {
  std::string user;
  std::string password_file;
  bool operator==(const Credentials&) const = default;
};

/// The bridge registers at a provider.
struct OutboundRegistration {
  Endpoint registrar;
  std::string domain;
  Credentials credentials;
  Duration expires = 5min;
  bool operator==(const OutboundRegistration&) const = default;
};

struct TrunkSettings {
  TrunkIndex trunk;
  std::vector<std::string> sources;    ///< addresses or networks (192.0.2.0/24) whose requests are this trunk's
  std::optional<Credentials> inbound;  ///< digest asked of its INVITEs
  std::optional<OutboundRegistration> registration;
  std::vector<Endpoint> gateways;  ///< outbound calls, tried in order
  SipTransport gateway_transport = SipTransport::udp;
  std::string tls_name;  ///< in the certificates of its peers; empty: the registration's domain, or their addresses
  Duration options_every = 30s;  ///< health of the gateways; 0: none is asked
  std::vector<EntryPoint> entries;
  std::vector<NumberRule> numbers;
  std::vector<std::string> codecs;        ///< in order of preference; empty: as offered
  std::uint32_t outbound_lines = 0;       ///< calls to the outside at once; 0: without limit
  std::uint32_t outbound_per_hour = 200;  ///< such calls begun in any hour; 0: without limit
  Duration longest_outbound{0};           ///< such a call is ended then; 0: TollRules::longest_call alone bounds it
  bool comedia = false;                   ///< audio goes to where it comes from, whatever the SDP says
  bool trusts_identity = false;           ///< P-Asserted-Identity is believed
};

struct AgentAccount {
  AgentIndex agent;
  std::string user;                 ///< of the phone and of the desk
  std::string phone_password_file;  ///< of its REGISTER; empty with a fixed contact
  std::string desk_password_file;   ///< a salted slow hash, as `twinline-bridge password` writes it
  std::optional<Endpoint> contact;  ///< a phone that does not register
  std::string auto_answer_header;   ///< "Alert-Info: …", sent with an offer; empty: the phone rings
  bool supervisor = false;
};

struct MediaSettings {
  bool direct = false;                  ///< no media server: SDPs are passed on, callers hear nothing before an agent
  Endpoint control{"127.0.0.1", 2223};  ///< rtpengine's ng port (UDP)
  Endpoint events{"127.0.0.1", 2224};   ///< rtpengine's ng port (TCP), over which digits come
  std::string prompts_folder;           ///< NAME.au for every prompt that the centre names, as the media server sees it
  std::string music = "music";          ///< the prompt that plays in queue
  Duration dead_air{60s};               ///< no packet from either side for so long: the call is taken for lost
};

/// What callers have to do with their being recorded.
enum class RecordingConsent : std::uint8_t {
  announced,    ///< they are told before they talk; who stays agrees
  asked,        ///< they are asked before they talk, and recorded only if they say yes
  none_needed,  ///< nothing is said
};

struct RecordingSettings {
  std::vector<CallTypeIndex> calls;  ///< of the numbers whose callers are recorded
  double share = 1;                  ///< of those calls
  RecordingConsent consent = RecordingConsent::announced;
  std::string prompt;                            ///< tells or asks; empty where nothing is said
  std::optional<AttributeIndex> agreed_in_flow;  ///< a flow asks: 1 means yes
  bool agent_side = true;                        ///< whether the agent is heard in it
  std::string spool_folder;                      ///< the media server's --recording-dir
  std::string archive_folder = "recordings";
  std::string key_file = "state/recording_keys";  ///< encrypts what is archived; made when missing
  Duration keep{90 * 24h};
};

enum class CallRecordStore : std::uint8_t { sqlite, postgresql };

struct StoreSettings {
  std::string journal = "journal/bridge.tlj";
  std::uint64_t segment_bytes = std::uint64_t{64} << 20;
  Duration sync_every = 1s;  ///< what a power failure may lose
  std::string dialogs = "state/dialogs";
  std::string dialog_key_file = "state/dialog_key";  ///< encrypts the dialog records; made when missing
  CallRecordStore call_records = CallRecordStore::sqlite;
  std::string database = "state/calls.sqlite";  ///< a file, or a connection string
  Duration keep_call_records{90 * 24h};
};

struct HttpSettings {
  Endpoint listen{"127.0.0.1", 8080};
  std::string scores_token_file;  ///< with which quality scores are posted; empty: none are taken
};

/// Where calls may be sent, by an agent or by a flow: nothing but what is named. A trunk's own bounds are with the
/// trunk.
struct TollRules {
  std::vector<std::string> allowed_prefixes;
  std::uint32_t concurrent_per_agent = 1;  ///< calls to the outside that an agent made and that go on
  std::uint32_t per_hour_per_agent = 20;   ///< such calls begun in any hour
  Duration longest_call{2h};               ///< any talk is ended then
  Duration ring_limit = 30s;               ///< how long a number outside may ring
};

struct BridgeLimits {
  double calls_per_second = 400;  ///< more are refused with 503
  std::uint32_t calls = 10000;
  Duration agent_ring_grace = 2s;  ///< how long after the ACD's ring limit a phone's answer may still come
  Duration longest_wrap_up{0};     ///< then an agent is free again; 0: when the agent says so
  Duration drain{10min};           ///< longest wait for calls to end after SIGTERM
};

/// How other policies come into force while calls go on; which manifests speak for them well enough is the gate's to
/// say (policies/contract/promotion_gate.hpp).
struct RolloutSettings {
  std::map<std::string, std::string> operators;  ///< who may, by name: the hash of a token, as of a password
  bool full_without_canary = false;              ///< a candidate may decide about all calls at once
  std::map<std::string, double> rollback_at;     ///< by KPI: how much worse, at least 0, ends a canary
  std::uint32_t rejections = 10;  ///< so many decisions of a candidate the ACD may reject; one more bars it
  bool freeze_on_alarm = false;   ///< no step forwards once KPIs have left the bands of the manifest in force
};

struct BridgeSettings {
  SipSettings sip;
  std::optional<EdgeSettings> edge;
  std::vector<TrunkSettings> trunks;
  std::vector<AgentAccount> agents;
  std::vector<std::string> destinations;  ///< by Centre::destinations: the number that is dialled
  std::vector<LookUpSource> look_ups;     ///< those of Centre::look_ups that the bridge has
  MediaSettings media;
  std::optional<RecordingSettings> recording;  ///< none: nobody is recorded
  StoreSettings store;
  HttpSettings http;
  TollRules toll;
  BridgeLimits limits;
  RolloutSettings rollout;
};

/// What the bridge is told of a trunk; null where that is nothing.
const TrunkSettings* settings_of(const BridgeSettings& settings, TrunkIndex trunk);

}  // namespace twinline::scenarios
