#include "reports/manifest/judgement_text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/manifest/designs.hpp"

namespace twinline::manifest {
namespace {

std::string interval_text(const std::optional<double>& low, const std::optional<double>& high) {
  return fmt::format("[{}, {}]", low ? fmt::format("{:.4g}", *low) : "-∞", high ? fmt::format("{:.4g}", *high) : "∞");
}

std::string policy_text(const Manifest& manifest) {
  const PolicyIdentity& policy = manifest.policy;
  std::string parameters;
  for (const ParameterText& parameter : policy.parameters) {
    parameters += fmt::format("{}{} {}", parameters.empty() ? " with " : ", ", parameter.name, parameter.value);
  }
  return fmt::format("{} policy {} version {}{}\n  serial {}, code {}\n", policy.kind, policy.name, policy.version,
                     parameters, manifest.serial, policy.code);
}

std::string finding_text(const Finding& finding) {
  const auto& low = finding.named ? finding.joint_low : finding.low;
  const auto& high = finding.named ? finding.joint_high : finding.high;
  return fmt::format("    {} against {}: {}, {} {} ({}, n = {})\n", finding.kpi, finding.against, finding.verdict,
                     finding.mean ? fmt::format("{:.4g}", *finding.mean) : "unknown", interval_text(low, high),
                     finding.method, finding.n);
}

/// Of a comparison that is about some KPIs, those; of another one those in total.
std::string evidence_text(const Evidence& evidence) {
  std::string text = fmt::format("  {}: arm {} of {} ({}), seed {}, {} replications, by twinline {}\n", evidence.file,
                                 evidence.arm, evidence.scenario, evidence.scenario_hash.substr(0, 12), evidence.seed,
                                 evidence.replications, evidence.build.version);
  const bool any_named = std::any_of(evidence.findings.begin(), evidence.findings.end(),
                                     [](const Finding& finding) { return finding.named; });
  for (const Finding& finding : evidence.findings) {
    const bool in_total = finding.kpi.find('.') == std::string::npos;
    if (any_named ? finding.named : in_total) text += finding_text(finding);
  }
  for (const GuardrailFinding& guardrail : evidence.guardrails) {
    text += fmt::format("    guardrail {} against {}: {}, {}\n", guardrail.kpi, guardrail.against,
                        guardrail.held ? "held" : "not held", interval_text(guardrail.low, guardrail.high));
  }
  for (const std::string& path : evidence.assumed) text += fmt::format("    assumed, not calibrated: {}\n", path);
  return text;
}

std::string share_text(const std::optional<double>& share) {
  return share ? fmt::format("{:.4g} %", *share * 100) : "unknown";
}

std::string forecast_text(const Forecast& forecast) {
  std::string text = fmt::format(
      "  {}: a rollout of arm {} in {} ({}), simulated {} times\n    decides otherwise than the incumbent: {}; rolled "
      "back: {}; calls that meet it until then: {} on average, {} in one of ten\n",
      forecast.file, forecast.arm, forecast.scenario, forecast.scenario_hash.substr(0, 12), forecast.replications,
      share_text(forecast.disagreement), share_text(forecast.rolled_back), share_text(forecast.exposed_mean),
      share_text(forecast.exposed_p90));
  if (forecast.designs) {
    for (const Design& design : forecast.designs->ways) text += fmt::format("    {}\n", in_words(design));
  }
  return text;
}

}  // namespace

std::string in_words(const Judgement& judgement, const std::string& file) {
  const Manifest& manifest = judgement.read.manifest;
  std::string text = policy_text(manifest);
  text += fmt::format("  signed {} by {}, good until {}\n", to_text(manifest.signed_at), manifest.author,
                      to_text(manifest.expires));
  if (judgement.read.signature) {
    text += fmt::format("  key {}{}\n", judgement.read.signature->key,
                        judgement.signer.empty() ? "" : " of " + judgement.signer);
  }
  for (const Evidence& evidence : manifest.evidence) text += evidence_text(evidence);
  if (manifest.parity) {
    text += fmt::format("  {}: {} decisions of a journal repeated, all equal\n", manifest.parity->file,
                        manifest.parity->decisions);
  }
  if (manifest.forecast) text += forecast_text(*manifest.forecast);
  if (judgement.is_accepted()) return text + file + ": accepted\n";
  for (const Refusal& refusal : judgement.refusals) {
    text += fmt::format("{}: refused, {}: {}\n", file, reason_name(refusal.reason), refusal.detail);
  }
  return text;
}

std::string to_json(const Judgement& judgement, const std::string& file) {
  using Json = nlohmann::ordered_json;
  Json refusals = Json::array();
  for (const Refusal& refusal : judgement.refusals) {
    refusals.push_back({{"reason", reason_name(refusal.reason)}, {"detail", refusal.detail}});
  }
  const auto& signature = judgement.read.signature;
  const Json json{{"schema", "twinline.judgement/1"},    {"file", file},
                  {"accepted", judgement.is_accepted()}, {"refusals", refusals},
                  {"sha256", judgement.read.sha256},     {"key", signature ? Json(signature->key) : Json(nullptr)},
                  {"signer", judgement.signer},          {"manifest", Json::parse(canonical(judgement.read.manifest))}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace twinline::manifest
