#include "live_bridge/world/settings_change.hpp"

#include <cstddef>
#include <optional>
#include <utility>

namespace twinline::live {
namespace {

using namespace scenarios;

/// The keys that differ, as far as they were compared.
struct Differences {
  std::vector<std::string> keys;

  template <class Value>
  bool compare(std::string key, const Value& present, const Value& wanted) {
    if (present == wanted) return true;
    keys.push_back(std::move(key));
    return false;
  }
};

template <class Named>
std::vector<std::string> names_in(const std::vector<Named>& table) {
  std::vector<std::string> names;
  for (const Named& row : table) names.push_back(row.name);
  return names;
}

/// The trunks of the bridge block, in its order, which is the order in which they are tried.
std::vector<std::string> trunks_of(const scenarios::Bridge& bridge) {
  std::vector<std::string> names;
  for (const TrunkSettings& trunk : bridge.settings.trunks) {
    names.push_back(bridge.scenario.centre.trunks[trunk.trunk.value].name);
  }
  return names;
}

void compare_sip(const SipSettings& present, const SipSettings& wanted, Differences& found) {
  found.compare("bridge.sip.listen", present.listen, wanted.listen);
  found.compare("bridge.sip.domain", present.domain, wanted.domain);
  found.compare("bridge.sip.tls_certificates", present.tls_certificate_folder, wanted.tls_certificate_folder);
  found.compare("bridge.sip.requires_client_certificate", present.requires_client_certificate,
                wanted.requires_client_certificate);
  found.compare("bridge.sip.edge", present.edge, wanted.edge);
  found.compare("bridge.sip.session_expires", present.session_expires, wanted.session_expires);
}

void compare_trunk(const std::string& block, const TrunkSettings& present, const TrunkSettings& wanted,
                   Differences& found) {
  found.compare(block + "sources", present.sources, wanted.sources);
  found.compare(block + "inbound", present.inbound, wanted.inbound);
  found.compare(block + "registration", present.registration, wanted.registration);
  found.compare(block + "gateways", present.gateways, wanted.gateways);
  found.compare(block + "gateway_transport", present.gateway_transport, wanted.gateway_transport);
  found.compare(block + "tls_name", present.tls_name, wanted.tls_name);
  found.compare(block + "options_every", present.options_every, wanted.options_every);
}

void compare_agent(const std::string& block, const AgentAccount& present, const AgentAccount& wanted,
                   Differences& found) {
  found.compare(block + "user", present.user, wanted.user);
  found.compare(block + "phone_password_file", present.phone_password_file, wanted.phone_password_file);
  found.compare(block + "contact", present.contact, wanted.contact);
  // Who has a desk says when to be offered calls; who has none is there as long as the phone is.
  if (present.desk_password_file.empty() != wanted.desk_password_file.empty()) {
    found.compare(block + "desk_password_file", present.desk_password_file, wanted.desk_password_file);
  }
}

void compare_media(const MediaSettings& present, const MediaSettings& wanted, Differences& found) {
  found.compare("bridge.media.direct", present.direct, wanted.direct);
  found.compare("bridge.media.control", present.control, wanted.control);
  found.compare("bridge.media.events", present.events, wanted.events);
  found.compare("bridge.media.prompts_folder", present.prompts_folder, wanted.prompts_folder);
}

void compare_recording(const std::optional<RecordingSettings>& present, const std::optional<RecordingSettings>& wanted,
                       Differences& found) {
  if (!present || !wanted) {
    found.compare("bridge.recording", present.has_value(), wanted.has_value());
    return;
  }
  found.compare("bridge.recording.consent", present->consent, wanted->consent);
  found.compare("bridge.recording.prompt", present->prompt, wanted->prompt);
  found.compare("bridge.recording.agreed_in_flow", present->agreed_in_flow, wanted->agreed_in_flow);
  found.compare("bridge.recording.agent_side", present->agent_side, wanted->agent_side);
  found.compare("bridge.recording.spool_folder", present->spool_folder, wanted->spool_folder);
  found.compare("bridge.recording.archive_folder", present->archive_folder, wanted->archive_folder);
  found.compare("bridge.recording.key_file", present->key_file, wanted->key_file);
  found.compare("bridge.recording.keep", present->keep, wanted->keep);
}

void compare_store(const StoreSettings& present, const StoreSettings& wanted, Differences& found) {
  found.compare("bridge.store.journal", present.journal, wanted.journal);
  found.compare("bridge.store.segment_bytes", present.segment_bytes, wanted.segment_bytes);
  found.compare("bridge.store.sync_every", present.sync_every, wanted.sync_every);
  found.compare("bridge.store.dialogs", present.dialogs, wanted.dialogs);
  found.compare("bridge.store.dialog_key_file", present.dialog_key_file, wanted.dialog_key_file);
  found.compare("bridge.store.call_records", present.call_records, wanted.call_records);
  found.compare("bridge.store.database", present.database, wanted.database);
  found.compare("bridge.store.keep_call_records", present.keep_call_records, wanted.keep_call_records);
}

void put_trunk_in_force(TrunkSettings& present, const TrunkSettings& wanted) {
  present.entries = wanted.entries;
  present.numbers = wanted.numbers;
  present.codecs = wanted.codecs;
  present.outbound_lines = wanted.outbound_lines;
  present.outbound_per_hour = wanted.outbound_per_hour;
  present.longest_outbound = wanted.longest_outbound;
  present.comedia = wanted.comedia;
  present.trusts_identity = wanted.trusts_identity;
}

void put_agent_in_force(AgentAccount& present, const AgentAccount& wanted) {
  present.desk_password_file = wanted.desk_password_file;
  present.auto_answer_header = wanted.auto_answer_header;
  present.supervisor = wanted.supervisor;
}

}  // namespace

std::vector<std::string> needing_restart(const scenarios::Bridge& present, const scenarios::Bridge& wanted) {
  const BridgeSettings &before = present.settings, &after = wanted.settings;
  Differences found;
  found.compare("seed", present.scenario.seed, wanted.scenario.seed);
  found.compare("trunks", names_in(present.scenario.centre.trunks), names_in(wanted.scenario.centre.trunks));
  compare_sip(before.sip, after.sip, found);
  const auto trunks = trunks_of(present);
  if (found.compare("bridge.trunks", trunks, trunks_of(wanted))) {
    for (std::size_t place = 0; place < trunks.size(); ++place) {
      compare_trunk("bridge.trunks." + trunks[place] + ".", before.trunks[place], after.trunks[place], found);
    }
  }
  const auto agents = names_in(present.scenario.centre.agents);
  if (found.compare("bridge.agents", agents, names_in(wanted.scenario.centre.agents))) {
    for (std::size_t place = 0; place < agents.size(); ++place) {
      compare_agent("bridge.agents." + agents[place] + ".", before.agents[place], after.agents[place], found);
    }
  }
  compare_media(before.media, after.media, found);
  compare_recording(before.recording, after.recording, found);
  compare_store(before.store, after.store, found);
  found.compare("bridge.http.listen", before.http.listen, after.http.listen);
  return found.keys;
}

void put_in_force(BridgeSettings& present, const BridgeSettings& wanted) {
  for (std::size_t place = 0; place < present.trunks.size(); ++place) {
    put_trunk_in_force(present.trunks[place], wanted.trunks[place]);
  }
  for (std::size_t place = 0; place < present.agents.size(); ++place) {
    put_agent_in_force(present.agents[place], wanted.agents[place]);
  }
  present.edge = wanted.edge;
  present.destinations = wanted.destinations;
  present.look_ups = wanted.look_ups;
  present.media.music = wanted.media.music;
  present.media.dead_air = wanted.media.dead_air;
  if (present.recording) {
    present.recording->calls = wanted.recording->calls;
    present.recording->share = wanted.recording->share;
  }
  present.http.scores_token_file = wanted.http.scores_token_file;
  present.toll = wanted.toll;
  present.limits = wanted.limits;
  present.rollout = wanted.rollout;
}

}  // namespace twinline::live
