// What twinline-bridge can be asked to do. Each command has its own file and returns what the shell is told: 0 fine, 1
// it failed, 2 usage or a bad file.
#pragma once

#include <string>

namespace twinline::live {

inline constexpr int fine = 0;
inline constexpr int failed = 1;
inline constexpr int bad_input = 2;

struct CommandOptions {
  std::string file;
  bool json = false;
  bool verbose = false;
  std::string manifest;  ///< that check is asked about, or that is shadowed; empty: none, or the rollout's
  std::string evidence;  ///< folder of its evidence; empty: where it lies
  std::string call;      ///< that is explained, by its key
};

/// Takes calls until SIGTERM or SIGINT, then drains. SIGHUP reads the file again.
int run(const CommandOptions& options);

/// Reports every problem of the file; of a manifest, whether this bridge would accept it, and every reason against it.
int check(const CommandOptions& options);

/// Follows the journal of the file's bridge and asks the policy of the manifest, or of the rollout's candidate, what it
/// would have decided, until SIGTERM; says every second how much it disagrees.
int shadow_beside(const CommandOptions& options);

/// Prints why a call was routed so, out of the journal of the file's bridge, as JSON. What is wrong is printed as JSON,
/// too; bad_input where there is no such call.
int explain_call(const CommandOptions& options);

/// Prints the configuration of the edge proxy.
int edge_config(const CommandOptions& options);

/// Reads a password from standard input and prints it as desk_password_file keeps it.
int password();

}  // namespace twinline::live
