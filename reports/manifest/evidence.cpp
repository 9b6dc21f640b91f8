#include "reports/manifest/evidence.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/manifest/signing.hpp"

namespace twinline::manifest {
namespace {

using reports::JsonReader;
using reports::JsonReadError;

std::string name_of(const std::string& file) { return std::filesystem::path{file}.filename().string(); }

/// "service_level", "loans.service_level"; nothing for what belongs elsewhere, such as to an interval of the day.
std::optional<std::string> placed_kpi(const JsonReader& found) {
  const auto by = found.at("by").texts();
  const std::string kpi = found.at("name").text();
  if (by.empty()) return kpi;
  const auto queue = by.find("queue");
  if (by.size() > 1 || queue == by.end()) return std::nullopt;
  return queue->second + "." + kpi;
}

Finding finding_of(const JsonReader& found, std::string kpi) {
  Finding finding;
  finding.against = found.at("a").text();
  finding.kpi = std::move(kpi);
  finding.mean = found.at("mean").number_or_null();
  finding.low = found.at("low").number_or_null();
  finding.high = found.at("high").number_or_null();
  finding.n = found.at("n").whole();
  finding.method = found.at("method").text();
  finding.verdict = found.at("verdict").text();
  const JsonReader adjusted = found.at("adjusted");
  finding.named = !adjusted.json.is_null();
  if (finding.named) {
    finding.joint_low = adjusted.at("low").number_or_null();
    finding.joint_high = adjusted.at("high").number_or_null();
  }
  return finding;
}

GuardrailFinding guardrail_of(const JsonReader& found, std::string kpi) {
  GuardrailFinding guardrail;
  guardrail.against = found.at("a").text();
  guardrail.kpi = std::move(kpi);
  guardrail.limit = found.at("limit").number_or_null();
  guardrail.low = found.at("low").number_or_null();
  guardrail.high = found.at("high").number_or_null();
  guardrail.held = found.at("held").yes_or_no();
  guardrail.method = found.at("method").text();
  return guardrail;
}

void read_arm(const JsonReader& root, Evidence& evidence) {
  std::string others;
  for (const JsonReader& arm : root.at("arms").items()) {
    const std::string name = arm.at("name").text();
    others += (others.empty() ? "" : ", ") + name;
    if (name != evidence.arm) continue;
    evidence.overlays = read_overlays(arm.at("overlays"));
    return;
  }
  throw JsonReadError(fmt::format("{}: compares {}; expected arm '{}' among them", root.file, others, evidence.arm));
}

}  // namespace

std::map<std::string, std::string> read_overlays(const JsonReader& overlays) {
  if (!overlays.json.is_object()) overlays.refuse("object");
  std::map<std::string, std::string> compact;
  for (const auto& [path, value] : overlays.json.items()) compact[path] = value.dump();
  return compact;
}

Evidence read_evidence(std::string_view text, const std::string& file, const std::string& arm) {
  constexpr std::string_view expected = "what `twinline ab --json` printed";
  const auto json = reports::parse_json(text, file, expected);
  const JsonReader root{json, file};
  root.require_schema("twinline.ab/1");
  Evidence evidence;
  evidence.file = name_of(file);
  evidence.sha256 = sha256(text);
  evidence.scenario = root.at("scenario").at("name").text();
  evidence.scenario_hash = root.at("scenario").at("hash").text();
  evidence.arm = arm;
  read_arm(root, evidence);
  evidence.seed = root.at("seed").whole();
  evidence.replications = root.at("replications").whole();
  evidence.build = read_build(root.at("build"));
  for (const JsonReader& difference : root.at("differences").items()) {
    if (difference.at("b").text() != arm) continue;
    if (auto kpi = placed_kpi(difference)) evidence.findings.push_back(finding_of(difference, std::move(*kpi)));
  }
  for (const JsonReader& guardrail : root.at("guardrails").items()) {
    if (guardrail.at("b").text() != arm) continue;
    if (auto kpi = placed_kpi(guardrail)) evidence.guardrails.push_back(guardrail_of(guardrail, std::move(*kpi)));
  }
  for (const JsonReader& path : root.at("assumed").items()) evidence.assumed.push_back(path.text());
  if (evidence.findings.empty()) {
    throw JsonReadError(
        fmt::format("{}: holds no arm against '{}', only '{}' against others; compare with --a INCUMBENT "
                    "--b {}",
                    file, arm, arm, arm));
  }
  return evidence;
}

Build read_build(const JsonReader& found) {
  Build build{found.at("version").text(), found.at("model_version").text(), found.at("policies").text()};
  if (!found.has("plugins")) return build;
  for (const JsonReader& plugin : found.at("plugins").items()) build.plugins.push_back(plugin.text());
  return build;
}

nlohmann::ordered_json build_object(const Build& build) {
  nlohmann::ordered_json object{
      {"version", build.version}, {"model_version", build.model_version}, {"policies", build.policies}};
  if (!build.plugins.empty()) object["plugins"] = build.plugins;
  return object;
}

PolicyIdentity read_policy(const JsonReader& found, const std::string& kind) {
  const JsonReader version = found.at("version");
  if (version.whole() > std::numeric_limits<std::uint32_t>::max()) version.refuse("version");
  PolicyIdentity policy{
      kind, found.at("name").text(), static_cast<std::uint32_t>(version.whole()), {}, found.at("code").text()};
  const JsonReader parameters = found.at("parameters");
  if (!parameters.json.is_object()) parameters.refuse("object");
  for (const auto& [name, value] : parameters.json.items()) {
    policy.parameters.push_back({name, JsonReader{value, found.file, parameters.path + "." + name}.text()});
  }
  return policy;
}

Parity read_parity(std::string_view text, const std::string& file, const PolicyIdentity& policy) {
  const auto json = reports::parse_json(text, file, "what `twinline replay --json` printed");
  const JsonReader root{json, file};
  root.require_schema("twinline.replay/1");
  if (!root.at("equal").yes_or_no()) {
    throw JsonReadError(
        fmt::format("{}: the replay found a difference; expected one whose decisions are all equal", file));
  }
  std::vector<PolicyIdentity> decided;
  for (const JsonReader& found : root.at("policies").at(policy.kind).items()) {
    decided.push_back(read_policy(found, policy.kind));
  }
  if (std::find(decided.begin(), decided.end(), policy) == decided.end()) {
    std::string names;
    for (const PolicyIdentity& other : decided) {
      names += fmt::format("{}{} version {}", names.empty() ? "" : ", ", other.name, other.version);
    }
    throw JsonReadError(
        fmt::format("{}: is of a journal in which {} policy {} decided; expected {} version {} with the same code and "
                    "parameters",
                    file, policy.kind, names, policy.name, policy.version));
  }
  return {name_of(file), sha256(text), root.at("entries").whole(), root.at("decisions").whole()};
}

}  // namespace twinline::manifest
