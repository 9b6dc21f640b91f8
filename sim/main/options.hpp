// The command line as plain data, so that commands do not know how it was parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace twinline::cli {

/// What run and ab share.
struct SimulationOptions {
  std::string scenario;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> replications;
  unsigned workers = 0;  ///< 0: one for each core
  bool json = false;
  bool csv = false;
  std::string out;  ///< folder for the report's files; empty for none
};

struct RunOptions : SimulationOptions {
  std::vector<std::string> overlays;
  std::string arm;
  std::string journal;
  std::uint64_t journal_replication = 0;
};

struct CompareOptions : SimulationOptions {
  std::vector<std::string> a, b;  ///< an arm's name, or overlays
  bool independent = false;
  bool until_decided = false;
  std::optional<std::uint64_t> budget;
  std::optional<std::string> method;  ///< t, t_mixture or bootstrap
};

struct CheckOptions {
  std::vector<std::string> scenarios;
  bool schema = false;
  bool json = false;
};

struct PoliciesOptions {
  bool json = false;
};

struct ImportCommandOptions {
  std::string log;
  std::string map;
  std::string out;
  std::string time_zone;
  bool strict = false;
  bool guess = false;
  bool json = false;
};

struct ReplayOptions {
  std::string journal;
  std::string policy;  ///< NAME[:param=value,…]; empty: the recorded one
  std::uint64_t segment = 0;
  bool json = false;
};

struct ReportOptions {
  std::string journal;
  std::string out;
  bool json = false;
  bool csv = false;
};

int run(const RunOptions& options);
int compare(const CompareOptions& options);
int check(const CheckOptions& options);
int policies(const PoliciesOptions& options);
int import_bank_log(const ImportCommandOptions& options);
int import_csv(const ImportCommandOptions& options);
int replay(const ReplayOptions& options);
int report(const ReportOptions& options);

}  // namespace twinline::cli
