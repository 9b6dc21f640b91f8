// Manifests that are accepted, and each kind of manifest that is not, with its own reason and no other.
#include "reports/manifest/judgement.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/manifest/evidence.hpp"
#include "reports/manifest/forecast.hpp"
#include "reports/manifest/judgement_text.hpp"
#include "reports/manifest/keys.hpp"
#include "reports/manifest/policies_code.hpp"
#include "tests/small_centre.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::manifest {
namespace {

using scenarios::samples::Folder;
using tests::changed;

const std::string scenario_hash(64, 'a');

/// A comparison of the arm `quick` with `slow`, as `twinline ab --json` prints it, shortened.
std::string comparison() {
  return R"({"schema": "twinline.ab/1", "scenario": {"name": "bank", "hash": ")" + scenario_hash +
         R"("}, "seed": 42, "replications": 40,
    "arms": [{"name": "slow", "overlays": {}}, {"name": "quick", "overlays": {"policies.routing": "random"}}],
    "guardrails": [{"a": "slow", "b": "quick", "name": "service_level", "by": {"queue": "loans"}, "limit": -0.01,
      "low": -0.002, "high": null, "held": true, "method": "t"}],
    "differences": [
      {"a": "slow", "b": "quick", "name": "service_level", "by": {}, "mean": 0.03, "low": 0.02, "high": 0.04, "n": 40,
       "method": "t", "verdict": "better", "sides": "two", "p": 0.001, "p_anytime": null,
       "adjusted": {"family": "kpis", "size": 2, "p_holm": 0.002, "low": 0.015, "high": 0.045}, "variance_ratio": 2},
      {"a": "slow", "b": "quick", "name": "asa", "by": {"queue": "loans"}, "mean": -1, "low": -2, "high": 1, "n": 40,
       "method": "t", "verdict": "undecided", "sides": "two", "p": 0.3, "p_anytime": null, "adjusted": null,
       "variance_ratio": null},
      {"a": "slow", "b": "quick", "name": "asa", "by": {"interval": "2026-03-02T08:15:00+01:00"}, "mean": -1,
       "low": -2, "high": 1, "n": 40, "method": "t", "verdict": "undecided", "adjusted": null}],
    "method": "t", "stopped": null, "assumed": ["calls.question.patience"],
    "build": {"version": "0.1.0", "model_version": "1", "policies": ")" +
         policies_code() + "\"}}\n";
}

/// Where no plug-in is loaded.
std::optional<std::string> of_our_own(const PolicyIdentity&) { return ""; }

/// A desk with keys, evidence, and a manifest that a gate accepts until something is changed.
struct Promotion {
  Folder folder;
  PrivateKey key = PrivateKey::make();
  PromotionGate gate;
  Circumstances circumstances;
  Manifest manifest;
  std::string text;  ///< written in the place of the signed manifest; empty: that

  Promotion() {
    gate.keys = folder.write("keys.pub", public_line(key.public_key(), "Anna") + "\n").string();
    gate.scenarios = {{"bank", scenario_hash}};
    gate.kpis = {{"service_level", AskedVerdict::better, 0.01}};
    gate.guardrails = {"loans.service_level"};
    gate.evidence_age = 24h * 10;
    circumstances = {parse_instant("2026-11-22T12:00:00Z").value(), of_our_own, {}};
    bring(comparison());
    manifest.policy = {"routing", "random", 1, {}, policies_code()};
    manifest.author = "Anna";
    manifest.signed_at = parse_instant("2026-11-20T12:00:00Z").value();
    manifest.expires = parse_instant("2027-02-20T12:00:00Z").value();
  }

  /// The file of evidence, and what the manifest says of it.
  void bring(const std::string& evidence) {
    const auto file = folder.write("ab.json", evidence);
    manifest.evidence = {read_evidence(evidence, file.string(), "quick")};
  }

  Judgement judge() const {
    const auto file = folder.write("m.json", text.empty() ? signed_by(key, manifest) : text);
    return manifest::judge(file, gate, circumstances);
  }

  /// "expired tampered": what is against it, in order.
  std::string reasons() const {
    std::string all;
    for (const Refusal& refusal : judge().refusals) {
      all += (all.empty() ? "" : " ") + std::string{reason_name(refusal.reason)};
    }
    return all;
  }
};

TEST_CASE("manifest: signed by a known key, with what the gate asks, it is accepted") {
  const Promotion promotion;
  CHECK(promotion.reasons() == "");
  CHECK(promotion.judge().signer == "Anna");
}

TEST_CASE("manifest: equal manifests have equal bytes, which read back as what they were") {
  const Promotion promotion;
  const std::string file = signed_by(promotion.key, promotion.manifest);
  CHECK(file == signed_by(promotion.key, promotion.manifest));
  const SignedManifest read = read_manifest(file, "m.json");
  CHECK(read.manifest == promotion.manifest);
  CHECK(read.is_as_written);
  CHECK(read.manifest.evidence[0].overlays.at("policies.routing") == "\"random\"");
  CHECK(file.find("\"policies.routing\": \"random\"") != std::string::npos);
  CHECK(file.starts_with("{\n \"schema\": \"twinline.manifest/1\",\n \"policy\": {\n  \"kind\": \"routing\","));
}

TEST_CASE("manifest: without a signature, or with one of something else, it is refused") {
  Promotion promotion;
  const std::string file = signed_by(promotion.key, promotion.manifest);
  promotion.text = written(promotion.manifest, std::nullopt);
  CHECK(promotion.reasons() == "not_signed");
  promotion.text = changed(file, "\"author\": \"Anna\"", "\"author\": \"Bert\"");
  CHECK(promotion.reasons() == "tampered");
  promotion.text = changed(file, "\"serial\": 1,", "\"serial\": 2,");
  CHECK(promotion.reasons() == "tampered");
  promotion.text = changed(file, "\"serial\": 1,", "\"serial\":  1,");
  CHECK(promotion.reasons() == "tampered");
  promotion.text = changed(file, "\"serial\": 1,", "\"serial\": 1, \"approved\": true,");
  CHECK(promotion.reasons() == "tampered");
  promotion.text = signed_by(PrivateKey::make(), promotion.manifest);
  CHECK(promotion.reasons() == "unknown_key");
}

TEST_CASE("manifest: a text that is none is told with the place in it") {
  Promotion promotion;
  promotion.text = "{\n \"schema\": \"twinline.manifest/1\",";
  CHECK_THROWS_WITH(promotion.judge(), Catch::Contains("m.json:2:") && Catch::Contains("is no JSON"));
  promotion.text = changed(signed_by(promotion.key, promotion.manifest), "\"n\": 40", "\"n\": \"many\"");
  CHECK_THROWS_WITH(promotion.judge(), Catch::Contains("m.json: evidence[0].differences[0].n is no whole number"));
  promotion.text = "{\"schema\": \"twinline.ab/1\"}";
  CHECK_THROWS_WITH(promotion.judge(), Catch::Contains("expected 'twinline.manifest/1'"));
}

TEST_CASE("manifest: a revoked key is believed no longer, whether it is known or not") {
  Promotion promotion;
  promotion.gate.revoked = {key_id(promotion.key.public_key())};
  CHECK(promotion.reasons() == "revoked_key");
  promotion.folder.write("keys.pub", "# none\n");
  CHECK(promotion.reasons() == "revoked_key");
}

TEST_CASE("manifest: it is good from its signature until it expires") {
  Promotion promotion;
  promotion.circumstances.at = promotion.manifest.signed_at - std::chrono::seconds{1};
  CHECK(promotion.reasons() == "not_yet_signed");
  promotion.gate.evidence_age.reset();
  promotion.circumstances.at = promotion.manifest.expires - std::chrono::seconds{1};
  CHECK(promotion.reasons() == "");
  promotion.circumstances.at = promotion.manifest.expires;
  CHECK(promotion.reasons() == "expired");
}

TEST_CASE("manifest: evidence that is older than the gate allows is not enough") {
  Promotion promotion;
  promotion.circumstances.at = promotion.manifest.signed_at + std::chrono::days{10};
  CHECK(promotion.reasons() == "");
  promotion.circumstances.at += std::chrono::seconds{1};
  CHECK(promotion.reasons() == "evidence_too_old");
}

TEST_CASE("manifest: other code than was tested is the wrong build, of the policy and of the evidence") {
  Promotion promotion;
  promotion.manifest.policy.code = std::string(64, '1');
  CHECK(promotion.reasons() == "wrong_build wrong_build");
  const std::string plugin = promotion.manifest.policy.code;
  promotion.circumstances.plugin_of = [&](const PolicyIdentity&) { return std::optional{plugin}; };
  CHECK_THAT(promotion.judge().refusals[0].detail,
             Catch::Contains("ab.json was made without the plug-in 111111111111"));
  promotion.bring(changed(comparison(), "\"}}\n", "\", \"plugins\": [\"" + plugin + "\"]}}\n"));
  CHECK(promotion.reasons() == "");
  promotion.circumstances.plugin_of = [](const PolicyIdentity&) { return std::nullopt; };
  CHECK_THAT(promotion.judge().refusals[0].detail, Catch::Contains("no routing policy random of version 1 here"));
  promotion.circumstances.plugin_of = of_our_own;
  promotion.manifest.policy.code = policies_code();
  promotion.bring(changed(comparison(), policies_code(), std::string(64, '2')));
  CHECK(promotion.reasons() == "wrong_build");
}

TEST_CASE("manifest: evidence must be there and say what the manifest says of it") {
  Promotion promotion;
  promotion.folder.write("ab.json", changed(comparison(), "\"mean\": 0.03", "\"mean\": 0.02"));
  CHECK(promotion.reasons() == "evidence_changed");
  promotion.folder.write("ab.json", changed(comparison(), scenario_hash, std::string(64, 'b')));
  CHECK(promotion.reasons() == "evidence_changed");
  CHECK_THAT(promotion.judge().refusals[0].detail, Catch::Contains("is of scenario bbbbbbbbbbbb"));
  promotion.folder.write("ab.json", changed(comparison(), policies_code(), std::string(64, '2')));
  CHECK_THAT(promotion.judge().refusals[0].detail, Catch::Contains("was made by another build"));
  promotion.folder.write("ab.json", changed(comparison(), "\"name\": \"quick\"", "\"name\": \"other\""));
  CHECK_THAT(promotion.judge().refusals[0].detail, Catch::Contains("expected arm 'quick' among them"));
  std::filesystem::remove(promotion.folder.path() / "ab.json");
  CHECK(promotion.reasons() == "evidence_missing");
  promotion.manifest.evidence.clear();
  CHECK(promotion.reasons() == "evidence_missing scenario_missing");
}

TEST_CASE("manifest: an older one is a downgrade; the one in force itself, and a newer one, are not") {
  Promotion promotion;
  promotion.manifest.serial = 3;
  const std::string third = signed_by(promotion.key, promotion.manifest);
  promotion.gate.in_force = {{"routing", promotion.folder.write("in_force.json", third).string()}};
  CHECK(promotion.reasons() == "");
  promotion.manifest.author = "Bert";
  CHECK(promotion.reasons() == "downgrade");
  promotion.manifest.serial = 2;
  CHECK(promotion.reasons() == "downgrade");
  promotion.manifest.serial = 4;
  CHECK(promotion.reasons() == "");
  promotion.manifest.serial = 1;
  promotion.manifest.policy.kind = "ivr";
  CHECK(promotion.reasons() == "");
}

TEST_CASE("manifest: every scenario that the gate asks for must have spoken, by its hash where one is asked") {
  Promotion promotion;
  promotion.gate.scenarios = {{"bank", ""}};
  CHECK(promotion.reasons() == "");
  promotion.gate.scenarios = {{"bank", std::string(64, 'b')}, {"peak", ""}};
  CHECK(promotion.reasons() == "scenario_missing scenario_missing");
}

TEST_CASE("manifest: a KPI must be what the gate asks, by the joint interval where there is one") {
  Promotion promotion;
  const auto asks = [&](const AskedKpi& asked) {
    promotion.gate.kpis = {asked};
    return promotion.reasons();
  };
  CHECK(asks({"service_level", AskedVerdict::better, 0.015}) == "");
  CHECK(asks({"service_level", AskedVerdict::better, 0.016}) == "not_shown");
  CHECK(asks({"service_level", AskedVerdict::not_worse, 0}) == "");
  CHECK(asks({"loans.asa", AskedVerdict::not_worse, 0}) == "not_shown");
  CHECK(asks({"loans.asa", AskedVerdict::better, 0}) == "not_shown");
  CHECK(asks({"asa", AskedVerdict::better, 0}) == "not_shown");
  promotion.bring(changed(comparison(), "\"verdict\": \"undecided\"", "\"verdict\": \"no meaningful difference\""));
  CHECK(asks({"loans.asa", AskedVerdict::not_worse, 0}) == "");
  CHECK(asks({"loans.asa", AskedVerdict::better, 0}) == "not_shown");
  promotion.bring(
      changed(comparison(),
              "\"low\": -2, \"high\": 1, \"n\": 40,\n       \"method\": \"t\", \"verdict\": "
              "\"undecided\", \"sides\"",
              "\"low\": null, \"high\": -0.5, \"n\": 40,\n       \"method\": \"t\", \"verdict\": \"better\", "
              "\"sides\""));
  CHECK(asks({"loans.asa", AskedVerdict::better, 0.5}) == "");
  CHECK(asks({"loans.asa", AskedVerdict::better, 0.6}) == "not_shown");
}

TEST_CASE("manifest: guardrails that were asked for were there, and all that were there held") {
  Promotion promotion;
  promotion.gate.guardrails = {"loans.service_level", "asa"};
  CHECK(promotion.reasons() == "guardrail_broken");
  promotion.gate.guardrails.clear();
  promotion.bring(changed(comparison(), "\"held\": true", "\"held\": false"));
  CHECK(promotion.reasons() == "guardrail_broken");
}

TEST_CASE("manifest: evidence that is no comparison, names no build or has nothing on the arm is none") {
  const auto told = [](const std::string& text, const std::string& arm) -> std::string {
    try {
      read_evidence(text, "x/ab.json", arm);
    } catch (const reports::JsonReadError& error) {
      return error.what();
    }
    return {};
  };
  CHECK(told("{", "quick") == "x/ab.json:1:2: is no JSON; expected what `twinline ab --json` printed");
  CHECK(told(std::string(100000, '['), "quick") ==
        "x/ab.json: is nested too deeply; expected what `twinline ab --json` printed");
  CHECK(told("[1e999]", "quick") ==
        "x/ab.json: holds a number that is out of range; expected what `twinline ab --json` printed");
  CHECK(told(R"({"schema": "twinline.run/1"})", "quick") ==
        "x/ab.json: schema is 'twinline.run/1'; expected 'twinline.ab/1'");
  CHECK(told(changed(comparison(), "\"build\"", "\"built\""), "quick") == "x/ab.json: build is missing");
  CHECK(told(comparison(), "third") == "x/ab.json: compares slow, quick; expected arm 'third' among them");
  CHECK_THAT(told(comparison(), "slow"), Catch::Contains("compare with --a INCUMBENT --b slow"));
  CHECK(told(comparison(), "quick") == "");
}

TEST_CASE("manifest: a replay counts as parity only where all was equal") {
  const std::string equal = R"({"schema": "twinline.replay/1", "entries": 7, "decisions": 3, "equal": true,
    "policies": {"routing": [{"name": "random", "version": 1, "parameters": {}, "code": "c0de"}], "ivr": []}})";
  const PolicyIdentity random{"routing", "random", 1, {}, "c0de"};
  CHECK(read_parity(equal, "x/replay.json", random).decisions == 3);
  CHECK(read_parity(equal, "x/replay.json", random).file == "replay.json");
  CHECK_THROWS_WITH(read_parity(changed(equal, "true", "false"), "x", random), Catch::Contains("found a difference"));
  CHECK_THROWS_WITH(
      read_parity(changed(equal, "c0de", "c1de"), "x", random),
      Catch::Contains("routing policy random version 1 decided; expected random version 1 with the same"));
  CHECK_THROWS_AS(read_parity(equal, "x", {"ivr", "straight", 1, {}, "c0de"}), reports::JsonReadError);
}

/// What `twinline rollout --json` prints, as far as a manifest carries it.
std::string forecast_text() {
  return R"({"schema": "twinline.rollout/1", "scenario": {"name": "bank", "hash": ")" + scenario_hash +
         R"("}, "seed": 1, "replications": 9,
    "candidate": {"name": "quick", "overlays": {"policies.routing": "random"}},
    "disagreement": {"mean": 0.25, "half_width": 0.01, "n": 9},
    "exposure": {"rolled_back": {"mean": 1, "half_width": null, "n": 9},
                 "share_exposed": {"mean": 0.02, "p50": 0.02, "p90": null}},
    "bands": {"candidate": [{"interval": "08:00", "kpi": "asa", "mean": 9, "low": 7, "high": 12, "offered": 50}]},
    "split": {"by": "call", "ramp": [{"after_seconds": 0, "share": 0.1}], "block_seconds": 1800, "wash_out_seconds": 60},
    "designs": [{"by": "call", "freed_agent": "drawn", "kpis": [{"kpi": "service_level", "verdict": "biased",
      "bias": {"mean": -0.5, "half_width": 0.25, "n": 9}}]},
      {"by": "block", "freed_agent": "drawn", "kpis": [{"kpi": "service_level", "verdict": "undecided",
      "bias": {"mean": 0.01, "half_width": null, "n": 1}}]}],
    "build": {"version": "0.1.0", "model_version": "1", "policies": ")" +
         policies_code() + "\"}}";
}

TEST_CASE("manifest: the forecast of a rollout must be there, unchanged and of this build") {
  const std::string text = forecast_text();
  Promotion promotion;
  const auto file = promotion.folder.write("rollout.json", text);
  promotion.manifest.forecast = read_forecast(text, file.string(), "quick");
  CHECK(promotion.reasons() == "");
  const Manifest read = read_manifest(signed_by(promotion.key, promotion.manifest), "m.json").manifest;
  CHECK(read == promotion.manifest);
  CHECK(read.forecast->disagreement == 0.25);
  CHECK(read.forecast->exposed_p90 == std::nullopt);
  CHECK(read.forecast->bands.at(0).high == 12);
  CHECK_THAT(in_words(promotion.judge(), "m.json"),
             Catch::Contains("rollout.json: a rollout of arm quick in bank (aaaaaaaaaaaa), simulated 9 times") &&
                 Catch::Contains("otherwise than the incumbent: 25 %; rolled back: 100 %") &&
                 Catch::Contains("2 % on average, unknown in one of ten") &&
                 Catch::Contains("\n    by call (freed agents: drawn): biased; service_level -0.5 [-0.75, -0.25]\n") &&
                 Catch::Contains("\n    by block: not known to be unbiased; service_level 0.01 [nan, nan]\n"));
  REQUIRE(read.forecast->designs);
  CHECK(read.forecast->designs->ramp.at(0).share == 0.1);
  CHECK(read.forecast->designs->block_seconds == 1800);
  CHECK(read.forecast->designs->ways.at(0).kpis.at(0).low == -0.75);

  promotion.folder.write("rollout.json", changed(text, "\"biased\"", "\"negligible\""));
  CHECK(promotion.reasons() == "evidence_changed");
  promotion.folder.write("rollout.json", changed(text, "0.25", "0.24"));
  CHECK(promotion.reasons() == "evidence_changed");
  promotion.folder.write("rollout.json", comparison());
  CHECK(promotion.reasons() == "evidence_changed");
  std::filesystem::remove(file);
  CHECK(promotion.reasons() == "evidence_missing");
  const std::string other = changed(text, policies_code(), std::string(64, '2'));
  promotion.manifest.forecast = read_forecast(other, promotion.folder.write("rollout.json", other).string(), "quick");
  CHECK(promotion.reasons() == "wrong_build");
  CHECK_THROWS_WITH(read_forecast(text, "x", "slow"),
                    Catch::Contains("x: is of candidate 'quick'; expected arm 'slow'"));
}

TEST_CASE("manifest: one of before designs were carried stays what was signed, and says nothing of them") {
  const std::string text = forecast_text();
  Promotion promotion;
  promotion.manifest.forecast = read_forecast(text, promotion.folder.write("rollout.json", text).string(), "quick");
  promotion.manifest.forecast->designs.reset();
  CHECK(promotion.reasons() == "");
  const std::string file = signed_by(promotion.key, promotion.manifest);
  CHECK(file.find("designs") == std::string::npos);
  const SignedManifest read = read_manifest(file, "m.json");
  CHECK(read.is_as_written);
  CHECK_FALSE(read.manifest.forecast->designs);
}

TEST_CASE("manifest: a judgement says what the manifest speaks for and every reason against it") {
  Promotion promotion;
  promotion.manifest.parity = Parity{"replay.json", std::string(64, 'c'), 7, 3};
  CHECK(in_words(promotion.judge(), "m.json") ==
        "routing policy random version 1\n  serial 1, code " + std::string{policies_code()} +
            "\n  signed 2026-11-20T12:00:00Z by Anna, good until 2027-02-20T12:00:00Z\n  key " +
            key_id(promotion.key.public_key()) +
            " of Anna\n"
            "  ab.json: arm quick of bank (aaaaaaaaaaaa), seed 42, 40 replications, by twinline 0.1.0\n"
            "    service_level against slow: better, 0.03 [0.015, 0.045] (t, n = 40)\n"
            "    guardrail loans.service_level against slow: held, [-0.002, ∞]\n"
            "    assumed, not calibrated: calls.question.patience\n"
            "  replay.json: 3 decisions of a journal repeated, all equal\n"
            "m.json: accepted\n");
  promotion.circumstances.at = promotion.manifest.expires;
  promotion.gate.evidence_age.reset();
  const auto json = nlohmann::json::parse(to_json(promotion.judge(), "m.json"));
  CHECK(json["schema"] == "twinline.judgement/1");
  CHECK(json["accepted"] == false);
  CHECK(json["refusals"].size() == 1);
  CHECK(json["refusals"][0]["reason"] == "expired");
  CHECK(json["manifest"]["policy"]["name"] == "random");
}

}  // namespace
}  // namespace twinline::manifest
