// Why a manifest is not accepted: one reason of a fixed list, for programs, and what exactly, for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace twinline::manifest {

enum class Reason : std::uint8_t {
  not_signed,
  tampered,  ///< signature or file do not fit what is said
  unknown_key,
  revoked_key,
  not_yet_signed,  ///< signed later than now
  expired,
  wrong_build,  ///< other code than was tested would decide
  downgrade,    ///< what is in force came later
  evidence_missing,
  evidence_changed,  ///< a file of evidence does not say what the manifest says of it
  evidence_too_old,
  scenario_missing,  ///< none of the evidence is of a scenario that the gate asks for
  not_shown,         ///< a KPI is not what the gate asks for
  guardrail_broken,
  barred,  ///< its policy did not return once, here
};

/// "evidence_missing"
std::string_view reason_name(Reason reason);

struct Refusal {
  Reason reason = Reason::not_signed;
  std::string detail;
};

}  // namespace twinline::manifest
