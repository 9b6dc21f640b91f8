// What a bridge's promotion block says arrives as the gate, and what is wrong with one is told.
#include <catch2/catch.hpp>

#include "tests/unit/schema/bridge_sample.hpp"

namespace twinline::scenarios {
namespace {

using samples::Folder;

const std::string promotion_block = R"(  promotion:
    keys: keys.pub
    revoked: ["0123456789abcdef"]
    in_force: {routing: routing.json}
    scenarios: {bank: any, peak hour: )" +
                                    std::string(64, 'a') + R"(}
    kpis: {service_level: {least_effect: 1 pp}, sales.asa: {verdict: not_worse}}
    guardrails: [sales.service_level]
    evidence_age: 30 days
    operators: {anna: scrypt$15$8$1$00$00}
    full_without_canary: yes
    rollback_at: {service_level: 2 pp, sales.asa: 10 s}
    rejections: 3
    freeze_on_alarm: yes
)";

LoadedBridge loaded_with(const std::string& block, const Folder& folder) {
  folder.write("keys.pub", "");
  folder.write("routing.json", "");
  return samples::load_bridge_of(samples::only_run + block, folder);
}

std::string told_of_promotion(const std::string& from, const std::string& to) {
  const Folder folder;
  const LoadedBridge loaded = loaded_with(samples::changed(promotion_block, from, to), folder);
  return samples::told(Loaded{{}, {}, loaded.problems, {}}, folder);
}

TEST_CASE("every key of a promotion block arrives in its gate, for a bridge and for who only judges") {
  const Folder folder;
  const LoadedBridge loaded = loaded_with(promotion_block, folder);
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.bridge);
  const LoadedGate alone = load_gate(folder.path() / "s.yaml", samples::menu());
  CHECK(alone.problems.empty());
  for (const auto& gate : {loaded.bridge->promotion, alone.gate}) {
    REQUIRE(gate);
    const std::string here = std::filesystem::absolute(folder.path()).string() + "/";
    CHECK(gate->keys == here + "keys.pub");
    CHECK(gate->revoked == std::vector<std::string>{"0123456789abcdef"});
    CHECK(gate->in_force == std::map<std::string, std::string>{{"routing", here + "routing.json"}});
    REQUIRE(gate->scenarios.size() == 2);
    CHECK(gate->scenarios[0].name == "bank");
    CHECK(gate->scenarios[0].hash.empty());
    CHECK(gate->scenarios[1].name == "peak hour");
    CHECK(gate->scenarios[1].hash == std::string(64, 'a'));
    REQUIRE(gate->kpis.size() == 2);
    CHECK(gate->kpis[0].kpi == "service_level");
    CHECK(gate->kpis[0].verdict == AskedVerdict::better);
    CHECK(gate->kpis[0].least_effect == 0.01);
    CHECK(gate->kpis[1].kpi == "sales.asa");
    CHECK(gate->kpis[1].verdict == AskedVerdict::not_worse);
    CHECK(gate->guardrails == std::vector<std::string>{"sales.service_level"});
    CHECK(gate->evidence_age == Duration{24h * 30});
  }
}

TEST_CASE("every key of a promotion block that says how policies come into force arrives in the settings") {
  const Folder folder;
  const LoadedBridge loaded = loaded_with(promotion_block, folder);
  REQUIRE(loaded.bridge);
  const RolloutSettings& rollout = loaded.bridge->settings.rollout;
  CHECK(rollout.operators == std::map<std::string, std::string>{{"anna", "scrypt$15$8$1$00$00"}});
  CHECK(rollout.full_without_canary);
  CHECK(rollout.rollback_at == std::map<std::string, double>{{"sales.asa", 10}, {"service_level", 0.02}});
  CHECK(rollout.rejections == 3);
  CHECK(rollout.freeze_on_alarm);
}

TEST_CASE("a bridge without a promotion block has no gate, and who judges by it is told") {
  const Folder folder;
  const LoadedBridge loaded = loaded_with("", folder);
  REQUIRE(loaded.bridge);
  CHECK_FALSE(loaded.bridge->promotion);
  const LoadedGate alone = load_gate(folder.path() / "s.yaml", samples::menu());
  CHECK_FALSE(alone.gate);
  REQUIRE(alone.problems.size() == 1);
  CHECK(alone.problems[0].message == "the file lacks 'bridge.promotion': which manifests are accepted");
}

TEST_CASE("what is wrong with a promotion block is told with its place and its remedy") {
  struct Slip {
    std::string from, to, told;
  };
  const std::vector<Slip> slips{
      {"keys: keys.pub", "keys: nowhere", "s.yaml:60:11: 'nowhere' does not exist\n"},
      {"routing.json", "gone.json", "s.yaml:62:25: 'gone.json' does not exist\n"},
      {"{routing:", "{rooting:", "s.yaml:62:16: unknown kind of policy 'rooting'; did you mean 'routing'?\n"},
      {"0123456789abcdef", "anna",
       "s.yaml:61:15: revoked is 'anna'; expected the id of a key, 16 hexadecimal digits in quotes\n"},
      {"any", "some",
       "s.yaml:63:23: hash is 'some'; expected the 64 hexadecimal digits that `twinline ab --json` prints as "
       "scenario.hash, in quotes, or any\n"},
      {"sales.asa", "sale.asa", "s.yaml:64:49: unknown queue 'sale'; did you mean 'sales'?\n"},
      {"sales.asa", "sales.occupancy",
       "s.yaml:64:49: 'sales.occupancy' has no better and worse; leave it out of promotion.kpis\n"},
      {"verdict: not_worse", "verdict: not_worse, least_effect: 1 s",
       "s.yaml:64:95: least_effect is for 'verdict: better' only; remove one\n"},
      {"1 pp", "-1 pp", "s.yaml:64:42: least_effect of service_level is -1 pp; it must be at least 0\n"},
      {"[sales.service_level]", "[service_levle]",
       "s.yaml:65:18: unknown KPI 'service_levle'; did you mean 'service_level'?\n"},
      {"2 pp", "-2 pp", "s.yaml:69:34: rollback_at of service_level is -2 pp; it is a harm, at least 0\n"},
      {"2 pp, sales.asa", "2 pp, sale.asa", "s.yaml:69:40: unknown queue 'sale'; did you mean 'sales'?\n"},
  };
  for (const Slip& slip : slips) {
    CAPTURE(slip.to);
    CHECK(told_of_promotion(slip.from, slip.to) == slip.told);
  }
}

}  // namespace
}  // namespace twinline::scenarios
