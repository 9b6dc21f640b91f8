// The files and folders that a bridge block names, and whether the secrets among them are kept as secrets should be.
#pragma once

#include <string>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {

class BridgeFiles {
 public:
  explicit BridgeFiles(Binding& binding) : binding_(binding) {}

  /// The name, absolute, as it lies beside the scenario; empty when neither node nor fallback has one.
  std::string path_of(const Node* node, const std::string& fallback = {}) const;

  /// The same of a file that must be there and that nobody else should read. It is looked for only where a bridge is to
  /// run: who simulates has no business with its secrets.
  std::string secret(const Node* node) const;

  /// Looks for a secret beside others, in a folder that was named.
  void expect_secret(const std::string& path, const Place& named) const;

 private:
  Binding& binding_;
};

}  // namespace twinline::scenarios
