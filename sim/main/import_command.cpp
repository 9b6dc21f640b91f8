#include <cstdio>

#include <fmt/format.h>

#include "sim/main/exit_code.hpp"
#include "sim/main/options.hpp"
#include "sim/twin/import.hpp"

namespace twinline::cli {
namespace {

twin::ImportOptions import_options(const ImportCommandOptions& options) {
  twin::ImportOptions wanted;
  if (!options.out.empty()) wanted.table = options.out;
  wanted.strict = options.strict;
  return wanted;
}

int tell(const twin::ImportOutcome& outcome, const ImportCommandOptions& options) {
  fmt::print(stderr, "{}", outcome.messages);
  if (outcome.report) fmt::print("{}", options.json ? to_json(*outcome.report) + "\n" : to_text(*outcome.report));
  return outcome.exit_code;
}

}  // namespace

int import_bank_log(const ImportCommandOptions& options) {
  if (options.time_zone.empty()) return tell(twin::import_bank_log(options.log, import_options(options)), options);
  return tell(twin::import_bank_log(options.log, import_options(options), options.time_zone), options);
}

int import_csv(const ImportCommandOptions& options) {
  if (options.guess) {
    const twin::GuessOutcome guess = twin::guess_column_map(options.log);
    fmt::print(stderr, "{}", guess.messages);
    fmt::print("{}", guess.column_map);
    return guess.exit_code;
  }
  if (options.map.empty()) {
    fmt::print(stderr, "twinline import csv: which column is what? Give --map FILE.yaml; --guess proposes one\n");
    return bad_input;
  }
  return tell(twin::import_csv(options.log, options.map, import_options(options)), options);
}

}  // namespace twinline::cli
