// What a bridge block says arrives in the plain data, and bears on no simulation.
#include <catch2/catch.hpp>

#include "tests/unit/schema/bridge_sample.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

const std::string bridge_of_small_centre = R"(trunks: {provider: {lines: 30}}
bridge:
  trunks: {provider: {sources: [192.0.2.1], numbers: {"100": question}}}
  agents: {anna: {group: agents, contact: "192.0.2.31:5060"}}
  media: {direct: yes}
)";

std::string without_bridge(const std::string& text) { return text.substr(0, text.find("bridge:")); }

}  // namespace

TEST_CASE("every key of a bridge block arrives in its settings") {
  const Folder folder;
  const LoadedBridge loaded = load_bridge_of(only_run, folder);
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.bridge);
  CHECK(loaded.problems.empty());
  const BridgeSettings& settings = loaded.bridge->settings;
  const std::string here = std::filesystem::absolute(folder.path()).string() + "/";

  const SipSettings& sip = settings.sip;
  REQUIRE(sip.listen.size() == 2);
  CHECK(sip.listen[0].transport == SipTransport::udp);
  CHECK(sip.listen[0].at == Endpoint{"192.0.2.20", 5060});
  CHECK(sip.listen[1].transport == SipTransport::tls);
  CHECK(sip.listen[1].at == Endpoint{"2001:db8::20", 5061});
  CHECK(to_string(sip.listen[1].at) == "[2001:db8::20]:5061");
  CHECK(sip.domain == "bank.example");
  CHECK(sip.tls_certificate_folder == here + "certificates");
  CHECK(sip.edge == Endpoint{"192.0.2.21", 5062});
  CHECK(sip.session_expires == 3min);
  CHECK(sip.requires_client_certificate);

  REQUIRE(settings.edge);
  CHECK(settings.edge->listen.size() == 2);
  CHECK(settings.edge->listen[1].transport == SipTransport::tls);
  CHECK(settings.edge->certificate_file == here + "edge.pem");
  CHECK(settings.edge->private_key_file == here + "edge.key");
  CHECK(settings.edge->authorities_file == here + "trunks.pem");
  CHECK(settings.edge->requires_client_certificate);
  CHECK(settings.edge->phones == std::vector<std::string>{"10.0.0.0/8"});
  CHECK(settings.edge->standby == std::vector{Endpoint{"192.0.2.22", 5060}});
  CHECK(settings.edge->requests_per_second == 50);
  CHECK(settings.edge->phone_requests_per_second == 5);

  REQUIRE(settings.trunks.size() == 2);
  const TrunkSettings& provider = settings.trunks[0];
  CHECK(provider.trunk == TrunkIndex{0});
  CHECK(provider.sources == std::vector<std::string>{"203.0.113.0/28", "2001:db8:1::/48"});
  REQUIRE(provider.inbound);
  CHECK(provider.inbound->user == "carrier");
  CHECK(provider.inbound->password_file == here + "secrets/carrier");
  CHECK_FALSE(provider.registration);
  CHECK(provider.gateways == std::vector<Endpoint>{{"203.0.113.5", 5060}, {"203.0.113.6", 5060}});
  CHECK(provider.gateway_transport == SipTransport::tcp);
  CHECK(provider.options_every == 10s);
  REQUIRE(provider.entries.size() == 2);
  CHECK(provider.entries[0].number == "+41445550100");
  CHECK(provider.entries[0].type == CallTypeIndex{0});
  CHECK(provider.entries[0].answer == AnswerMode::at_once);
  CHECK(provider.entries[1].type == CallTypeIndex{1});
  CHECK(provider.entries[1].answer == AnswerMode::early_media);
  REQUIRE(provider.numbers.size() == 2);
  CHECK(provider.numbers[0].prefix == "00");
  CHECK(provider.numbers[1].replacement == "+41");
  CHECK(provider.codecs == std::vector<std::string>{"PCMA", "PCMU"});
  CHECK(provider.outbound_lines == 5);
  CHECK(provider.outbound_per_hour == 40);
  CHECK(provider.longest_outbound == 20min);
  CHECK(provider.comedia);
  CHECK(provider.trusts_identity);
  CHECK(provider.tls_name == "sip.carrier.example");

  const TrunkSettings& backup = settings.trunks[1];
  CHECK(backup.trunk == TrunkIndex{1});
  REQUIRE(backup.registration);
  CHECK(backup.registration->registrar == Endpoint{"203.0.113.64", 5060});
  CHECK(backup.registration->domain == "sip.example");
  CHECK(backup.registration->credentials.user == "4711");
  CHECK(backup.registration->expires == 2min);
  CHECK(backup.options_every == 30s);
  CHECK_FALSE(backup.comedia);
  CHECK(backup.tls_name.empty());

  REQUIRE(settings.agents.size() == 3);
  CHECK(settings.agents[0].user == "anna");
  CHECK(settings.agents[0].phone_password_file == here + "secrets/anna");
  CHECK(settings.agents[0].desk_password_file == here + "secrets/anna");
  CHECK(settings.agents[0].auto_answer_header == "Alert-Info: <urn:a>");
  CHECK_FALSE(settings.agents[0].contact);
  CHECK(settings.agents[1].agent == AgentIndex{1});
  CHECK(settings.agents[1].user == "b.ert");
  CHECK(settings.agents[1].contact == Endpoint{"192.0.2.31", 5070});
  CHECK(settings.agents[2].supervisor);

  CHECK(settings.media.control == Endpoint{"192.0.2.40", 2223});
  CHECK(settings.media.events == Endpoint{"192.0.2.40", 2224});
  CHECK(settings.media.prompts_folder == here + "prompts");
  CHECK(settings.media.music == "jazz");
  CHECK(settings.media.dead_air == 20s);

  REQUIRE(settings.recording);
  CHECK(settings.recording->calls == std::vector<CallTypeIndex>{CallTypeIndex{0}});
  CHECK(settings.recording->share == 0.1);
  CHECK(settings.recording->consent == RecordingConsent::asked);
  CHECK(settings.recording->prompt == "may_we");
  CHECK_FALSE(settings.recording->agreed_in_flow);
  CHECK_FALSE(settings.recording->agent_side);
  CHECK(settings.recording->spool_folder == here + "spool");
  CHECK(settings.recording->archive_folder == here + "tapes");
  CHECK(settings.recording->key_file == here + "r");
  CHECK(settings.recording->keep == 30 * 24h);

  CHECK(settings.store.journal == here + "j/b.tlj");
  CHECK(settings.store.segment_bytes == 1000000);
  CHECK(settings.store.sync_every == 200ms);
  CHECK(settings.store.dialogs == here + "d");
  CHECK(settings.store.dialog_key_file == here + "k");
  CHECK(settings.store.call_records == CallRecordStore::postgresql);
  CHECK(settings.store.database == "dbname=calls");
  CHECK(settings.store.keep_call_records == 30 * 24h);

  CHECK(settings.http.listen == Endpoint{"192.0.2.20", 8080});
  CHECK(settings.toll.allowed_prefixes == std::vector<std::string>{"+41"});
  CHECK(settings.toll.concurrent_per_agent == 2);
  CHECK(settings.toll.per_hour_per_agent == 9);
  CHECK(settings.toll.longest_call == 30min);
  CHECK(settings.toll.ring_limit == 25s);
  CHECK(settings.limits.calls_per_second == 50.0);
  CHECK(settings.limits.calls == 200);
  CHECK(settings.limits.agent_ring_grace == 1s);
  CHECK(settings.limits.drain == 1min);
}

TEST_CASE("in a bridge the agents are those of its block, by name and group") {
  const Folder folder;
  const LoadedBridge loaded = load_bridge_of(only_run, folder);
  REQUIRE(loaded.bridge);
  const Centre& centre = loaded.bridge->scenario.centre;
  REQUIRE(centre.agents.size() == 3);
  CHECK(centre.agents[0].name == "anna");
  CHECK(centre.agents[0].group == GroupIndex{1});
  CHECK(centre.agents[1].name == "bert");
  CHECK(centre.agents[1].group == GroupIndex{0});
  CHECK(centre.trunks.size() == 2);
  CHECK(centre.eligible_groups[0].size() == 2);
  CHECK(centre.call_types[0].wrap_up);
  CHECK(loaded.bridge->scenario.people.empty());
  CHECK(loaded.bridge->scenario.hash.size() == 64);

  // What schedules say stays with the simulation, even where both stand in one file.
  const LoadedBridge both = load_bridge_of("twinline: 1\n" + tests::small_centre + bridge_of_small_centre, folder);
  REQUIRE(both.bridge);
  REQUIRE(both.bridge->scenario.centre.agents.size() == 1);
  CHECK(both.bridge->scenario.centre.agents[0].name == "anna");
}

TEST_CASE("what is not said has its default, and files lie beside the scenario") {
  const Folder folder;
  const LoadedBridge loaded = load_bridge_of("twinline: 1\n" + tests::small_centre + bridge_of_small_centre, folder);
  REQUIRE(loaded.bridge);
  const BridgeSettings& settings = loaded.bridge->settings;
  const std::string here = std::filesystem::absolute(folder.path()).string() + "/";
  REQUIRE(settings.sip.listen.size() == 1);
  CHECK(settings.sip.listen[0].at == Endpoint{"127.0.0.1", 5060});
  CHECK_FALSE(settings.sip.edge);
  CHECK_FALSE(settings.edge);
  CHECK_FALSE(settings.sip.requires_client_certificate);
  CHECK(settings.store.journal == here + "journal/bridge.tlj");
  CHECK(settings.store.database == here + "state/calls.sqlite");
  CHECK(settings.store.dialog_key_file == here + "state/dialog_key");
  CHECK(settings.media.direct);
  CHECK_FALSE(settings.recording);
  CHECK(settings.agents[0].user == "anna");
}

TEST_CASE("destinations of the IVR get their numbers") {
  const std::string with_ivr = "twinline: 1\nivr: {destinations: [taxi, police]}\n" + tests::small_centre +
                               changed(bridge_of_small_centre, "{sources: [192.0.2.1], ",
                                       "{sources: [192.0.2.1], gateways: [\"192.0.2.1:5060\"], ");
  const auto told_with = [&](const std::string& more) { return told_of_bridge(with_ivr + more); };
  const std::string both = "  destinations: {police: \"117\", taxi: \"+41445550177\"}\n";

  const Folder folder;
  const LoadedBridge loaded = load_bridge_of(with_ivr + both + "  toll: {allowed_prefixes: [\"+41\", 117]}\n", folder);
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.bridge);
  CHECK(loaded.bridge->settings.destinations == std::vector<std::string>{"+41445550177", "117"});

  CHECK(told_with(both + "  toll: {allowed_prefixes: [\"+41\"]}\n") ==
        "s.yaml:17:26: police is '117', which toll.allowed_prefixes does not allow\n");
  CHECK(told_with("  destinations: {polic: \"+41\", taxi: \"+41 44\"}\n  toll: {allowed_prefixes: [\"+41\"]}\n") ==
        "s.yaml:17:17: destination 'police' of the IVR has no number in bridge.destinations\n"
        "s.yaml:17:18: unknown destination 'polic'; did you mean 'police'?\n"
        "s.yaml:17:38: taxi is '+41 44'; expected what is dialled, without spaces\n");
}

TEST_CASE("a bridge block bears on no simulation") {
  const std::string with = "twinline: 1\n" + tests::small_centre + bridge_of_small_centre;
  const Loaded run_there = load_text(with);
  const Loaded not_there = load_text(without_bridge(with));
  REQUIRE(run_there.scenario);
  REQUIRE(not_there.scenario);
  CHECK(run_there.problems.empty());
  CHECK(run_there.scenario->hash == not_there.scenario->hash);
  CHECK(canonical(*run_there.scenario) == canonical(*not_there.scenario));
  CHECK(run_there.scenario->centre.agents.size() == 4);
}

TEST_CASE("the bridge of the library loads where its desks' password lies beside it") {
  const Folder folder;
  std::filesystem::permissions(folder.write("desk_password", "hash\n"), std::filesystem::perms::owner_read);
  const auto path = folder.write("bridge_demo.yaml", contents(project() / "scenarios/library/bridge_demo.yaml"));
  folder.write("bridge_demo_customers.csv", contents(project() / "scenarios/library/bridge_demo_customers.csv"));
  const LoadedBridge loaded = load_bridge(path, menu());
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.bridge);
  CHECK(loaded.problems.empty());
  CHECK(loaded.bridge->settings.look_ups.at(0).table->rows() == 2);
  CHECK(loaded.bridge->scenario.centre.agents.size() == 10);
  CHECK(loaded.bridge->settings.trunks.at(0).entries.size() == 2);
  CHECK(loaded.bridge->scenario.routing.name == "skill_priority");
}
