// Two kernels agree: a scenario on SimGrid's clock comes to the bytes that the event calendar comes to, which has no
// part in it; and they would not if SimGrid's ties were taken as they come.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/load.hpp"
#include "sim/lab/experiment.hpp"
#include "sim/lab/replication.hpp"
#include "sim/lab/worker_process.hpp"
#include "sim/simgrid/simgrid_crew.hpp"
#include "tests/laws/library.hpp"

namespace twinline::infra {
namespace {

using Totals = std::vector<std::vector<reports::ReplicationTotals>>;

/// A scenario of the library; of one that lasts for days, the first, or three hours after its warm-up.
std::unique_ptr<const sim::Model> short_model(const std::string& path) {
  auto model = laws::library_model(path);
  const scenarios::Horizon& horizon = model->scenario().horizon;
  if (horizon.days.size() == 1) return model;
  if (path == "two_skill_bank.yaml" || path == "journeys.yaml" || path == "customers.yaml" ||
      path == "omnichannel.yaml" || path == "everything.yaml")
    return laws::library_model(path, {{"horizon.days", "1"}});
  if (path == "mailing_day.yaml") return laws::library_model(path, {{"horizon.days", "2"}});  // the letter's day
  const auto hours = std::chrono::ceil<std::chrono::hours>(horizon.warm_up).count() + 3;
  return laws::library_model(path, {{"horizon.duration", std::to_string(hours) + " h"}});
}

Totals two_replications(const sim::Model& model, sim::Crew* crew) {
  sim::Effort effort;
  effort.replications = 2;
  effort.workers = 1;
  effort.crew = crew;
  const std::vector<sim::SeededModel> arms{{&model, 11}};
  return sim::replicate(arms, effort);
}

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("twinline-kernels-" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directory(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
};

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Two hours in which all happens on the minute: three calls on each, who wait for one minute and talk for two, and
/// changes of the schedule on some.
std::unique_ptr<const sim::Model> minute_model(const std::filesystem::path& folder) {
  std::ofstream table(folder / "calls.csv");
  table << "# twinline call table 1\n# time_zone UTC\n# source none\n# source_sha256 0\n# importer none 1\n# rows 360\n"
           "# bad_rows "
           "0\ncall_id,customer,priority,type,segment,queue,outcome,agent,arrival,queue_entry,answer,end,vru_ms,"
           "wait_ms,service_ms,wrap_up_ms,flags,source_line\n";
  for (int call = 0; call < 360; ++call) {
    char instant[40];
    std::snprintf(instant, sizeof instant, "2026-03-02T%02d:%02d:00+00:00", 8 + call / 180, call / 3 % 60);
    table << "c" << call << ",,,any,,,abandoned,," << instant << "," << instant << ",," << instant << ",,0,,,,"
          << call + 2 << "\n";
  }
  table.close();
  std::ofstream(folder / "s.yaml") << R"(twinline: 1
name: on the minute
site: {time_zone: UTC}
horizon: {from: 2026-03-02, days: 1}
queues: {main: {}}
calls:
  any:
    needs: any
    arrivals: {replay: {file: calls.csv}}
    patience: {constant: 1 min}
    handling: {talk: {constant: 2 min}, wrap_up: {constant: 1 min}}
groups:
  agents: {scheduled: {"08:00": 5, "08:20": 9, "08:40": 6, "09:00": 8, "09:30": 4, "10:10": 0}, skills: [any]}
policies: {routing: longest_idle_agent}
)";
  auto loaded = scenarios::load(folder / "s.yaml", scenarios::policy_menu());
  for (const scenarios::Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  return std::make_unique<const sim::Model>(std::move(*loaded.scenario));
}

/// The journal of a replication on SimGrid's clock, ties in this order.
std::string journal_with_ties(const sim::Model& model, const std::filesystem::path& file, DueOrder order) {
  sim::computed_apart([&] {
    sim::write_journal_on_simgrid({{&model, 11}, 0, reports::Detail::counts}, file, order);
    return std::string{};
  });
  return bytes_of(file);
}

/// The symbols that an object in a library defines or wants.
std::string symbols_of(const std::string& library, const std::string& object) {
  const std::unique_ptr<FILE, int (*)(FILE*)> listing(popen(("nm -C " + library).c_str(), "r"), pclose);
  std::string all;
  std::array<char, 4096> piece{};
  while (const std::size_t length = std::fread(piece.data(), 1, piece.size(), listing.get())) {
    all.append(piece.data(), length);
  }
  const auto begin = all.find("\n" + object);
  REQUIRE(begin != std::string::npos);
  return all.substr(begin, all.find("\n\n", begin) - begin);
}

bool mentions(const std::string& text, const std::string& word) { return text.find(word) != std::string::npos; }

TEST_CASE("two kernels agree on every scenario of the library, whatever the number of workers", "[kernels][library]") {
  for (const std::string& path : laws::library_paths()) {
    CAPTURE(path);
    const auto model = short_model(path);
    const Totals by_calendar = two_replications(*model, nullptr);
    REQUIRE(by_calendar.front().size() == 2);
    for (const unsigned workers : {1U, 2U, 3U}) {
      auto crew = sim::simgrid_crew(workers);
      CHECK((two_replications(*model, &crew) == by_calendar));
    }
  }
}

TEST_CASE("two kernels agree on what falls on one instant, and would not in another order", "[kernels]") {
  const Folder folder;
  const auto model = minute_model(folder.path);
  sim::ThreadCrew(1).write_journal({model.get(), 11}, 0, folder.path / "calendar.tlj");
  const std::string by_calendar = bytes_of(folder.path / "calendar.tlj");
  CHECK(by_calendar.size() > 20'000);
  const auto with = [&](DueOrder order) { return journal_with_ties(*model, folder.path / "simgrid.tlj", order); };
  CHECK((with(in_documented_order) == by_calendar));

  using Source = Due::Source;
  CHECK_FALSE((with([](const Due& a, const Due& b) {
                 if (a.at != b.at || a.source != Source::timer || b.source != Source::timer) {
                   return in_documented_order(a, b);
                 }
                 return a.ordinal > b.ordinal;
               }) == by_calendar));
  CHECK_FALSE((with([](const Due& a, const Due& b) {
                 if (a.at != b.at || a.source == b.source) return in_documented_order(a, b);
                 return a.source == Source::arrival || (a.source == Source::change && b.source == Source::timer);
               }) == by_calendar));
  CHECK_FALSE((with([](const Due& a, const Due& b) {
                 if (a.at != b.at || a.source == b.source) return in_documented_order(a, b);
                 return b.source == Source::change || (a.source == Source::timer && b.source == Source::arrival);
               }) == by_calendar));
}

TEST_CASE("the event calendar is no part of the loop on SimGrid's clock", "[kernels]") {
  const std::string world = symbols_of(TWINLINE_INFRA, "simgrid_world.cpp.o");
  CHECK(mentions(world, "VirtualWorld<twinline::infra::SimGridTimers>::"));
  CHECK_FALSE(mentions(world, "twinline::Calendar"));
  const std::string timers = symbols_of(TWINLINE_INFRA, "simgrid_timers.cpp.o");
  CHECK(mentions(timers, "simgrid::kernel::timer::Timer::set"));
  CHECK_FALSE(mentions(timers, "twinline::Calendar"));
  // The fast world's names it, so its absence says something.
  const std::string kernel = symbols_of(TWINLINE_KERNEL, "");
  CHECK(mentions(kernel, "VirtualWorld<twinline::Calendar>::"));
}

}  // namespace
}  // namespace twinline::infra
