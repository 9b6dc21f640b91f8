// `twinline-bridge ctl FILE …`: what an operator has the running bridge do about the rollout of policies, over its HTTP
// interface. Nothing is decided here.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace twinline::live {

struct CtlOptions {
  std::string file;                                        ///< the scenario that the bridge runs
  std::string who;                                         ///< one of bridge.promotion.operators
  std::string token_file;                                  ///< of that operator
  std::string action;                                      ///< "canary"
  std::string manifest;                                    ///< promote
  std::vector<std::pair<std::string, std::string>> split;  ///< canary: parameter and value, empty where not given
  bool accepts_bias = false;                               ///< canary
  bool off = false;                                        ///< freeze
  bool dry_run = false;
  bool json = false;
};

/// 0 done, 1 refused or not reached, 2 the request made no sense.
int ctl(const CtlOptions& options);

}  // namespace twinline::live
