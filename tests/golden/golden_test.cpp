// What a scenario and a seed come to is approved in trajectories.txt, one scenario a line. A trajectory that changes
// while the scenario and sim::model_version stay is a failure; raise the version (sim/kernel/model_version.hpp) and
// approve:
//   TWINLINE_APPROVE=1 build/release/bin/golden_tests
// That adds what is new and replaces what is of another scenario hash or version; a line of the same scenario and
// version it never touches.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "sim/kernel/model_version.hpp"
#include "tests/golden/draw_hash.hpp"
#include "tests/golden/trajectory_hash.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::golden {
namespace {

const std::string approved_path = std::string{TWINLINE_SOURCE_DIR} + "/tests/golden/trajectories.txt";

constexpr auto opening =
    "# What each scenario of the library comes to at its own seed, first replication: a hash over all happenings.\n"
    "# Written by golden_tests, see golden_test.cpp. scenario | scenario hash | model version | seed | trajectory\n";

struct Trajectory {
  std::string scenario_hash;
  std::uint32_t model_version = 0;
  std::uint64_t seed = 0;
  std::string hash;

  /// Whether both should be the same trajectory.
  bool is_of_the_same(const Trajectory& other) const {
    return scenario_hash == other.scenario_hash && model_version == other.model_version && seed == other.seed;
  }
};
using Trajectories = std::map<std::string, Trajectory>;

std::string hexadecimal(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016" PRIx64, value);
  return text;
}

Trajectory run(const std::string& path) {
  const auto model = laws::library_model(path);
  const scenarios::Scenario& scenario = model->scenario();
  TrajectoryHash hash;
  laws::run_watched(*model, {scenario.seed, 0}, [&](const Occurrence& occurrence, const Outcome& outcome, const View&) {
    hash.include(occurrence.at, outcome.happenings);
  });
  return {scenario.hash, sim::model_version, scenario.seed, hexadecimal(hash.value())};
}

Trajectories read_approved() {
  Trajectories approved;
  std::ifstream file(approved_path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string path;
    Trajectory trajectory;
    if (line.starts_with('#') || !(words >> path >> trajectory.scenario_hash >> trajectory.model_version >>
                                   trajectory.seed >> trajectory.hash)) {
      continue;
    }
    approved.emplace(path, trajectory);
  }
  return approved;
}

void write_approved(const Trajectories& approved) {
  std::ofstream file(approved_path);
  file << opening;
  for (const auto& [path, trajectory] : approved) {
    file << path << ' ' << trajectory.scenario_hash << ' ' << trajectory.model_version << ' ' << trajectory.seed << ' '
         << trajectory.hash << '\n';
  }
}

}  // namespace

TEST_CASE("every scenario of the library gives its approved trajectory") {
  const Trajectories approved = read_approved();
  Trajectories now;
  for (const std::string& path : laws::library_paths()) now.emplace(path, run(path));

  if (std::getenv("TWINLINE_APPROVE") != nullptr) {
    Trajectories merged = now;
    for (auto& [path, trajectory] : merged) {
      const auto before = approved.find(path);
      if (before != approved.end() && before->second.is_of_the_same(trajectory)) trajectory = before->second;
    }
    write_approved(merged);
  }

  const Trajectories expected = read_approved();
  for (const auto& [path, trajectory] : now) {
    INFO(path << ": not approved as it stands; see golden_test.cpp");
    const auto entry = expected.find(path);
    CHECK(entry != expected.end());
    if (entry == expected.end()) continue;
    CHECK(entry->second.scenario_hash == trajectory.scenario_hash);
    CHECK(entry->second.model_version == trajectory.model_version);
    CHECK(entry->second.seed == trajectory.seed);
    INFO("a changed trajectory needs a raised sim::model_version");
    CHECK(entry->second.hash == trajectory.hash);
  }
  for (const auto& [path, trajectory] : expected) {
    INFO(path << " is approved but no longer in the library");
    CHECK(now.contains(path));
  }
}

TEST_CASE("a million draws of every kind are the approved bits") {
  CHECK(hexadecimal(draw_hash()) == "9e5bb613ae3d3a74");
}

}  // namespace twinline::golden
