#include "live_bridge/world/settings_change.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/schema/bridge_sample.hpp"

namespace twinline::live {
namespace {

using scenarios::samples::only_run;

struct Edit {
  std::string from, to;
};

/// The sample as it is and as it was edited, from the same folder.
class EditedSample {
  scenarios::samples::Folder folder_;

 public:
  scenarios::Bridge present, wanted;

  explicit EditedSample(const std::vector<Edit>& edits) {
    scenarios::samples::write_secrets(folder_);
    std::filesystem::create_directories(folder_.path() / "others");
    for (const char* name : {"others/agent.pem", "others/cafile.pem"}) folder_.write(name, "another\n");
    present = load(only_run);
    std::string text = only_run;
    for (const Edit& edit : edits) {
      INFO(edit.from);
      REQUIRE(text.find(edit.from) != std::string::npos);
      text.replace(text.find(edit.from), edit.from.size(), edit.to);
    }
    wanted = load(text);
  }

  std::vector<std::string> needing_restart() const { return live::needing_restart(present, wanted); }

 private:
  scenarios::Bridge load(const std::string& text) const {
    auto loaded = scenarios::load_bridge(folder_.write("s.yaml", text), scenarios::samples::menu());
    for (const scenarios::Problem& problem : loaded.problems) UNSCOPED_INFO(scenarios::to_string(problem));
    REQUIRE(loaded.bridge);
    return std::move(*loaded.bridge);
  }
};

TEST_CASE("a reload names what needs a restart") {
  struct Case {
    Edit edit;
    std::string key;
  };
  const std::vector<Case> cases{
      {{"twinline: 1\n", "twinline: 1\nseed: 7\n"}, "seed"},
      {{"backup: {lines: 10}}", "backup: {lines: 10}, third: {lines: 1}}"}, "trunks"},
      {{"192.0.2.20:5060", "192.0.2.20:5070"}, "bridge.sip.listen"},
      {{"bank.example", "other.example"}, "bridge.sip.domain"},
      {{"certificates: certificates", "certificates: others"}, "bridge.sip.tls_certificates"},
      {{"requires_client_certificate: yes", "requires_client_certificate: no"},
       "bridge.sip.requires_client_certificate"},
      {{"edge: \"192.0.2.21:5062\"", "edge: \"192.0.2.21:5063\""}, "bridge.sip.edge"},
      {{"session_expires: 3 min", "session_expires: 4 min"}, "bridge.sip.session_expires"},
      {{"sources: [203.0.113.64]", "sources: [203.0.113.65]"}, "bridge.trunks.backup.sources"},
      {{"inbound: {user: carrier,", "inbound: {user: other,"}, "bridge.trunks.provider.inbound"},
      {{"user: \"4711\"", "user: \"4712\""}, "bridge.trunks.backup.registration"},
      {{", \"203.0.113.6:5060\"]", "]"}, "bridge.trunks.provider.gateways"},
      {{"gateway_transport: tcp", "gateway_transport: udp"}, "bridge.trunks.provider.gateway_transport"},
      {{"sip.carrier.example", "sip.other.example"}, "bridge.trunks.provider.tls_name"},
      {{"options_every: 10 s", "options_every: 11 s"}, "bridge.trunks.provider.options_every"},
      {{"chief: {", "head: {"}, "bridge.agents"},
      {{"user: b.ert", "user: bert"}, "bridge.agents.bert.user"},
      {{"contact: \"192.0.2.31:5070\"", "contact: \"192.0.2.31:5071\""}, "bridge.agents.bert.contact"},
      {{"phone_password_file: secrets/anna", "phone_password_file: secrets/carrier"},
       "bridge.agents.anna.phone_password_file"},
      {{"desk_password_file: secrets/anna, ", ""}, "bridge.agents.anna.desk_password_file"},
      {{"192.0.2.40:2223", "192.0.2.40:2225"}, "bridge.media.control"},
      {{"192.0.2.40:2224", "192.0.2.40:2225"}, "bridge.media.events"},
      {{"prompts_folder: prompts", "prompts_folder: other"}, "bridge.media.prompts_folder"},
      {{"consent: asked", "consent: announced"}, "bridge.recording.consent"},
      {{"prompt: may_we", "prompt: shall_we"}, "bridge.recording.prompt"},
      {{"agent_side: no", "agent_side: yes"}, "bridge.recording.agent_side"},
      {{"spool_folder: spool", "spool_folder: pool"}, "bridge.recording.spool_folder"},
      {{"archive_folder: tapes", "archive_folder: tape"}, "bridge.recording.archive_folder"},
      {{"key_file: r,", "key_file: s,"}, "bridge.recording.key_file"},
      {{"keep: 30 days}\n  store", "keep: 31 days}\n  store"}, "bridge.recording.keep"},
      {{"j/b.tlj", "j/c.tlj"}, "bridge.store.journal"},
      {{"segment_bytes: 1000000", "segment_bytes: 1000001"}, "bridge.store.segment_bytes"},
      {{"sync_every: 200 ms", "sync_every: 300 ms"}, "bridge.store.sync_every"},
      {{"dialogs: d,", "dialogs: e,"}, "bridge.store.dialogs"},
      {{"dialog_key_file: k", "dialog_key_file: l"}, "bridge.store.dialog_key_file"},
      {{"call_records: postgresql, database: dbname=calls", "database: dbname=calls"}, "bridge.store.call_records"},
      {{"dbname=calls", "dbname=others"}, "bridge.store.database"},
      {{"keep_call_records: 30 days", "keep_call_records: 31 days"}, "bridge.store.keep_call_records"},
      {{"http: {listen: \"192.0.2.20:8080\"}", "http: {listen: \"192.0.2.20:8081\"}"}, "bridge.http.listen"},
  };
  for (const Case& changed : cases) {
    CAPTURE(changed.key);
    const auto keys = EditedSample({changed.edit}).needing_restart();
    REQUIRE_FALSE(keys.empty());
    CHECK(keys.front() == changed.key);
  }
}

TEST_CASE("what is gone or new as a whole needs a restart, too") {
  const std::string recording = "  recording: {calls: [question], share: 10 %, consent: asked, prompt: may_we, ";
  const std::string before =
      only_run.substr(only_run.find(recording), only_run.find("  store:") - only_run.find(recording));
  CHECK(EditedSample({{before, ""}}).needing_restart() == std::vector<std::string>{"bridge.recording"});
  const EditedSample sample({{"    backup:\n      sources", "    provider2:\n      sources"},
                             {"backup: {lines: 10}", "provider2: {lines: 10}"}});
  CHECK(sample.needing_restart() == std::vector<std::string>{"trunks", "bridge.trunks"});
}

TEST_CASE("numbers, bounds and what people may do are put in force in place") {
  EditedSample sample({{"\"+41445550100\": question", "\"+41445550300\": order"},
                       {"{prefix: \"00\", replacement: \"+\"}, ", ""},
                       {"codecs: [PCMA, PCMU]", "codecs: [PCMU]"},
                       {"outbound_lines: 5", "outbound_lines: 6"},
                       {"outbound_per_hour: 40", "outbound_per_hour: 41"},
                       {"longest_outbound: 20 min", "longest_outbound: 21 min"},
                       {"comedia: yes", "comedia: no"},
                       {"trusts_identity: yes", "trusts_identity: no"},
                       {"desk_password_file: secrets/anna", "desk_password_file: secrets/carrier"},
                       {"<urn:a>", "<urn:b>"},
                       {"user: b.ert", "user: b.ert, supervisor: yes"},
                       {"music: jazz", "music: blues"},
                       {"dead_air: 20 s", "dead_air: 30 s"},
                       {"calls: [question], share: 10 %", "calls: [order], share: 20 %"},
                       {"8080\"}", "8080\", scores_token_file: secrets/anna}"},
                       {"allowed_prefixes: [\"+41\"]", "allowed_prefixes: [\"+49\"]"},
                       {"calls: 200", "calls: 300"},
                       {"requests_per_second: 50\n", "requests_per_second: 60\n"}});
  CHECK(sample.needing_restart().empty());
  scenarios::BridgeSettings& settings = sample.present.settings;
  const scenarios::TrunkSettings* const place = settings.trunks.data();
  put_in_force(settings, sample.wanted.settings);

  CHECK(settings.trunks.data() == place);
  const scenarios::TrunkSettings& trunk = settings.trunks[0];
  CHECK(trunk.entries[0].number == "+41445550300");
  CHECK(trunk.entries[0].type == CallTypeIndex{1});
  CHECK(trunk.numbers.size() == 1);
  CHECK(trunk.codecs == std::vector<std::string>{"PCMU"});
  CHECK(trunk.outbound_lines == 6);
  CHECK(trunk.outbound_per_hour == 41);
  CHECK(trunk.longest_outbound == 21min);
  CHECK_FALSE(trunk.comedia);
  CHECK_FALSE(trunk.trusts_identity);
  CHECK(settings.agents[0].desk_password_file.ends_with("secrets/carrier"));
  CHECK(settings.agents[0].auto_answer_header == "Alert-Info: <urn:b>");
  CHECK(settings.agents[1].supervisor);
  CHECK(settings.media.music == "blues");
  CHECK(settings.media.dead_air == 30s);
  CHECK(settings.recording->calls == std::vector{CallTypeIndex{1}});
  CHECK(settings.recording->share == 0.2);
  CHECK(settings.http.scores_token_file.ends_with("secrets/anna"));
  CHECK(settings.toll.allowed_prefixes == std::vector<std::string>{"+49"});
  CHECK(settings.limits.calls == 300);
  CHECK(settings.edge->requests_per_second == 60);
}

}  // namespace
}  // namespace twinline::live
