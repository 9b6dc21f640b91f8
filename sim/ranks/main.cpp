// twinline-mpi: run, ab and rank of twinline, over the ranks of an MPI job. Every rank reads the same command line and
// loads the same scenario; rank 0 alone decides, writes and speaks, the others compute for it. Started by mpirun or
// srun.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <mpi.h>

#include "sim/lab/program_version.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/rank_options.hpp"
#include "sim/main/simulation_commands.hpp"
#include "sim/ranks/rank_crew.hpp"
#include "sim/ranks/rank_messages.hpp"

namespace {

using namespace twinline;
using namespace twinline::cli;

/// Between start and end of MPI.
class Job {
 public:
  Job(int& argc, char**& argv) { MPI_Init(&argc, &argv); }
  ~Job() { MPI_Finalize(); }
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  /// Gives the ranks their parts once they all have loaded what they work on.
  CrewMaker crew_maker() {
    return [this](const std::vector<const sim::Model*>& models) -> std::unique_ptr<sim::Crew> {
      has_met_ = true;
      if (!sim::all_ranks_agree(true)) throw std::runtime_error("another rank could not load the scenario");
      if (sim::own_rank() > 0) {
        sim::serve_ranks(models);
        return nullptr;
      }
      if (sim::rank_count() == 1) return std::make_unique<sim::ThreadCrew>(1);
      return std::make_unique<sim::RankCrew>(models);
    };
  }

  /// Lets the other ranks know when this one ends before they met.
  void leave() {
    if (!has_met_) sim::all_ranks_agree(false);
  }

 private:
  bool has_met_ = false;
};

int run_command_line(int argc, char** argv, const CrewMaker& make_crew) {
  CLI::App app{"Twinline over the ranks of an MPI job: run, ab and rank, as twinline has them.", "twinline-mpi"};
  app.set_version_flag("--version", std::string{"twinline-mpi "} + sim::program_version);
  app.require_subcommand(1);
  app.footer("Rank 0 gives out work and takes in results; n ranks compute on n - 1. Exit codes are those of twinline.");
  RunOptions run_options;
  CompareOptions compare_options;
  RankOptions rank_options;
  CLI::App* run_command = add_run(app, run_options);
  CLI::App* ab_command = add_ab(app, compare_options);
  CLI::App* rank_command = add_rank(app, rank_options);
  std::vector<std::string> plugins;
  for (CLI::App* command : {run_command, ab_command, rank_command}) add_plugin_option(*command, plugins);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? fine : bad_input;
  }
  if (!load_plugins(plugins)) return bad_input;
  if (*run_command) return with_output_written(run(run_options, make_crew));
  if (*ab_command) return with_output_written(compare(compare_options, make_crew));
  if (!rank_options.searches.empty()) {
    fmt::print(stderr,
               "--search: ranks have to know every system beforehand, and a search makes them on its way; expected "
               "--arm and --grid, or twinline instead of twinline-mpi\n");
    return bad_input;
  }
  return with_output_written(rank(rank_options, make_crew));
}

}  // namespace

int main(int argc, char** argv) try {
  Job job(argc, argv);
  // What is wrong with a scenario is wrong for every rank, and told once.
  if (sim::own_rank() > 0 && std::freopen("/dev/null", "w", stderr) == nullptr) return failed;
  if (sim::own_rank() > 0 && std::freopen("/dev/null", "w", stdout) == nullptr) return failed;
  // mpirun gives ranks a terminal even where it writes to a file itself.
  if (setenv("NO_COLOR", "1", 1) != 0) return failed;
  const int exit_code = run_command_line(argc, argv, job.crew_maker());
  job.leave();
  return exit_code;
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline-mpi: {}\n", error.what());
  return twinline::cli::failed;
}
