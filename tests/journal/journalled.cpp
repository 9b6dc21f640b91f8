#include "tests/journal/journalled.hpp"

#include <stdexcept>

#include "reports/journal/reader.hpp"
#include "reports/journal/writer.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::journal_test {

scenarios::Scenario scenario_of(const std::filesystem::path& scenario, const scenarios::Overlays& overlays) {
  scenarios::Loaded loaded = scenarios::load(scenario, scenarios::policy_menu(), overlays);
  std::string told;
  for (const scenarios::Problem& problem : loaded.problems) told += to_string(problem) + "\n";
  if (!told.empty()) throw std::runtime_error(told);
  return std::move(*loaded.scenario);
}

void rewrite(const std::filesystem::path& from, const std::filesystem::path& to, const Change& change, bool closed) {
  journal::Reader reader(from);
  auto first = reader.next();
  journal::WriterOptions options;
  options.compress = closed;
  options.existing = journal::Existing::replace;
  journal::Writer writer(to, reader.header(), std::get<journal::Snapshot>(*first), options);
  std::uint64_t number = 0;
  while (auto record = reader.next()) {
    auto& entry = std::get<journal::Entry>(*record);
    change(++number, entry);
    writer.append(entry.at, entry.fact, entry.decisions, entry.answers, entry.reasons, entry.wishes, entry.happenings);
  }
  writer.sync();
  if (closed) writer.close();
}

}  // namespace twinline::journal_test
