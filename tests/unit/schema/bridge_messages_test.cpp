// What a person reads when a bridge block is wrong, word for word.
#include <catch2/catch.hpp>

#include "tests/unit/schema/bridge_sample.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

/// What is told when one piece of the sample is put in the place of another.
std::string told_of_change(const std::string& from, const std::string& to) {
  return told_of_bridge(changed(only_run, from, to));
}

}  // namespace

TEST_CASE("a sound bridge has no problem") { CHECK(told_of_bridge(only_run).empty()); }

TEST_CASE("a bridge that is wrong in many places tells all of them in file order") {
  const std::string text = R"(twinline: 1
queues: {main: {}}
calls: {question: {}}
groups: {all: {}}
trunks: {provider: {lines: 30}, backup: {lines: 10}}
bridge:
  sip:
    listen: ["udp 192.0.2.1:5060", "tls 192.0.2.1:5061", {transport: tcp, at: "0.0.0.0:5061"}, "udp sip.example.org:5060", "192.0.2.1:5070"]
    domain: "bank example"
    edge: 192.0.2.2
    session_expires: 60 s
    requires_client_certificate: perhaps
  trunks:
    provder: {}
    provider:
      sources: [203.0.113.0/24, 198.51.100.7/24]
      numbers: {"+41 44 555 01 00": question, "100": {type: qestion}, "101": question, "1-01": question, "100": question}
      gateways: ["gateway.example.org:5060"]
      codecs: [PCMX]
    backup:
      sources: [203.0.113.9]
      options_every: 3 s
  agents:
    anna: {group: al, contact: "192.0.2.31:0"}
    bert: {group: all, user: anna, contact: "192.0.2.31:5060", phone_password_file: secrets/anna, auto_answer: loudly}
    carl: {group: all}
  toll: {allowed_prefixes: ["+41 44"]}
)";
  CHECK(told_of_bridge(text) ==
        R"(s.yaml:7:3: media lacks the key 'prompts_folder'; give it, or 'direct: yes' to do without a media server
s.yaml:8:36: a tls listener needs sip.tls_certificates, a folder with agent.pem and cafile.pem
s.yaml:8:79: tcp 0.0.0.0:5061 overlaps tls 192.0.2.1:5061 of sip
s.yaml:8:96: listen is 'udp sip.example.org:5060'; expected a transport and a numeric address such as 'udp 192.0.2.10:5060'; names are not resolved: a slow name server would stop every call
s.yaml:8:124: listen is '192.0.2.1:5070'; expected a transport and a numeric address such as 'udp 192.0.2.10:5060'; did you mean 'udp 192.0.2.1:5070'?
s.yaml:9:13: domain is 'bank example'; expected a name of letters, digits, '.' and '-'
s.yaml:10:11: edge is '192.0.2.2'; expected a numeric address and port such as '192.0.2.10:5060' or '[2001:db8::1]:5060'; did you mean '192.0.2.2:5060'?
s.yaml:11:22: session_expires is 60 s; it must be at least 90 s
s.yaml:12:34: requires_client_certificate is 'perhaps'; expected yes or no
s.yaml:14:5: unknown trunk 'provder'; did you mean 'provider'?
s.yaml:16:33: network '198.51.100.7/24' has bits beyond its length; did you mean '198.51.100.0/24'?
s.yaml:17:17: number is '+41 44 555 01 00'; expected what is dialled, without spaces; did you mean '+41445550100'?
s.yaml:17:61: unknown call type 'qestion'; did you mean 'question'?
s.yaml:17:88: number '1-01' is '101' again
s.yaml:17:106: key '100' is given twice; it stands in line 17 already
s.yaml:18:18: gateways is 'gateway.example.org:5060'; expected a numeric address and port such as '192.0.2.10:5060' or '[2001:db8::1]:5060'; names are not resolved: a slow name server would stop every call
s.yaml:19:16: codecs is 'PCMX'; did you mean 'PCMA'?
s.yaml:21:17: source '203.0.113.9' overlaps '203.0.113.0/24' of trunk 'provider'; whose are its calls?
s.yaml:22:22: options_every is given but no gateways; add them or remove it
s.yaml:24:19: unknown group 'al'; did you mean 'all'?
s.yaml:24:32: contact is '192.0.2.31:0'; expected a numeric address and port such as '192.0.2.10:5060' or '[2001:db8::1]:5060'
s.yaml:25:30: user 'anna' is agent 'anna' already
s.yaml:25:85: phone_password_file has no use with a fixed contact; remove one
s.yaml:25:112: auto_answer is 'loudly'; expected a header such as 'Alert-Info: <urn:a>'
s.yaml:26:5: agent 'carl' has no phone; give a contact or a phone_password_file
s.yaml:27:29: prefix is '+41 44'; expected digits, perhaps after a '+'
)");
}

TEST_CASE("parts of a bridge that do not fit each other are told of at their own places") {
  struct Slip {
    std::string from, to, told;
  };
  const std::vector<Slip> slips{
      {"[203.0.113.64]", "[203.0.113.64, 203.0.113.64]",
       "s.yaml:45:31: source '203.0.113.64' overlaps '203.0.113.64' before it; remove one\n"},
      {"      sources: [203.0.113.64]\n", "",
       "s.yaml:44:5: trunk 'backup' has numbers but no sources; say from where its calls come\n"},
      {"\"udp 198.51.100.1:5060\"", "\"udp 192.0.2.20:5060\"",
       "s.yaml:19:14: udp 192.0.2.20:5060 overlaps udp 192.0.2.20:5060 of sip\n"},
      {"\"192.0.2.20:8080\"", "\"[2001:db8::20]:5061\"",
       "s.yaml:56:18: tcp [2001:db8::20]:5061 overlaps tls [2001:db8::20]:5061 of sip\n"},
      {"    certificate_file: edge.pem\n", "",
       "s.yaml:19:39: a tls listener needs edge.certificate_file and edge.private_key_file\n"},
      {"    authorities_file: trunks.pem\n", "",
       "s.yaml:22:34: client certificates need edge.authorities_file: whose signature counts\n"},
      {"    edge: \"192.0.2.21:5062\"\n", "",
       "s.yaml:18:5: edge needs sip.edge: the address from which it passes calls to the bridge\n"},
      {"      gateways: [\"203.0.113.5:5060\", \"203.0.113.6:5060\"]\n", "",
       "s.yaml:32:26: gateway_transport is given but no gateways; add them or remove it\n"
       "s.yaml:33:22: options_every is given but no gateways; add them or remove it\n"
       "s.yaml:37:23: outbound_lines is given but no gateways; add them or remove it\n"
       "s.yaml:38:26: outbound_per_hour is given but no gateways; add them or remove it\n"
       "s.yaml:39:25: longest_outbound is given but no gateways; add them or remove it\n"
       "s.yaml:56:28: numbers may be called but no trunk has gateways; add them or remove the prefixes\n"},
      {"question: {queue: main}", "question: {queue: main, channel: chat}",
       "s.yaml:4:36: a bridge routes telephone calls only; 'question' comes by chat\n"},
      {"group: juniors", "group: junior", "s.yaml:51:19: unknown group 'junior'; did you mean 'juniors'?\n"},
      {"user: b.ert", "user: anna", "s.yaml:51:34: user 'anna' is agent 'anna' already\n"},
      {"user: b.ert", "user: b ert",
       "s.yaml:51:34: user is 'b ert'; expected letters, digits, '.', '_', '-' and '+'\n"},
      {"contact: \"192.0.2.31:5070\"", "contact: \"phone.example.org:5070\"",
       "s.yaml:51:50: contact is 'phone.example.org:5070'; expected a numeric address and port such as "
       "'192.0.2.10:5060' or '[2001:db8::1]:5060'; names are not resolved: a slow name server would stop every call\n"},
      {", contact: \"192.0.2.31:5070\"", "",
       "s.yaml:51:5: agent 'bert' has no phone; give a contact or a phone_password_file\n"},
      {"contact: \"192.0.2.31:5070\"", "contact: \"192.0.2.31:5070\", phone_password_file: secrets/anna",
       "s.yaml:51:90: phone_password_file has no use with a fixed contact; remove one\n"},
      {"\"Alert-Info: <urn:a>\"", "loudly",
       "s.yaml:50:110: auto_answer is 'loudly'; expected a header such as 'Alert-Info: <urn:a>'\n"},
      {"prompts_folder: prompts, ", "",
       "s.yaml:53:10: media lacks the key 'prompts_folder'; give it, or 'direct: yes' to do without a media server\n"},
      {"prompts_folder: prompts", "direct: yes", "s.yaml:54:14: what passes no media server cannot be recorded\n"},
      {"codecs: [PCMU]", "codecs: [PCMU, G722]",
       "s.yaml:48:15: recordings are made of G.711 only, and trunk 'backup' may bring other codecs; give it "
       "'codecs: [PCMA, PCMU]'\n"},
      {"      codecs: [PCMU]\n", "",
       "s.yaml:44:5: recordings are made of G.711 only, and trunk 'backup' may bring other codecs; give it "
       "'codecs: [PCMA, PCMU]'\n"},
      {"prompt: may_we", "agreed_in_flow: said_yes",
       "s.yaml:54:79: unknown attribute 'said_yes'; add a menu with 'remember: said_yes' to a flow\n"},
      {"consent: asked, prompt: may_we", "agreed_in_flow: said_yes",
       "s.yaml:54:63: unknown attribute 'said_yes'; add a menu with 'remember: said_yes' to a flow\n"
       "s.yaml:54:63: agreed_in_flow is for 'consent: asked' only; change the consent or remove it\n"},
      {"consent: asked", "consent: none_needed",
       "s.yaml:54:77: a prompt is given but 'consent: none_needed' says nothing; remove one\n"},
      {"calls: [question]", "calls: [qestion]",
       "s.yaml:54:23: unknown call type 'qestion'; did you mean 'question'?\n"},
      {", database: dbname=calls", "",
       "s.yaml:55:119: postgresql needs 'database', a connection string such as 'host=/run/postgresql dbname=calls'\n"},
      {"dbname=calls", "dbname=calls password=x",
       "s.yaml:55:141: warning: a password in a scenario is read by many; keep it in a .pgpass file\n"},
      {"allowed_prefixes: [\"+41\"]", "allowed_prefixes: [\"+41 44\"]",
       "s.yaml:57:29: prefix is '+41 44'; expected digits, perhaps after a '+'\n"},
      {"trunks: {provider: {lines: 30}, ", "trunks: {provider: {lines: 30}, third: {lines: 3}, ",
       "s.yaml:29:5: warning: trunk 'third' is not among the bridge's trunks: no call comes over it\n"},
      {"tls_certificates: certificates", "tls_certificates: nowhere",
       "s.yaml:14:23: file 'nowhere/agent.pem' does not exist\ns.yaml:14:23: file 'nowhere/cafile.pem' does not "
       "exist\n"},
      {"{transport: tls, at: \"[2001:db8::20]:5061\"}", "udp 192.0.2.20:5061",
       "s.yaml:17:34: client certificates are asked for by tls listeners; there is none\n"},
      {"tls_name: sip.carrier.example", "tls_name: sip:carrier.example",
       "s.yaml:43:17: tls_name is 'sip:carrier.example'; expected a name of letters, digits, '.' and '-'\n"},
      {"password_file: secrets/carrier}\n      gateways", "password_file: secrets/none}\n      gateways",
       "s.yaml:31:47: file 'secrets/none' does not exist\n"},
  };
  for (const Slip& slip : slips) {
    CAPTURE(slip.to);
    CHECK(told_of_change(slip.from, slip.to) == slip.told);
  }
}

TEST_CASE("a secret that everybody may read is told of, and none is looked for by who simulates") {
  const Folder folder;
  write_secrets(folder);
  std::filesystem::permissions(folder.path() / "certificates/agent.pem", std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  const LoadedBridge open = load_bridge(folder.write("s.yaml", only_run), menu());
  CHECK(told(Loaded{{}, {}, open.problems, {}}, folder) ==
        "s.yaml:14:23: warning: everybody may read 'certificates/agent.pem'; take the right from others\n");
  CHECK(open.bridge);

  const std::string simulated = "twinline: 1\n" + tests::small_centre +
                                "trunks: {provider: {lines: 30}}\n"
                                "bridge:\n"
                                "  sip: {tls_certificates: nowhere}\n"
                                "  trunks: {provider: {sources: [192.0.2.1]}}\n"
                                "  media: {direct: yes}\n";
  CHECK(told_of(simulated).empty());
  CHECK(told_of(changed(simulated, "[192.0.2.1]", "[gateway.example.org]")) ==
        "s.yaml:14:33: sources is 'gateway.example.org'; expected a numeric address or network such as '192.0.2.10' or "
        "'192.0.2.0/24'; names are not resolved: a slow name server would stop every call\n");
}

TEST_CASE("a file without a bridge block is none for a bridge, and a broken one is told of once") {
  CHECK(told_of_bridge(sound) == "s.yaml:1:1: the scenario lacks the key 'bridge': what a bridge runs\n");
  CHECK(told_of_bridge("") == "s.yaml: is empty; expected a scenario, which begins with 'twinline: 1'\n");
  // Not to be simulated: nobody knows when calls come.
  CHECK(told_of(only_run).find("question lacks the key 'arrivals'") != std::string::npos);
}
