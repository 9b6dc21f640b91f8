#include <algorithm>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/bridge_checks.hpp"
#include "scenarios/schema/bridge_files.hpp"
#include "scenarios/schema/network_address.hpp"

namespace twinline::scenarios {
namespace {

Endpoint endpoint_or(const Node* node, const Endpoint& fallback) {
  return node && node->is_scalar() ? parse_endpoint(node->text).value_or(fallback) : fallback;
}

std::vector<Endpoint> endpoints(const Node* node) {
  std::vector<Endpoint> all;
  for (const Node* written : scalars_of(node)) {
    if (const auto endpoint = parse_endpoint(written->text)) all.push_back(*endpoint);
  }
  return all;
}

std::vector<std::string> texts(const Node* node) {
  std::vector<std::string> all;
  for (const Node* text : scalars_of(node)) all.push_back(text->text);
  return all;
}

std::uint32_t count_or(const Node* node, std::uint32_t fallback) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(whole_or(node, fallback), 0xffffffffU));
}

/// Listeners with where they are written.
std::vector<WrittenListener> listeners(const Node* node, std::string_view owner) {
  std::vector<WrittenListener> all;
  if (!node) return all;
  for (const Node& item : node->items) {
    const Node* at = item.find("at");
    const auto listener =
        parse_listener(item.is_scalar() ? item.text : text_or(item.find("transport"), "") + " " + text_or(at, ""));
    if (listener) all.push_back({*listener, at ? at->place : item.place, std::string{owner}});
  }
  return all;
}

class BridgeBlock {
 public:
  explicit BridgeBlock(Binding& binding)
      : binding_(binding), files_(binding), block_(binding.root.find("bridge")), centre_(binding.scenario.centre) {}

  BridgeSettings load() {
    load_sip();
    load_edge();
    load_trunks();
    load_agents();
    load_destinations();
    settings_.look_ups = load_look_up_sources(*block_, agent_names(), binding_);
    load_media();
    load_recording();
    load_store();
    load_rest();
    settings_.rollout = load_rollout(binding_);
    check_bridge(*block_, listeners_, settings_, binding_);
    return std::move(settings_);
  }

 private:
  const Node* at(std::initializer_list<std::string_view> path) const { return find(block_, path); }

  void load_sip() {
    SipSettings& sip = settings_.sip;
    const auto written = listeners(at({"sip", "listen"}), "sip");
    if (!written.empty()) sip.listen.clear();
    for (const WrittenListener& listener : written) sip.listen.push_back(listener.listener);
    listeners_ = written;
    sip.domain = text_or(at({"sip", "domain"}), sip.domain);
    sip.tls_certificate_folder = files_.path_of(at({"sip", "tls_certificates"}));
    if (!sip.tls_certificate_folder.empty()) {
      const Place& named = at({"sip", "tls_certificates"})->place;
      for (const char* file : {"agent.pem", "cafile.pem"}) {
        files_.expect_secret(sip.tls_certificate_folder + "/" + file, named);
      }
    }
    if (const Node* edge = at({"sip", "edge"})) sip.edge = parse_endpoint(text_or(edge, ""));
    sip.session_expires = duration_or(at({"sip", "session_expires"}), sip.session_expires);
    sip.requires_client_certificate = yes_or(at({"sip", "requires_client_certificate"}), false);
  }

  void load_edge() {
    if (!at({"edge"})) return;
    EdgeSettings edge;
    for (const WrittenListener& listener : listeners(at({"edge", "listen"}), "edge")) {
      edge.listen.push_back(listener.listener);
      listeners_.push_back(listener);
    }
    edge.certificate_file = files_.path_of(at({"edge", "certificate_file"}));
    edge.private_key_file = files_.path_of(at({"edge", "private_key_file"}));
    edge.authorities_file = files_.path_of(at({"edge", "authorities_file"}));
    edge.requires_client_certificate = yes_or(at({"edge", "requires_client_certificate"}), false);
    edge.phones = texts(at({"edge", "phones"}));
    edge.standby = endpoints(at({"edge", "standby"}));
    edge.requests_per_second = count_or(at({"edge", "requests_per_second"}), edge.requests_per_second);
    edge.phone_requests_per_second =
        count_or(at({"edge", "phone_requests_per_second"}), edge.phone_requests_per_second);
    settings_.edge = std::move(edge);
  }

  void load_trunks() {
    const Node* trunks = at({"trunks"});
    if (!trunks) return;
    for (const Entry& entry : trunks->entries) {
      if (const auto trunk = trunk_named(entry)) settings_.trunks.push_back(read_trunk(*trunk, entry.value));
    }
    for (const Trunk& trunk : centre_.trunks) {
      if (trunks->find(trunk.name)) continue;
      binding_.problems.warn(
          trunks->place, fmt::format("trunk '{}' is not among the bridge's trunks: no call comes over it", trunk.name));
    }
  }

  std::optional<TrunkIndex> trunk_named(const Entry& entry) {
    const Node* block = binding_.root.find("trunks");
    if (const auto position = position_of(block, entry.key)) return TrunkIndex{*position};
    std::string remedy = block ? did_you_mean(entry.key, block->keys()) : "";
    if (remedy.empty()) remedy = fmt::format("; add 'trunks: {{{}: {{lines: 30}}}}' to the scenario", entry.key);
    binding_.problems.error(entry.place, fmt::format("unknown trunk {}{}", in_quotes(entry.key), remedy));
    return std::nullopt;
  }

  Credentials credentials(const Node& node) const {
    return {text_or(node.find("user"), ""), files_.secret(node.find("password_file"))};
  }

  TrunkSettings read_trunk(TrunkIndex index, const Node& node) {
    TrunkSettings trunk;
    trunk.trunk = index;
    trunk.sources = texts(node.find("sources"));
    if (const Node* inbound = node.find("inbound")) trunk.inbound = credentials(*inbound);
    if (const Node* registration = node.find("registration")) {
      trunk.registration = {endpoint_or(registration->find("registrar"), {}), text_or(registration->find("domain"), ""),
                            credentials(*registration), duration_or(registration->find("expires"), 5min)};
    }
    trunk.gateways = endpoints(node.find("gateways"));
    trunk.gateway_transport =
        parse_transport(text_or(node.find("gateway_transport"), "")).value_or(trunk.gateway_transport);
    trunk.tls_name = text_or(node.find("tls_name"), "");
    trunk.options_every = duration_or(node.find("options_every"), trunk.options_every);
    if (const Node* numbers = node.find("numbers")) {
      for (const Entry& number : numbers->entries) trunk.entries.push_back(read_number(number));
    }
    if (const Node* rules = node.find("number_rules")) {
      for (const Node& rule : rules->items) {
        trunk.numbers.push_back({text_or(rule.find("prefix"), ""), text_or(rule.find("replacement"), "")});
      }
    }
    trunk.codecs = texts(node.find("codecs"));
    trunk.outbound_lines = count_or(node.find("outbound_lines"), trunk.outbound_lines);
    trunk.outbound_per_hour = count_or(node.find("outbound_per_hour"), trunk.outbound_per_hour);
    trunk.longest_outbound = duration_or(node.find("longest_outbound"), trunk.longest_outbound);
    trunk.comedia = yes_or(node.find("comedia"), false);
    trunk.trusts_identity = yes_or(node.find("trusts_identity"), false);
    return trunk;
  }

  EntryPoint read_number(const Entry& number) const {
    const Node* type = number.value.is_scalar() ? &number.value : number.value.find("type");
    const auto position = position_of(binding_.root.find("calls"), text_or(type, ""));
    const bool early = text_or(number.value.find("answer"), "") == "early_media";
    return {number.key, position ? CallTypeIndex{*position} : CallTypeIndex{},
            early ? AnswerMode::early_media : AnswerMode::at_once};
  }

  void load_agents() {
    const bool runs = binding_.purpose == Purpose::bridge;
    if (runs) centre_.agents.clear();
    const Node* agents = at({"agents"});
    if (!agents) return;
    for (const Entry& entry : agents->entries) {
      const Node& node = entry.value;
      AgentAccount account;
      account.agent = AgentIndex{settings_.agents.size()};
      account.user = text_or(node.find("user"), entry.key);
      account.phone_password_file = files_.secret(node.find("phone_password_file"));
      account.desk_password_file = files_.secret(node.find("desk_password_file"));
      if (const Node* contact = node.find("contact")) account.contact = parse_endpoint(text_or(contact, ""));
      account.auto_answer_header = text_or(node.find("auto_answer"), "");
      account.supervisor = yes_or(node.find("supervisor"), false);
      settings_.agents.push_back(std::move(account));
      const auto group = position_of(binding_.root.find("groups"), text_or(node.find("group"), ""));
      if (runs && group) centre_.agents.push_back({entry.key, GroupIndex{*group}});
    }
  }

  std::vector<std::string> agent_names() const {
    const Node* agents = at({"agents"});
    return agents ? agents->keys() : std::vector<std::string>{};
  }

  void load_destinations() {
    settings_.destinations.resize(centre_.destinations.size());
    const Node* numbers = at({"destinations"});
    if (!numbers) return;
    for (const Entry& entry : numbers->entries) {
      const auto& names = centre_.destinations;
      const auto found = std::find(names.begin(), names.end(), entry.key);
      if (found != names.end()) {
        settings_.destinations[static_cast<std::size_t>(found - names.begin())] = text_or(&entry.value, "");
      } else {
        std::string remedy = did_you_mean(entry.key, names);
        if (remedy.empty()) remedy = "; add it to ivr.destinations";
        binding_.problems.error(entry.place, fmt::format("unknown destination {}{}", in_quotes(entry.key), remedy));
      }
    }
  }

  void load_media() {
    MediaSettings& media = settings_.media;
    media.direct = yes_or(at({"media", "direct"}), media.direct);
    media.control = endpoint_or(at({"media", "control"}), media.control);
    media.events = endpoint_or(at({"media", "events"}), media.events);
    media.prompts_folder = files_.path_of(at({"media", "prompts_folder"}));
    media.music = text_or(at({"media", "music"}), media.music);
    media.dead_air = duration_or(at({"media", "dead_air"}), media.dead_air);
  }

  void load_recording() {
    if (!at({"recording"})) return;
    RecordingSettings recording;
    recording.calls = recorded_calls();
    recording.share = share_or(at({"recording", "share"}), recording.share);
    const std::string consent = text_or(at({"recording", "consent"}), "announced");
    if (consent == "asked") recording.consent = RecordingConsent::asked;
    if (consent == "none_needed") recording.consent = RecordingConsent::none_needed;
    if (const Node* attribute = at({"recording", "agreed_in_flow"})) {
      recording.agreed_in_flow = attribute_named(*attribute);
    } else if (recording.consent != RecordingConsent::none_needed) {
      const bool asks = recording.consent == RecordingConsent::asked;
      recording.prompt = text_or(at({"recording", "prompt"}), asks ? "recording_question" : "recording_notice");
    }
    recording.agent_side = yes_or(at({"recording", "agent_side"}), recording.agent_side);
    recording.spool_folder = files_.path_of(at({"recording", "spool_folder"}));
    recording.archive_folder = files_.path_of(at({"recording", "archive_folder"}), recording.archive_folder);
    recording.key_file = files_.path_of(at({"recording", "key_file"}), recording.key_file);
    recording.keep = duration_or(at({"recording", "keep"}), recording.keep);
    settings_.recording = std::move(recording);
  }

  /// Named themselves, or by their queues; all where nothing is named.
  std::vector<CallTypeIndex> recorded_calls() const {
    const Node* types = at({"recording", "calls"});
    const Node* queues = at({"recording", "queues"});
    const auto names = [](const Node* listed, const Node* block, std::uint32_t place) {
      const auto all = scalars_of(listed);
      return std::any_of(all.begin(), all.end(),
                         [&](const Node* name) { return position_of(block, name->text) == place; });
    };
    std::vector<CallTypeIndex> recorded;
    for (std::size_t type = 0; type < centre_.call_types.size(); ++type) {
      const bool named = names(types, binding_.root.find("calls"), static_cast<std::uint32_t>(type)) ||
                         names(queues, binding_.root.find("queues"), centre_.call_types[type].queue.value);
      if (named || (!types && !queues)) recorded.emplace_back(type);
    }
    return recorded;
  }

  std::optional<AttributeIndex> attribute_named(const Node& name) {
    const auto& names = centre_.attributes;
    const auto found = std::find(names.begin(), names.end(), name.text);
    if (found != names.end()) return AttributeIndex{static_cast<std::size_t>(found - names.begin())};
    std::string remedy = did_you_mean(name.text, names);
    if (remedy.empty()) remedy = fmt::format("; add a menu with 'remember: {}' to a flow", name.text);
    binding_.problems.error(name.place, fmt::format("unknown attribute {}{}", in_quotes(name.text), remedy));
    return std::nullopt;
  }

  void load_store() {
    StoreSettings& store = settings_.store;
    store.journal = files_.path_of(at({"store", "journal"}), store.journal);
    store.segment_bytes = whole_or(at({"store", "segment_bytes"}), store.segment_bytes);
    store.sync_every = duration_or(at({"store", "sync_every"}), store.sync_every);
    store.dialogs = files_.path_of(at({"store", "dialogs"}), store.dialogs);
    store.dialog_key_file = files_.path_of(at({"store", "dialog_key_file"}), store.dialog_key_file);
    const bool postgresql = text_or(at({"store", "call_records"}), "") == "postgresql";
    store.call_records = postgresql ? CallRecordStore::postgresql : CallRecordStore::sqlite;
    store.database =
        postgresql ? text_or(at({"store", "database"}), "") : files_.path_of(at({"store", "database"}), store.database);
    store.keep_call_records = duration_or(at({"store", "keep_call_records"}), store.keep_call_records);
  }

  void load_rest() {
    HttpSettings& http = settings_.http;
    http.listen = endpoint_or(at({"http", "listen"}), http.listen);
    if (const Node* listen = at({"http", "listen"})) {
      listeners_.push_back({{SipTransport::tcp, http.listen}, listen->place, "http"});
    }
    http.scores_token_file = files_.secret(at({"http", "scores_token_file"}));
    TollRules& toll = settings_.toll;
    toll.allowed_prefixes = texts(at({"toll", "allowed_prefixes"}));
    toll.concurrent_per_agent = count_or(at({"toll", "concurrent_per_agent"}), toll.concurrent_per_agent);
    toll.per_hour_per_agent = count_or(at({"toll", "per_hour_per_agent"}), toll.per_hour_per_agent);
    toll.longest_call = duration_or(at({"toll", "longest_call"}), toll.longest_call);
    toll.ring_limit = duration_or(at({"toll", "ring_limit"}), toll.ring_limit);
    BridgeLimits& limits = settings_.limits;
    limits.calls_per_second = number_or(at({"limits", "calls_per_second"}), limits.calls_per_second);
    limits.calls = count_or(at({"limits", "calls"}), limits.calls);
    limits.agent_ring_grace = duration_or(at({"limits", "agent_ring_grace"}), limits.agent_ring_grace);
    limits.longest_wrap_up = duration_or(at({"limits", "longest_wrap_up"}), limits.longest_wrap_up);
    limits.drain = duration_or(at({"limits", "drain"}), limits.drain);
  }

  Binding& binding_;
  BridgeFiles files_;
  const Node* block_;
  Centre& centre_;
  BridgeSettings settings_;
  std::vector<WrittenListener> listeners_;
};

}  // namespace

BridgeSettings load_bridge_block(Binding& binding) {
  return binding.root.find("bridge") ? BridgeBlock(binding).load() : BridgeSettings{};
}

}  // namespace twinline::scenarios
