// A bridge block without fault beside a small centre, in a folder of its own with the secrets that it names.
#pragma once

#include <filesystem>
#include <string>

#include "scenarios/schema/load_bridge.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::scenarios::samples {

/// Only run, never simulated: nothing is said of how people behave.
inline const std::string only_run = R"(twinline: 1
queues: {main: {}, sales: {}}
calls:
  question: {queue: main}
  order: {queue: sales}
groups:
  juniors: {}
  seniors: {}
trunks: {provider: {lines: 30}, backup: {lines: 10}}
bridge:
  sip:
    listen: ["udp 192.0.2.20:5060", {transport: tls, at: "[2001:db8::20]:5061"}]
    domain: bank.example
    tls_certificates: certificates
    edge: "192.0.2.21:5062"
    session_expires: 3 min
    requires_client_certificate: yes
  edge:
    listen: ["udp 198.51.100.1:5060", "tls 198.51.100.1:5061"]
    certificate_file: edge.pem
    private_key_file: edge.key
    authorities_file: trunks.pem
    requires_client_certificate: yes
    phones: [10.0.0.0/8]
    standby: ["192.0.2.22:5060"]
    requests_per_second: 50
    phone_requests_per_second: 5
  trunks:
    provider:
      sources: [203.0.113.0/28, "2001:db8:1::/48"]
      inbound: {user: carrier, password_file: secrets/carrier}
      gateways: ["203.0.113.5:5060", "203.0.113.6:5060"]
      gateway_transport: tcp
      options_every: 10 s
      numbers: {"+41445550100": question, "+41445550200": {type: order, answer: early_media}}
      number_rules: [{prefix: "00", replacement: "+"}, {prefix: "0", replacement: "+41"}]
      codecs: [PCMA, PCMU]
      outbound_lines: 5
      outbound_per_hour: 40
      longest_outbound: 20 min
      comedia: yes
      trusts_identity: yes
      tls_name: sip.carrier.example
    backup:
      sources: [203.0.113.64]
      registration: {registrar: "203.0.113.64:5060", domain: sip.example, user: "4711", password_file: secrets/carrier, expires: 2 min}
      numbers: {sales: order}
      codecs: [PCMU]
  agents:
    anna: {group: seniors, phone_password_file: secrets/anna, desk_password_file: secrets/anna, auto_answer: "Alert-Info: <urn:a>"}
    bert: {group: juniors, user: b.ert, contact: "192.0.2.31:5070"}
    chief: {group: seniors, supervisor: yes}
  media: {control: "192.0.2.40:2223", events: "192.0.2.40:2224", prompts_folder: prompts, music: jazz, dead_air: 20 s}
  recording: {calls: [question], share: 10 %, consent: asked, prompt: may_we, agent_side: no, spool_folder: spool, archive_folder: tapes, key_file: r, keep: 30 days}
  store: {journal: j/b.tlj, segment_bytes: 1000000, sync_every: 200 ms, dialogs: d, dialog_key_file: k, call_records: postgresql, database: dbname=calls, keep_call_records: 30 days}
  http: {listen: "192.0.2.20:8080"}
  toll: {allowed_prefixes: ["+41"], concurrent_per_agent: 2, per_hour_per_agent: 9, longest_call: 30 min, ring_limit: 25 s}
  limits: {calls_per_second: 50, calls: 200, agent_ring_grace: 1 s, drain: 1 min}
)";

/// Passwords and keys as the sample names them, for nobody but their owner.
inline void write_secrets(const Folder& folder) {
  std::filesystem::create_directories(folder.path() / "secrets");
  std::filesystem::create_directories(folder.path() / "certificates");
  for (const char* name : {"secrets/carrier", "secrets/anna", "certificates/agent.pem", "certificates/cafile.pem"}) {
    std::filesystem::permissions(folder.write(name, "secret\n"), std::filesystem::perms::owner_read);
  }
}

inline LoadedBridge load_bridge_of(const std::string& text, const Folder& folder) {
  write_secrets(folder);
  return load_bridge(folder.write("s.yaml", text), menu());
}

/// What is told of a text that a bridge shall run, as "s.yaml:line:column: …" lines.
inline std::string told_of_bridge(const std::string& text) {
  const Folder folder;
  const LoadedBridge loaded = load_bridge_of(text, folder);
  return told(Loaded{{}, {}, loaded.problems, {}}, folder);
}

}  // namespace twinline::scenarios::samples
