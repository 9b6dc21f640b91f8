#include "reports/manifest/manifest_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/manifest/evidence.hpp"
#include "reports/manifest/forecast.hpp"

namespace twinline::manifest {
namespace {

using Json = nlohmann::ordered_json;
using reports::JsonReader;

constexpr std::string_view manifest_schema = "twinline.manifest/1";

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

/// The values are compact JSON and stand as what they are.
Json overlays_object(const std::map<std::string, std::string>& overlays) {
  Json object = Json::object();
  for (const auto& [path, value] : overlays) object[path] = Json::parse(value);
  return object;
}

Json policy_object(const PolicyIdentity& policy) {
  Json parameters = Json::object();
  for (const ParameterText& parameter : policy.parameters) parameters[parameter.name] = parameter.value;
  return {{"kind", policy.kind},
          {"name", policy.name},
          {"version", policy.version},
          {"parameters", parameters},
          {"code", policy.code}};
}

Json finding_object(const Finding& finding) {
  return {{"kpi", finding.kpi},
          {"against", finding.against},
          {"verdict", finding.verdict},
          {"mean", number(finding.mean)},
          {"low", number(finding.low)},
          {"high", number(finding.high)},
          {"joint_low", number(finding.joint_low)},
          {"joint_high", number(finding.joint_high)},
          {"named", finding.named},
          {"n", finding.n},
          {"method", finding.method}};
}

Json guardrail_object(const GuardrailFinding& guardrail) {
  return {{"kpi", guardrail.kpi},         {"against", guardrail.against},
          {"held", guardrail.held},       {"limit", number(guardrail.limit)},
          {"low", number(guardrail.low)}, {"high", number(guardrail.high)},
          {"method", guardrail.method}};
}

Json evidence_object(const Evidence& evidence) {
  Json object{{"file", evidence.file},
              {"sha256", evidence.sha256},
              {"scenario", {{"name", evidence.scenario}, {"hash", evidence.scenario_hash}}},
              {"arm", {{"name", evidence.arm}, {"overlays", overlays_object(evidence.overlays)}}},
              {"seed", evidence.seed},
              {"replications", evidence.replications},
              {"build", build_object(evidence.build)}};
  object["differences"] = Json::array();
  for (const Finding& finding : evidence.findings) object["differences"].push_back(finding_object(finding));
  object["guardrails"] = Json::array();
  for (const GuardrailFinding& guardrail : evidence.guardrails) {
    object["guardrails"].push_back(guardrail_object(guardrail));
  }
  object["assumed"] = evidence.assumed;
  return object;
}

Json parity_object(const std::optional<Parity>& parity) {
  if (!parity) return nullptr;
  return {{"file", parity->file},
          {"sha256", parity->sha256},
          {"entries", parity->entries},
          {"decisions", parity->decisions}};
}

Json manifest_object(const Manifest& manifest) {
  Json object{{"schema", manifest_schema},
              {"policy", policy_object(manifest.policy)},
              {"serial", manifest.serial},
              {"previous", manifest.previous.empty() ? Json(nullptr) : Json(manifest.previous)},
              {"author", manifest.author},
              {"signed_at", to_text(manifest.signed_at)},
              {"expires", to_text(manifest.expires)}};
  object["evidence"] = Json::array();
  for (const Evidence& evidence : manifest.evidence) object["evidence"].push_back(evidence_object(evidence));
  object["parity"] = parity_object(manifest.parity);
  if (manifest.forecast) object["rollout"] = forecast_object(*manifest.forecast);
  return object;
}

std::string text_of(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Instant read_instant(const JsonReader& found) {
  const auto instant = parse_instant(found.text());
  if (!instant) found.refuse("time such as 2026-11-22T12:00:00Z");
  return *instant;
}

Finding read_finding(const JsonReader& found) {
  Finding finding;
  finding.kpi = found.at("kpi").text();
  finding.against = found.at("against").text();
  finding.verdict = found.at("verdict").text();
  finding.mean = found.at("mean").number_or_null();
  finding.low = found.at("low").number_or_null();
  finding.high = found.at("high").number_or_null();
  finding.joint_low = found.at("joint_low").number_or_null();
  finding.joint_high = found.at("joint_high").number_or_null();
  finding.named = found.at("named").yes_or_no();
  finding.n = found.at("n").whole();
  finding.method = found.at("method").text();
  return finding;
}

GuardrailFinding read_guardrail(const JsonReader& found) {
  GuardrailFinding guardrail;
  guardrail.kpi = found.at("kpi").text();
  guardrail.against = found.at("against").text();
  guardrail.held = found.at("held").yes_or_no();
  guardrail.limit = found.at("limit").number_or_null();
  guardrail.low = found.at("low").number_or_null();
  guardrail.high = found.at("high").number_or_null();
  guardrail.method = found.at("method").text();
  return guardrail;
}

Evidence read_evidence_object(const JsonReader& found) {
  Evidence evidence;
  evidence.file = found.at("file").text();
  evidence.sha256 = found.at("sha256").text();
  evidence.scenario = found.at("scenario").at("name").text();
  evidence.scenario_hash = found.at("scenario").at("hash").text();
  evidence.arm = found.at("arm").at("name").text();
  evidence.overlays = read_overlays(found.at("arm").at("overlays"));
  evidence.seed = found.at("seed").whole();
  evidence.replications = found.at("replications").whole();
  evidence.build = read_build(found.at("build"));
  for (const JsonReader& finding : found.at("differences").items()) evidence.findings.push_back(read_finding(finding));
  for (const JsonReader& guardrail : found.at("guardrails").items()) {
    evidence.guardrails.push_back(read_guardrail(guardrail));
  }
  for (const JsonReader& path : found.at("assumed").items()) evidence.assumed.push_back(path.text());
  return evidence;
}

std::optional<Parity> read_parity(const JsonReader& found) {
  if (found.json.is_null()) return std::nullopt;
  return Parity{found.at("file").text(), found.at("sha256").text(), found.at("entries").whole(),
                found.at("decisions").whole()};
}

Manifest read_manifest_object(const JsonReader& root) {
  Manifest manifest;
  manifest.policy = read_policy(root.at("policy"), root.at("policy").at("kind").text());
  manifest.serial = root.at("serial").whole();
  if (const JsonReader previous = root.at("previous"); !previous.json.is_null()) manifest.previous = previous.text();
  manifest.author = root.at("author").text();
  manifest.signed_at = read_instant(root.at("signed_at"));
  manifest.expires = read_instant(root.at("expires"));
  for (const JsonReader& evidence : root.at("evidence").items()) {
    manifest.evidence.push_back(read_evidence_object(evidence));
  }
  manifest.parity = read_parity(root.at("parity"));
  if (root.has("rollout")) manifest.forecast = read_forecast_object(root.at("rollout"));
  return manifest;
}

}  // namespace

std::string canonical(const Manifest& manifest) { return text_of(manifest_object(manifest)); }

std::string written(const Manifest& manifest, const std::optional<Signature>& signature) {
  Json object = manifest_object(manifest);
  if (signature) {
    object["signature"] = {{"algorithm", "ed25519"}, {"key", signature->key}, {"value", signature->value}};
  }
  return text_of(object);
}

std::string signed_by(const PrivateKey& key, const Manifest& manifest) {
  return written(manifest, Signature{key_id(key.public_key()), key.sign(canonical(manifest))});
}

SignedManifest read_manifest(std::string_view text, const std::string& file) {
  const Json json = reports::parse_json(text, file, "a manifest that `twinline sign` wrote");
  const JsonReader root{json, file};
  root.require_schema(manifest_schema);
  SignedManifest read;
  read.manifest = read_manifest_object(root);
  if (root.has("signature")) {
    const JsonReader signature = root.at("signature");
    read.signature = {signature.at("key").text(), signature.at("value").text()};
  }
  read.sha256 = sha256(text);
  read.is_as_written = text == written(read.manifest, read.signature);
  return read;
}

}  // namespace twinline::manifest
