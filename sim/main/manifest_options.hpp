// How `twinline key`, `sign` and `verify` are written on the command line, and as plain data what came of it. None of
// them asks what time it is: simulations have no clock, so whoever calls says it.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace twinline::cli {

struct KeyOptions {
  std::string file;
  std::string name;  ///< whose it is
};

struct SignOptions {
  std::vector<std::string> scenarios;
  std::string arm;
  std::vector<std::string> evidence;
  std::string parity;    ///< empty: none
  std::string rollout;   ///< forecast of a partial rollout; empty: none
  std::string previous;  ///< the manifest that this one follows; empty: it is the first
  std::string key, out;
  std::string author;
  std::string at;
  std::string valid_for = "90 days";
};

struct VerifyOptions {
  std::string manifest;
  std::string keys;      ///< a file or a folder; empty: those that the gate names
  std::string gate;      ///< a bridge's configuration; empty: nothing is asked of the evidence
  std::string evidence;  ///< folder; empty: the manifest's
  std::string at;
  bool json = false;
};

CLI::App* add_key(CLI::App& app, KeyOptions& options);
CLI::App* add_sign(CLI::App& app, SignOptions& options);
CLI::App* add_verify(CLI::App& app, VerifyOptions& options);

int new_key(const KeyOptions& options);
int sign(const SignOptions& options);
int verify(const VerifyOptions& options);

}  // namespace twinline::cli
