// The command line as plain data, so that commands do not know how it was parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/kpi/totals.hpp"
#include "sim/main/crews.hpp"

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
  std::string detail = "full";
  std::string shard;      ///< "2/8"; empty: all of it
  std::string out_shard;  ///< the shard file that is written instead of a report; empty: none
  bool resume = false;
};

/// What `detail` says: full, totals or counts.
reports::Detail detail_of(const SimulationOptions& options);

struct RunOptions : SimulationOptions {
  std::vector<std::string> overlays;
  std::string arm;
  std::string journal;
  std::uint64_t journal_replication = 0;
  std::string world = "calendar";  ///< whose clock leads: calendar or simgrid
};

struct CompareOptions : SimulationOptions {
  std::vector<std::string> a, b;      ///< an arm's name, or overlays
  std::vector<std::string> overlays;  ///< of every arm, and of what they are compared on
  bool independent = false;
  bool until_decided = false;
  std::optional<std::uint64_t> budget;
  std::optional<std::string> method;  ///< t, t_mixture or bootstrap
};

struct RankOptions {
  std::string scenario;
  std::string kpi;
  std::vector<std::string> arms;      ///< an arm's name or an overlay, one system each
  std::vector<std::string> grids;     ///< PATH=v1,v2,…
  std::vector<std::string> searches;  ///< PATH=LOW..HIGH
  std::uint64_t points = 40;          ///< of a search
  std::string standard;               ///< as one of `arms`; empty: none
  std::string procedure = "kn";
  std::string confidence = "95 %";
  std::string indifference;  ///< empty: the scenario's least effect on the KPI
  std::uint64_t first_stage = 20;
  std::optional<std::uint64_t> budget, fresh, seed;
  unsigned workers = 0;  ///< 0: one for each core
  bool json = false;
  std::string out;  ///< folder for the report's files; empty for none
};

struct HeadroomOptions {
  std::string scenario;
  std::vector<std::string> targets;   ///< NAME>=VALUE or NAME<=VALUE; empty: the scenario's own
  std::vector<std::string> overlays;  ///< of every load
  double from = 1, to = 5, step = 0.5, precision = 0.05;
  std::optional<std::uint64_t> seed, replications;
  unsigned workers = 0;  ///< 0: one for each core
  bool json = false;
  std::string out;  ///< folder for result.json; empty for none
};

struct MergeOptions {
  std::vector<std::string> files;
  std::string scenario;  ///< empty: the one that the shards name
  bool json = false;
  bool csv = false;
  std::string out;  ///< folder for the report's files; empty for none
};

struct KpiCheckOptions {
  std::vector<std::string> scenarios;  ///< files and folders
  std::string baselines;               ///< folder
  bool update = false;
  bool strict = false;  ///< what is undecided counts as failed
  std::optional<std::uint64_t> budget;
  unsigned workers = 0;  ///< 0: one for each core
  bool json = false;
  std::string junit, markdown;  ///< files; empty for none
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

struct ExplainOptions {
  std::string journal;
  std::string call;    ///< key, slot:generation, or which arrival
  std::string policy;  ///< NAME[:param=value,…], asked beside; empty: none
  bool json = false;
};

struct ReportOptions {
  std::string journal;
  std::string out;
  bool json = false;
  bool csv = false;
};

int run(const RunOptions& options, const CrewMaker& make_crew);
int compare(const CompareOptions& options, const CrewMaker& make_crew);
int merge(const MergeOptions& options);
int rank(const RankOptions& options, const CrewMaker& make_crew);
int headroom(const HeadroomOptions& options, const CrewMaker& make_crew);
int kpi_check(const KpiCheckOptions& options, const CrewMaker& make_crew);
int check(const CheckOptions& options);
int policies(const PoliciesOptions& options);
int import_bank_log(const ImportCommandOptions& options);
int import_csv(const ImportCommandOptions& options);
int replay(const ReplayOptions& options);
int explain(const ExplainOptions& options);
int report(const ReportOptions& options);

}  // namespace twinline::cli
