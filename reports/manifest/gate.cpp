#include "reports/manifest/gate.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "policies/contract/units.hpp"

namespace twinline::manifest {
namespace {

class Gate {
 public:
  Gate(const PromotionGate& asked, const Manifest& manifest, std::vector<Refusal>& refusals)
      : asked_(asked), manifest_(manifest), refusals_(refusals) {}

  void check_age(Instant at) {
    if (!asked_.evidence_age || at - manifest_.signed_at <= *asked_.evidence_age) return;
    refuse(Reason::evidence_too_old,
           fmt::format("it was signed at {}, longer ago than {}", to_text(manifest_.signed_at),
                       twinline::to_text(*asked_.evidence_age)));
  }

  void check_scenarios() {
    for (const AskedScenario& scenario : asked_.scenarios) {
      const bool found =
          std::any_of(manifest_.evidence.begin(), manifest_.evidence.end(), [&](const Evidence& evidence) {
            return evidence.scenario == scenario.name &&
                   (scenario.hash.empty() || evidence.scenario_hash == scenario.hash);
          });
      if (found) continue;
      refuse(Reason::scenario_missing,
             fmt::format("none of its evidence is of scenario '{}'{}", scenario.name,
                         scenario.hash.empty() ? "" : " with hash " + scenario.hash.substr(0, 12)));
    }
  }

  void check_kpis() {
    for (const Evidence& evidence : manifest_.evidence) {
      for (const AskedKpi& kpi : asked_.kpis) check_kpi(evidence, kpi);
    }
  }

  void check_guardrails() {
    for (const Evidence& evidence : manifest_.evidence) {
      for (const GuardrailFinding& guardrail : evidence.guardrails) {
        if (guardrail.held) continue;
        refuse(Reason::guardrail_broken,
               fmt::format("{} against {} did not hold in {}", guardrail.kpi, guardrail.against, evidence.scenario));
      }
      for (const std::string& kpi : asked_.guardrails) {
        const bool guarded = std::any_of(evidence.guardrails.begin(), evidence.guardrails.end(),
                                         [&](const GuardrailFinding& guardrail) { return guardrail.kpi == kpi; });
        if (!guarded) refuse(Reason::guardrail_broken, fmt::format("{} was not guarded in {}", kpi, evidence.scenario));
      }
    }
  }

 private:
  void refuse(Reason reason, std::string detail) { refusals_.push_back({reason, std::move(detail)}); }

  void check_kpi(const Evidence& evidence, const AskedKpi& asked) {
    bool found = false;
    for (const Finding& finding : evidence.findings) {
      if (finding.kpi != asked.kpi) continue;
      found = true;
      check_finding(evidence, finding, asked);
    }
    if (!found) refuse(Reason::not_shown, fmt::format("{} does not speak of {}", evidence.file, asked.kpi));
  }

  void check_finding(const Evidence& evidence, const Finding& finding, const AskedKpi& asked) {
    const std::string what = fmt::format("{} against {} in {}", finding.kpi, finding.against, evidence.scenario);
    const bool better = finding.verdict == "better";
    if (asked.verdict == AskedVerdict::not_worse && !better && finding.verdict != "no meaningful difference") {
      refuse(Reason::not_shown, fmt::format("{} is {}; asked for is not worse", what, finding.verdict));
    } else if (asked.verdict == AskedVerdict::better && !better) {
      refuse(Reason::not_shown, fmt::format("{} is {}; asked for is better", what, finding.verdict));
    } else if (asked.verdict == AskedVerdict::better && least_of(finding) < asked.least_effect) {
      refuse(Reason::not_shown,
             fmt::format("{} is better by {} at least; asked for is {}", what, twinline::to_text(least_of(finding)),
                         twinline::to_text(asked.least_effect)));
    }
  }

  /// How far from zero the interval begins, 0 where it holds zero or says nothing. The joint one counts where the
  /// comparison was about the KPI.
  static double least_of(const Finding& finding) {
    const auto& low = finding.named ? finding.joint_low : finding.low;
    const auto& high = finding.named ? finding.joint_high : finding.high;
    if (low && *low > 0) return *low;
    if (high && *high < 0) return -*high;
    return 0;
  }

  const PromotionGate& asked_;
  const Manifest& manifest_;
  std::vector<Refusal>& refusals_;
};

}  // namespace

void check_gate(const PromotionGate& gate, const Manifest& manifest, Instant at, std::vector<Refusal>& refusals) {
  Gate check(gate, manifest, refusals);
  check.check_age(at);
  check.check_scenarios();
  check.check_kpis();
  check.check_guardrails();
}

void check_order(const SignedManifest& read, const InForce& in_force, std::vector<Refusal>& refusals) {
  const auto now = in_force.find(read.manifest.policy.kind);
  if (now == in_force.end() || now->second.sha256 == read.sha256) return;
  if (read.manifest.serial > now->second.manifest.serial) return;
  refusals.push_back(
      {Reason::downgrade, fmt::format("its serial is {}; the {} policy in force has {}", read.manifest.serial,
                                      read.manifest.policy.kind, now->second.manifest.serial)});
}

}  // namespace twinline::manifest
