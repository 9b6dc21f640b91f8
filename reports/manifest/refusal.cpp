#include "reports/manifest/refusal.hpp"

namespace twinline::manifest {

std::string_view reason_name(Reason reason) {
  switch (reason) {
    case Reason::not_signed: return "not_signed";
    case Reason::tampered: return "tampered";
    case Reason::unknown_key: return "unknown_key";
    case Reason::revoked_key: return "revoked_key";
    case Reason::not_yet_signed: return "not_yet_signed";
    case Reason::expired: return "expired";
    case Reason::wrong_build: return "wrong_build";
    case Reason::downgrade: return "downgrade";
    case Reason::evidence_missing: return "evidence_missing";
    case Reason::evidence_changed: return "evidence_changed";
    case Reason::evidence_too_old: return "evidence_too_old";
    case Reason::scenario_missing: return "scenario_missing";
    case Reason::not_shown: return "not_shown";
    case Reason::guardrail_broken: return "guardrail_broken";
    case Reason::barred: return "barred";
  }
  return "";
}

}  // namespace twinline::manifest
