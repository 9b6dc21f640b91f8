#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "policies/contract/units.hpp"
#include "reports/json/text_file.hpp"
#include "reports/manifest/authenticity.hpp"
#include "reports/manifest/evidence.hpp"
#include "reports/manifest/forecast.hpp"
#include "reports/manifest/manifest_json.hpp"
#include "reports/manifest/policies_code.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/manifest_options.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/scenario_input.hpp"

namespace twinline::cli {
namespace {

/// What keeps a manifest from being signed.
struct NotSigned : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A scenario with the arm that is to be signed.
struct SpokenFor {
  std::string file;
  std::string hash;                             ///< of the scenario as written, which is what comparisons name
  std::map<std::string, std::string> overlays;  ///< of the arm, path → compact JSON
  manifest::PolicyIdentity policy;
};

std::string text_at(const std::string& file) {
  auto text = reports::text_of_file(file);
  if (!text) throw NotSigned(fmt::format("{}: cannot be read", file));
  return std::move(*text);
}

bool decide_alike(const scenarios::PolicyChoice& a, const scenarios::PolicyChoice& b) {
  return a.name == b.name && a.version == b.version && a.parameters == b.parameters && a.build == b.build;
}

/// The one policy that the arm changes. An arm that changes anything else was tested in a centre that production is
/// not.
manifest::PolicyIdentity policy_of_arm(const std::string& file, const std::string& arm,
                                       const scenarios::Overlays& overlays, const scenarios::Scenario& base,
                                       const scenarios::Scenario& changed) {
  for (const auto& [path, value] : overlays) {
    if (path == "policies" || path.starts_with("policies.")) continue;
    throw NotSigned(fmt::format("{}: arm '{}' changes {}, which no manifest can promote; expected policies alone", file,
                                arm, path));
  }
  std::vector<manifest::PolicyIdentity> policies;
  const auto add = [&](const char* kind, const scenarios::PolicyChoice& was, const scenarios::PolicyChoice& is) {
    if (!decide_alike(was, is)) {
      policies.push_back({kind, is.name, is.version, is.parameters, manifest::code_of(is.build)});
    }
  };
  add("routing", base.routing, changed.routing);
  add("staffing", base.staffing, changed.staffing);
  add("ivr", base.ivr, changed.ivr);
  if (policies.size() == 1) return std::move(policies.front());
  throw NotSigned(fmt::format("{}: arm '{}' changes {}; a manifest speaks for one", file, arm,
                              policies.empty() ? "no policy" : "several policies"));
}

/// As comparisons write an overlay's value.
std::string compact(const std::string& value) {
  const auto json = nlohmann::ordered_json::parse(scenarios::overlay_as_json(value), nullptr, false);
  return json.dump();
}

/// Nothing when it does not load; then every problem has been told.
std::optional<SpokenFor> load_spoken_for(const std::string& file, const std::string& arm, ProblemTeller& problems) {
  const scenarios::ScenarioFile scenario(file, scenarios::policy_menu());
  const scenarios::Loaded base = scenario.load();
  const scenarios::Loaded changed = scenario.load_arm(arm);
  const bool base_is_good = problems.tell(base);
  if (!problems.tell(changed) || !base_is_good) return std::nullopt;
  SpokenFor spoken{file, base.scenario->hash, {}, {}};
  for (const scenarios::ArmDefinition& definition : base.arms) {
    if (definition.name != arm) continue;
    for (const auto& [path, value] : definition.overlays) spoken.overlays[path] = compact(value);
    spoken.policy = policy_of_arm(file, arm, definition.overlays, *base.scenario, *changed.scenario);
  }
  return spoken;
}

/// The evidence in the file, which must be of one of the scenarios as they are now, and of this build.
manifest::Evidence checked_evidence(const std::string& file, const std::string& arm,
                                    const std::vector<SpokenFor>& scenarios) {
  manifest::Evidence evidence = manifest::read_evidence(text_at(file), file, arm);
  const auto scenario = std::find_if(scenarios.begin(), scenarios.end(),
                                     [&](const SpokenFor& spoken) { return spoken.hash == evidence.scenario_hash; });
  if (scenario == scenarios.end()) {
    throw NotSigned(fmt::format("{}: is of scenario '{}' with hash {}; {} has hash {}", file, evidence.scenario,
                                evidence.scenario_hash.substr(0, 12), scenarios.front().file,
                                scenarios.front().hash.substr(0, 12)));
  }
  if (evidence.overlays != scenario->overlays) {
    throw NotSigned(
        fmt::format("{}: arm '{}' was something else than it is in {} now; compare again", file, arm, scenario->file));
  }
  if (!manifest::was_made_with(evidence.build, scenario->policy)) {
    throw NotSigned(fmt::format("{}: was made by a build with other policies; compare again", file));
  }
  return evidence;
}

/// The forecast in the file, of one of the scenarios as they are now, and of this build.
manifest::Forecast checked_forecast(const std::string& file, const std::string& arm,
                                    const std::vector<SpokenFor>& scenarios) {
  manifest::Forecast forecast = manifest::read_forecast(text_at(file), file, arm);
  const auto scenario = std::find_if(scenarios.begin(), scenarios.end(),
                                     [&](const SpokenFor& spoken) { return spoken.hash == forecast.scenario_hash; });
  if (scenario == scenarios.end()) {
    throw NotSigned(fmt::format("{}: is of scenario '{}' with hash {}; expected one that is signed for", file,
                                forecast.scenario, forecast.scenario_hash.substr(0, 12)));
  }
  if (forecast.overlays != scenario->overlays) {
    throw NotSigned(
        fmt::format("{}: arm '{}' was something else than it is in {} now; simulate again", file, arm, scenario->file));
  }
  if (!manifest::was_made_with(forecast.build, scenario->policy)) {
    throw NotSigned(fmt::format("{}: was made by a build with other policies; simulate again", file));
  }
  return forecast;
}

void require_evidence_of_each(const std::vector<SpokenFor>& scenarios, const manifest::Manifest& manifest) {
  for (const SpokenFor& spoken : scenarios) {
    const bool found = std::any_of(manifest.evidence.begin(), manifest.evidence.end(),
                                   [&](const auto& evidence) { return evidence.scenario_hash == spoken.hash; });
    if (!found) throw NotSigned(fmt::format("{}: none of the evidence is of it", spoken.file));
    if (!(spoken.policy == manifest.policy)) {
      throw NotSigned(fmt::format("{}: the arm's policy is another than in {}", spoken.file, scenarios.front().file));
    }
  }
  std::set<std::string> names;
  for (const auto& evidence : manifest.evidence) {
    if (!names.insert(evidence.file).second) {
      throw NotSigned(fmt::format("two files of evidence are called {}; rename one", evidence.file));
    }
  }
}

void follow(const std::string& file, manifest::Manifest& manifest) {
  const manifest::SignedManifest previous = manifest::read_manifest(text_at(file), file);
  if (previous.manifest.policy.kind != manifest.policy.kind) {
    throw NotSigned(
        fmt::format("{}: is of a {} policy; expected {}", file, previous.manifest.policy.kind, manifest.policy.kind));
  }
  manifest.serial = previous.manifest.serial + 1;
  manifest.previous = previous.sha256;
}

manifest::PrivateKey read_key(const std::string& file) {
  try {
    return manifest::PrivateKey::read(text_at(file));
  } catch (const manifest::KeyError& error) {
    throw NotSigned(fmt::format("{}: {}", file, error.what()));
  }
}

manifest::Manifest manifest_of(const SignOptions& options, const std::vector<SpokenFor>& scenarios) {
  manifest::Manifest manifest;
  manifest.policy = scenarios.front().policy;
  for (const std::string& file : options.evidence) {
    manifest.evidence.push_back(checked_evidence(file, options.arm, scenarios));
  }
  require_evidence_of_each(scenarios, manifest);
  if (!options.parity.empty()) {
    manifest.parity = manifest::read_parity(text_at(options.parity), options.parity, manifest.policy);
  }
  if (!options.rollout.empty()) manifest.forecast = checked_forecast(options.rollout, options.arm, scenarios);
  if (!options.previous.empty()) follow(options.previous, manifest);
  manifest.author = options.author;
  manifest.signed_at = manifest::parse_instant(options.at).value();
  manifest.expires =
      manifest.signed_at + std::chrono::floor<std::chrono::seconds>(parse_duration(options.valid_for).value());
  return manifest;
}

}  // namespace

int sign(const SignOptions& options) try {
  ProblemTeller problems;
  std::vector<SpokenFor> scenarios;
  for (const std::string& file : options.scenarios) {
    if (auto spoken = load_spoken_for(file, options.arm, problems)) scenarios.push_back(std::move(*spoken));
  }
  if (scenarios.size() != options.scenarios.size()) return bad_input;
  const manifest::Manifest manifest = manifest_of(options, scenarios);
  const std::string text = manifest::signed_by(read_key(options.key), manifest);
  const auto out = std::filesystem::absolute(options.out);
  write_files(out.parent_path(), {{out.filename().string(), text}});
  fmt::print(stderr, "{}: {} policy {}, serial {}, good until {}\n", options.out, manifest.policy.kind,
             manifest.policy.name, manifest.serial, manifest::to_text(manifest.expires));
  return fine;
} catch (const NotSigned& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const reports::JsonReadError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
}

}  // namespace twinline::cli
