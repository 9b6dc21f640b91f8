// Keys, signing and verifying as their users meet them, on comparisons that the same program made.
#include <algorithm>

#include <sys/stat.h>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

const std::string noon = "2026-11-22T12:00:00Z";

/// A desk with a key and the comparison of an arm with the scenario as it is.
class SigningDesk : public Desk {
 public:
  SigningDesk() : Desk(small) {
    const Finished made = twinline({"key", "new", "anna.key", "--name", "Anna Muster"});
    REQUIRE(made.exit_code == 0);
    public_line = made.out;
    write("anna.pub", public_line);
    compare("ab.json", "by_idleness");
  }

  void compare(const std::string& file, const std::string& arm, const std::string& scenario = "s.yaml") const {
    write(file, json_of(*this, {"ab", scenario, "--a", "as_is", "--b", arm}).dump(1) + "\n");
  }

  Finished sign(std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"sign", "s.yaml", "--key",  "anna.key", "--author",
                                   "Anna", "--out",  "m.json", "--at",     noon};
    if (more.empty()) more = {"--arm", "by_idleness", "--evidence", "ab.json"};
    words.insert(words.end(), more.begin(), more.end());
    return twinline(words);
  }

  Finished verify(const std::vector<std::string>& more) const {
    std::vector<std::string> words{"verify", "m.json", "--at", "2026-11-23T12:00:00Z"};
    words.insert(words.end(), more.begin(), more.end());
    return twinline(words);
  }

  std::string public_line;
};

TEST_CASE("key new: the private key is its owner's alone, and is never written over another") {
  const SigningDesk desk;
  struct stat status {};
  REQUIRE(::stat((desk.folder() / "anna.key").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0600);
  CHECK(desk.read("anna.key").starts_with("-----BEGIN PRIVATE KEY-----\n"));
  CHECK(desk.public_line.starts_with("ed25519 "));
  CHECK(desk.public_line.ends_with(" Anna Muster\n"));
  const std::string before = desk.read("anna.key");
  const Finished again = desk.twinline({"key", "new", "anna.key"});
  CHECK(again.exit_code == 2);
  CHECK(again.out.empty());
  CHECK(desk.read("anna.key") == before);
}

TEST_CASE("sign and verify: what was compared is signed, believed, and the same twice") {
  const SigningDesk desk;
  const Finished made = desk.sign();
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  CHECK(made.err == "m.json: routing policy longest_idle_agent, serial 1, good until 2027-02-20T12:00:00Z\n");
  const std::string first = desk.read("m.json");
  CHECK(desk.sign().exit_code == 0);
  CHECK(desk.read("m.json") == first);
  const Json manifest = Json::parse(first);
  CHECK(manifest["policy"]["kind"] == "routing");
  CHECK(manifest["evidence"][0]["arm"]["name"] == "by_idleness");
  CHECK(manifest["evidence"][0]["seed"] == 7);
  CHECK(manifest["evidence"][0]["scenario"]["hash"] == Json::parse(desk.read("ab.json"))["scenario"]["hash"]);

  const Finished believed = desk.verify({"--keys", "anna.pub"});
  CHECK(believed.exit_code == 0);
  CHECK(believed.out.ends_with("m.json: accepted\n"));
  CHECK(believed.out.starts_with("routing policy longest_idle_agent version 1"));

  desk.write("m.json", changed(first, "\"serial\": 1", "\"serial\": 9"));
  const Finished tampered = desk.verify({"--keys", "anna.pub", "--json"});
  CHECK(tampered.exit_code == 1);
  CHECK(Json::parse(tampered.out)["refusals"][0]["reason"] == "tampered");
  CHECK(desk.verify({}).exit_code == 2);
  CHECK(desk.verify({"--keys", "nowhere.pub"}).exit_code == 2);
  desk.write("m.json", "nothing");
  CHECK(desk.verify({"--keys", "anna.pub"}).exit_code == 2);
}

TEST_CASE("sign: evidence of something else is refused, and nothing is written") {
  const SigningDesk desk;
  const auto told = [&](const std::vector<std::string>& more) {
    const Finished finished = desk.sign(more);
    CHECK(finished.exit_code == 2);
    const auto names = desk.names();
    CHECK(std::find(names.begin(), names.end(), "m.json") == names.end());
    return finished.err;
  };
  CHECK_THAT(told({"--arm", "by_idlenes", "--evidence", "ab.json"}), Catch::Contains("by_idlenes"));
  CHECK_THAT(told({"--arm", "two_fewer", "--evidence", "ab.json"}),
             Catch::Contains("arm 'two_fewer' changes groups.agents.scheduled, which no manifest can promote"));
  CHECK_THAT(told({"--arm", "as_is", "--evidence", "ab.json"}), Catch::Contains("arm 'as_is' changes no policy"));
  desk.write("nonsense.json", "{}");
  CHECK(told({"--arm", "by_idleness", "--evidence", "nonsense.json"}) == "nonsense.json: schema is missing\n");
  CHECK(told({"--arm", "by_idleness", "--evidence", "gone.json"}) == "gone.json: cannot be read\n");
  desk.compare("other_arm.json", "two_fewer");
  CHECK_THAT(told({"--arm", "by_idleness", "--evidence", "other_arm.json"}),
             Catch::Contains("expected arm 'by_idleness' among them"));
  desk.write("busier.yaml", changed(small, "scheduled: 4", "scheduled: 5"));
  desk.compare("other.json", "by_idleness", "busier.yaml");
  CHECK_THAT(told({"--arm", "by_idleness", "--evidence", "other.json"}),
             Catch::Contains("other.json: is of scenario 'small' with hash"));
  desk.write("s.yaml", changed(small, "policies.routing: longest_idle_agent", "policies.routing: random"));
  CHECK_THAT(told({"--arm", "by_idleness", "--evidence", "ab.json"}),
             Catch::Contains("ab.json: arm 'by_idleness' was something else than it is in s.yaml now"));
  desk.write("s.yaml", small);
  const std::string code = Json::parse(desk.read("ab.json"))["build"]["policies"];
  desk.write("built.json", changed(desk.read("ab.json"), code, std::string(64, '0')));
  CHECK_THAT(told({"--arm", "by_idleness", "--evidence", "built.json"}),
             Catch::Contains("built.json: was made by a build with other policies"));
  CHECK_THAT(told({"--arm", "by_idleness", "--evidence", "ab.json", "--previous", "ab.json"}),
             Catch::Contains("expected 'twinline.manifest/1'"));
  desk.write("anna.key", desk.public_line);
  CHECK_THAT(told({"--arm", "by_idleness", "--evidence", "ab.json"}), Catch::Contains("anna.key: is no private key"));
}

TEST_CASE("sign: a manifest follows another, and a journal's replay speaks for it") {
  const SigningDesk desk;
  REQUIRE(desk.sign().exit_code == 0);
  desk.write("first.json", desk.read("m.json"));
  REQUIRE(desk.twinline({"run", "s.yaml", "--arm", "by_idleness", "--replications", "1", "--journal", "day.tlj"})
              .exit_code == 0);
  desk.write("replay.json", json_of(desk, {"replay", "day.tlj"}).dump(1) + "\n");
  const Finished made = desk.sign({"--arm", "by_idleness", "--evidence", "ab.json", "--previous", "first.json",
                                   "--parity", "replay.json", "--valid-for", "1 day"});
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  const Json second = Json::parse(desk.read("m.json"));
  CHECK(second["serial"] == 2);
  CHECK(second["previous"].get<std::string>().size() == 64);
  CHECK(second["parity"]["decisions"] > 0);
  CHECK(second["expires"] == "2026-11-23T12:00:00Z");
  const Finished expired = desk.verify({"--keys", "anna.pub"});
  CHECK(expired.exit_code == 1);
  CHECK_THAT(expired.out, Catch::Contains("m.json: refused, expired: it was good until 2026-11-23T12:00:00Z"));
}

TEST_CASE("sign --rollout: what a simulation expects of a rollout is signed with the rest, and must stay there") {
  const SigningDesk desk;
  const Json expected = json_of(desk, {"rollout", "s.yaml", "--a", "as_is", "--b", "by_idleness", "--guardrail",
                                       "service_level:5 pp", "--replications", "3"});
  desk.write("rollout.json", expected.dump(1) + "\n");
  const auto signing = [&](const std::string& rollout) {
    return desk.sign({"--arm", "by_idleness", "--evidence", "ab.json", "--rollout", rollout});
  };
  const Finished made = signing("rollout.json");
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  const Json signed_forecast = Json::parse(desk.read("m.json"))["rollout"];
  CHECK(signed_forecast["disagreement"] == expected["disagreement"]["mean"]);
  CHECK(signed_forecast["bands"] == expected["bands"]["candidate"]);
  CHECK(signed_forecast["share_exposed"]["p90"] == expected["exposure"]["share_exposed"]["p90"]);
  const Json& designs = signed_forecast["designs"];
  REQUIRE(designs["ways"].size() == expected["designs"].size());
  for (std::size_t way = 0; way < designs["ways"].size(); ++way) {
    CHECK(designs["ways"][way]["bias"][0]["mean"] == expected["designs"][way]["kpis"][0]["bias"]["mean"]);
    CHECK(designs["ways"][way]["bias"][0]["verdict"] == expected["designs"][way]["kpis"][0]["verdict"]);
  }
  CHECK(designs["ramp"] == expected["split"]["ramp"]);
  const Finished believed = desk.verify({"--keys", "anna.pub"});
  CHECK(believed.exit_code == 0);
  CHECK_THAT(believed.out, Catch::Contains("rollout.json: a rollout of arm by_idleness in small"));

  desk.write("rollout.json", expected.dump(2));
  CHECK_THAT(desk.verify({"--keys", "anna.pub"}).out, Catch::Contains("refused, evidence_changed"));
  CHECK_THAT(signing("ab.json").err, Catch::Contains("expected 'twinline.rollout/1'"));
  const std::string hash = expected["scenario"]["hash"];
  desk.write("other.json", changed(expected.dump(1), hash, std::string(64, '0')));
  CHECK_THAT(signing("other.json").err, Catch::Contains("other.json: is of scenario 'small' with hash 000000000000"));
}

TEST_CASE("verify --gate: a bridge's configuration says what is asked") {
  const SigningDesk desk;
  REQUIRE(desk.sign().exit_code == 0);
  const std::string gate = R"(twinline: 1
queues: {main: {}}
calls: {question: {}}
groups: {agents: {}}
trunks: {provider: {lines: 30}}
bridge:
  trunks: {provider: {}}
  promotion:
    keys: anna.pub
    scenarios: {small: any}
    kpis: {answer_rate: {verdict: better, least_effect: 90 pp}}
)";
  const auto judged = [&](const std::string& text) {
    desk.write("bridge.yaml", text);
    return desk.verify({"--gate", "bridge.yaml"});
  };
  const Finished refused = judged(gate);
  CHECK(refused.exit_code == 1);
  CHECK_THAT(refused.out, Catch::Contains("m.json: refused, not_shown: answer_rate against as_is in small is"));
  const Finished wrong = judged(changed(gate, "answer_rate", "answer_rat"));
  CHECK(wrong.exit_code == 2);
  CHECK_THAT(wrong.err, Catch::Contains("bridge.yaml:11:12: unknown KPI 'answer_rat'; did you mean 'answer_rate'?"));
  CHECK(judged("twinline: 1\nbridge: {}\n").exit_code == 2);
}

}  // namespace
}  // namespace twinline::cli_test
