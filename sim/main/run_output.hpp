// Where the result of a run or a comparison goes: the terminal, a program that reads it, a folder of files.
#pragma once

#include <string>

#include "reports/kpi/results.hpp"

namespace twinline::cli {

struct OutputChoice {
  std::string folder;  ///< none when empty
  bool json = false, csv = false;
};

/// Prints the result, and writes its files first, so that a result that was seen is on disk. Throws as write_files.
void show(const reports::RunResult& result, const OutputChoice& choice);
void show(const reports::ComparisonResult& result, const OutputChoice& choice);

}  // namespace twinline::cli
