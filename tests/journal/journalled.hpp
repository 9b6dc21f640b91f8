// What the tests of journals share: a scenario made into a model, a replication of it journalled, and the journal
// written once more with something changed.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "reports/journal/record.hpp"
#include "scenarios/schema/load.hpp"

namespace twinline::journal_test {

/// Throws std::runtime_error with the problems when the scenario has any.
scenarios::Scenario scenario_of(const std::filesystem::path& scenario, const scenarios::Overlays& overlays = {});

/// Called for each entry with its number from 1; what it changes is written.
using Change = std::function<void(std::uint64_t, journal::Entry&)>;

/// Reads a journal and writes it as another, its entries changed. Closed and compressed, or as a crash leaves it.
void rewrite(const std::filesystem::path& from, const std::filesystem::path& to, const Change& change, bool closed);

}  // namespace twinline::journal_test
