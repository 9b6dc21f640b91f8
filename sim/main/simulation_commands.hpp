// The options of run and ab, which twinline and twinline-mpi have alike, and what every main does with a command's end.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "sim/main/options.hpp"

namespace twinline::cli {

CLI::App* add_run(CLI::App& app, RunOptions& options);

/// --world of run, for programs that may fork.
void add_world_option(CLI::App& run_command, RunOptions& options);

CLI::App* add_ab(CLI::App& app, CompareOptions& options);

/// A check for CLI11, which would take -1 for a very large number and a larger one than fits for the largest.
std::string whole_number(const std::string& text);

/// Lets a command take --plugin FILE, any number of times.
void add_plugin_option(CLI::App& command, std::vector<std::string>& files);

/// Puts the plug-ins on the menu; says on stderr why one cannot be, and returns false then.
bool load_plugins(const std::vector<std::string>& files);

/// What was printed may still be on its way: a full disk shows only now. The exit code.
int with_output_written(int exit_code);

}  // namespace twinline::cli
