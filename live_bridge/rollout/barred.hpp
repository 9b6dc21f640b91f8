// Policies that are barred, because once they did not return: a file beside the journal, one JSON object a line
// ("twinline.barred/1"), that only grows. The watchdogs of the bridge and of its shadow write it; whoever would put a
// policy in force, on a part of the calls or in a shadow asks it first. Somebody who knows better takes the line out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "policies/contract/facts.hpp"
#include "reports/journal/header.hpp"

namespace twinline::live::rollout {

struct Barred {
  PolicyKind kind = PolicyKind::routing;
  journal::PolicyIdentity policy;
  std::string manifest;  ///< SHA-256 of the file that it came by; empty: the configuration named it
  std::string why;
  std::string at;  ///< UTC, as manifests write instants
};

/// Where the bars of a bridge are: "journal/bridge.tlj" → "journal/bridge.barred".
std::filesystem::path barred_file(const std::filesystem::path& journal);

/// Writes them down, and returns when the disk has them. Takes no lock of this program's, for another thread may hang
/// with any in hand. False where it cannot be written.
bool bar(const std::filesystem::path& file, const std::vector<Barred>& policies);

class BarredPolicies {
 public:
  /// As the file says; nothing is barred where there is none. Throws reports::JsonReadError, with the line, where one
  /// makes no sense: better no start than one with a policy that was barred.
  static BarredPolicies read(const std::filesystem::path& file);

  /// Why this policy is barred; nullptr where it is not. A shared object is barred with whatever parameters, a policy
  /// of Twinline's own with just these.
  const Barred* find(PolicyKind kind, const journal::PolicyIdentity& policy) const;

  /// The same for a manifest by the SHA-256 of its file.
  const Barred* find_manifest(const std::string& sha256) const;

  const std::vector<Barred>& all() const { return barred_; }

 private:
  std::vector<Barred> barred_;
};

}  // namespace twinline::live::rollout
