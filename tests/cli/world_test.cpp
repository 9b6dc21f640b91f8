// `twinline run --world`: whose clock leads shows nowhere in what comes out.
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/cli/desk.hpp"

namespace twinline::cli_test {
namespace {

/// What `twinline run s.yaml` with these words prints, and leaves in the folder `out` and the journal.
struct Result {
  std::string printed;
  std::vector<std::string> files;
  friend bool operator==(const Result&, const Result&) = default;
};

Result result_of(const Desk& desk, const std::vector<std::string>& words, const std::string& program) {
  std::vector<std::string> command{"run", "s.yaml", "--out", "out", "--journal", "day.tlj"};
  command.insert(command.end(), words.begin(), words.end());
  const Finished finished = desk.program(program, command);
  CHECK(finished.exit_code == 0);
  CHECK(finished.err == "Report: out/report.html\n");
  Result result{finished.out, {desk.read("day.tlj")}};
  for (const std::string& name : desk.names("out")) result.files.push_back(desk.read("out/" + name));
  std::filesystem::remove(desk.folder() / "day.tlj");
  std::filesystem::remove_all(desk.folder() / "out");
  return result;
}

TEST_CASE("run --world: on SimGrid's clock the same bytes, printed, in files and in the journal") {
  const Desk desk(small);
  const Result on_calendar = result_of(desk, {"--json"}, TWINLINE_BINARY);
  CHECK(on_calendar.files.size() == 5);
  CHECK((result_of(desk, {"--json", "--world", "calendar"}, TWINLINE_BINARY) == on_calendar));
  for (const char* workers : {"1", "2", "3"}) {
    CAPTURE(workers);
    CHECK((result_of(desk, {"--json", "--world", "simgrid", "--workers", workers}, TWINLINE_BINARY) == on_calendar));
  }
  // SimGrid in the program, and idle.
  CHECK((result_of(desk, {"--json"}, TWINLINE_SIMGRID_BINARY) == on_calendar));
}

TEST_CASE("run --world simgrid: shards, problems and interrupts are as ever") {
  const Desk desk(small);
  CHECK(desk.twinline({"run", "s.yaml", "--world", "simgrid", "--out-shard", "all.shard"}).exit_code == 0);
  CHECK(desk.twinline({"merge", "all.shard"}).out == desk.twinline({"run", "s.yaml"}).out);
  const Finished unknown = desk.twinline({"run", "t.yaml", "--world", "simgrid"});
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.err == desk.twinline({"run", "t.yaml"}).err);
  const Finished unwritable = desk.twinline({"run", "s.yaml", "--world", "simgrid", "--journal", "nowhere/day.tlj"});
  CHECK(unwritable.exit_code == 1);
  CHECK(unwritable.err == desk.twinline({"run", "s.yaml", "--journal", "nowhere/day.tlj"}).err);
  using namespace std::chrono_literals;
  const Finished interrupted =
      desk.twinline_interrupted({"run", "s.yaml", "--world", "simgrid", "--replications", "400000"}, 700ms);
  CHECK(interrupted.exit_code == 130);
  CHECK(interrupted.out.empty());
  CHECK(interrupted.err.empty());
}

TEST_CASE("run --world simgrid: without twinline-simgrid beside it, twinline says what is missing") {
  const Desk desk(small);
  std::filesystem::copy_file(TWINLINE_BINARY, desk.folder() / "twinline");
  const std::string alone = desk.folder() / "twinline";
  CHECK(desk.program(alone, {"run", "s.yaml"}).exit_code == 0);
  const Finished finished = desk.program(alone, {"run", "s.yaml", "--world", "simgrid"});
  CHECK(finished.exit_code == 1);
  CHECK(finished.out.empty());
  CHECK(finished.err == "twinline: " + alone +
                            "-simgrid, which has SimGrid in it, cannot be started: No such file or "
                            "directory\n");
}

}  // namespace
}  // namespace twinline::cli_test
