// Sources of callers in a bridge block, who is asked when a call arrives, and attributes that nobody supplies.
#include <catch2/catch.hpp>

#include "tests/unit/schema/bridge_sample.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

/// Two call types, the first through a flow that asks `crm`, the second asked about `customers` as it arrives.
const std::string centre = R"(twinline: 1
queues: {main: {}}
segments: {standard: {}, gold: {priority: 2}}
calls:
  question: {queue: main, ivr: main}
  order: {queue: main, look_up: customers}
groups: {team: {}}
trunks: {provider: {lines: 30}}
ivr:
  look_ups:
    customers: {attributes: {segment: {}, preferred_agent: {}}}
    crm: {attributes: {intent: {}, rank: {}}}
  flows:
    main:
      ask: {look_up: crm, deadline: 1 s, otherwise: person}
      way: {branch_on: intent, values: {2: person}, otherwise: person}
      person: {queue: yes}
)";

const std::string block = R"(bridge:
  trunks: {provider: {sources: [192.0.2.1], numbers: {"100": question, "200": order}}}
  agents: {anna: {group: team, contact: "192.0.2.31:5060"}, bert: {group: team, contact: "192.0.2.32:5060"}}
  media: {direct: yes}
  look_ups:
    customers: {table: callers.csv}
    crm:
      url: "https://crm.bank.example:8443/who"
      kind: bot
      token_file: secrets/carrier
      deadline: 700 ms
      give_up_after: 4 s
      at_once: 2
      waiting: 9
      words: {intent: {loan: 2, balance: 1}}
      defaults: {intent: balance, rank: 5}
)";

const std::string callers = "number,segment,preferred_agent\n+41791112233,gold,bert\n";

LoadedBridge load_with(const Folder& folder, const std::string& text, const std::string& table = callers) {
  folder.write("callers.csv", table);
  return load_bridge_of(text, folder);
}

std::string told_with(const std::string& text, const std::string& table = callers) {
  const Folder folder;
  return told(Loaded{{}, {}, load_with(folder, text, table).problems, {}}, folder);
}

}  // namespace

TEST_CASE("every key of a source arrives in its settings", "[look_ups]") {
  const Folder folder;
  const LoadedBridge loaded = load_with(folder, centre + block);
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.bridge);
  const Centre& known = loaded.bridge->scenario.centre;
  CHECK(loaded.bridge->scenario.look_up_at_arrival == std::vector<LookUpIndex>{{}, LookUpIndex{0U}});
  const auto& sources = loaded.bridge->settings.look_ups;
  REQUIRE(sources.size() == 2);

  const LookUpSource& table = sources[0];
  CHECK(table.look_up == LookUpIndex{0U});
  REQUIRE(table.table);
  const auto of_caller = table.table->of("+41791112233");
  CHECK(of_caller == std::vector<Attribute>{{known.roles.segment, 1}, {known.roles.preferred_agent, 1}});
  CHECK(std::count(loaded.files_read.begin(), loaded.files_read.end(), (folder.path() / "callers.csv").string()) == 1);

  const LookUpSource& crm = sources[1];
  CHECK(crm.name == "crm");
  CHECK_FALSE(crm.table);
  CHECK(crm.url == ServiceUrl{true, "crm.bank.example", 8443, "/who"});
  CHECK(crm.kind == ServiceKind::bot);
  CHECK(crm.token_file == std::filesystem::absolute(folder.path()).string() + "/secrets/carrier");
  CHECK(crm.deadline == 700ms);
  CHECK(crm.give_up_after == 4s);
  CHECK(crm.at_once == 2);
  CHECK(crm.waiting == 9);
  REQUIRE(crm.tells.size() == 2);
  CHECK(crm.tells[0].value_of("loan") == 2);
  CHECK(crm.tells[0].value_of("-8") == -8);
  CHECK_FALSE(crm.tells[0].value_of("loans"));
  REQUIRE(crm.defaults.size() == 2);
  CHECK(crm.defaults[0].value == 1);
  CHECK(crm.defaults[1].value == 5);
}

TEST_CASE("who simulates does not read the callers of a bridge", "[look_ups]") {
  const std::string people =
      changed(changed(centre, "queue: main, ivr: main",
                      "queue: main, ivr: main, arrivals: {rate: 1 per hour}, handling: {talk: 1 min}"),
              "queue: main, look_up", "queue: main, arrivals: {rate: 1 per hour}, handling: {talk: 1 min}, look_up");
  CHECK(told_of(changed(people, "team: {}", "team: {scheduled: 1}") + block) == "");
}

TEST_CASE("slips of the pen in sources are told with their place", "[look_ups]") {
  CHECK(told_with(centre + R"(bridge:
  trunks: {provider: {sources: [192.0.2.1], numbers: {"100": question}}}
  media: {direct: yes}
  look_ups:
    customer: {table: callers.csv}
    customers: {table: callers.csv, deadline: 1 s, words: {sgment: {gold: 1}, preferred_agent: {bert: 1}}}
    crm: {url: "crm.bank.example", defaults: {intent: soon, colour: 1}, words: {rank: {high: much}}}
)") == R"(s.yaml:22:5: unknown look-up 'customer'; did you mean 'customers'?
s.yaml:23:37: 'deadline' has no use with a table; remove it
s.yaml:23:60: unknown attribute 'sgment'; did you mean 'segment'?
s.yaml:24:16: url is 'crm.bank.example'; expected one such as 'http://127.0.0.1:9000/caller'
s.yaml:24:55: intent is 'soon'; expected a whole number
s.yaml:24:61: unknown attribute 'colour'; add it to ivr.look_ups.crm.attributes
s.yaml:24:94: high is 'much'; expected a whole number
)");
  CHECK(told_with(changed(centre + block, "table: callers.csv", "table: nobody.csv")) ==
        "s.yaml:23:24: file 'nobody.csv' does not exist\n");
  CHECK(told_with(changed(centre + block, "https://crm", "http://crm")) ==
        "s.yaml:25:12: warning: numbers and keys of callers travel in the clear; use https\n");
  CHECK(told_with(centre + block, "number,segment,preferred_agent\n1,silver,2\n") ==
        "callers.csv:2:3: what stands under 'segment' is no whole number and no word of it\n");
}

TEST_CASE("a source that is asked and that the bridge does not have is an error", "[look_ups]") {
  CHECK(told_with(centre + block.substr(0, block.find("  look_ups:"))) ==
        R"(s.yaml:6:33: the bridge has no source 'customers'; say where it is under bridge.look_ups
s.yaml:15:22: the bridge has no source 'crm'; say where it is under bridge.look_ups
s.yaml:16:24: step 'way' branches on the attribute 'intent', which nothing that this bridge asks supplies; let a look-up that is asked tell it, or a step of a flow remember it
)");
  CHECK(told_with(changed(centre + block, "look_up: customers", "look_up: customer")) ==
        "s.yaml:6:33: unknown look-up 'customer'; did you mean 'customers'?\n");
}

TEST_CASE("a policy that reads an attribute which nothing supplies is refused", "[look_ups]") {
  PolicyMenu with_reader = menu();
  with_reader.routing.push_back(described<NoParams>("preferred_agent"));
  with_reader.routing.back().reads = {"preferred_agent"};
  const Folder folder;
  folder.write("callers.csv", callers);
  write_secrets(folder);
  const auto told_by = [&](const std::string& text) {
    return told(Loaded{{}, {}, load_bridge(folder.write("s.yaml", text), with_reader).problems, {}}, folder);
  };
  const std::string policy = "policies: {routing: preferred_agent}\n";
  CHECK(told_by(centre + block + policy) == "");
  // Nobody asks the table, or it has no such column.
  CHECK(told_by(changed(centre, ", look_up: customers", "") + block + policy) ==
        "s.yaml:34:21: policy 'preferred_agent' reads the attribute 'preferred_agent', which nothing that this bridge "
        "asks "
        "supplies; let a look-up that is asked tell it, or a step of a flow remember it\n");
  folder.write("callers.csv", "number,segment\n");
  CHECK(told_by(centre + block + policy).find("which nothing that this bridge asks supplies") != std::string::npos);
  // A name that is nearly the same is what was meant.
  CHECK(told_by(changed(changed(centre, ", look_up: customers", ""), "intent: {}, rank: {}",
                        "intent: {}, rank: {}, prefered_agent: {}") +
                block + "policies: {routing: {name: preferred_agent}}\n") ==
        "s.yaml:34:28: policy 'preferred_agent' reads the attribute 'preferred_agent', which nothing that this bridge "
        "asks "
        "supplies; did you mean 'prefered_agent'?\n");

  const std::string simulated = changed(sound, "queues:", policy + "queues:");
  CHECK(told(load(folder.write("s.yaml", simulated), with_reader), folder)
            .find("reads the attribute 'preferred_agent', which nothing in this scenario supplies") !=
        std::string::npos);
}
