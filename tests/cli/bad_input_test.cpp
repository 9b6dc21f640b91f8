// Bad input, as a first user gives it: every message names the place and the remedy, all of them come at once, the exit
// code is 2, and nothing is written.
#include <fstream>

#include <catch2/catch.hpp>

#include "tests/cli/desk.hpp"

namespace twinline::cli_test {
namespace {

/// What is told of a file that no command can use; nothing may be printed as a result, and nothing may appear beside
/// it.
std::string refusal(const Desk& desk, const std::string& command, const std::string& file) {
  const auto before = desk.names();
  std::vector<std::string> words{command, file, "--replications", "2", "--json", "--out", "out"};
  if (command == "run") words.insert(words.end(), {"--journal", "day.tlj"});
  const Finished finished = desk.twinline(words);
  CHECK(finished.exit_code == 2);
  CHECK(finished.out.empty());
  CHECK(desk.names() == before);
  return finished.err;
}

TEST_CASE("bad input: one slip in a scenario, one message at its place", "[bad_input]") {
  struct Slip {
    std::string from, to, told;
  };
  const Slip slip = GENERATE(values<Slip>({
      {"patience:", "patiense:", "s.yaml:11:5: unknown key 'patiense'; did you mean 'patience'?\n"},
      {"60 per hour", "60 kg",
       "s.yaml:10:22: rate is '60 kg'; expected a rate with its unit, such as '120 per hour' or '4.2 per min'\n"},
      {"exponential: 5 min", "exponential: 5",
       "s.yaml:11:29: patience mean is '5'; expected a duration with its unit, such as '30 s' or '5 min'; did you mean "
       "'5 s'?\n"},
      {"seed: 7", "seed: 7\nseed: 8", "s.yaml:4:1: key 'seed' is given twice; it stands in line 3 already\n"},
      {"60 per hour", "-60 per hour", "s.yaml:10:22: rate is -60 per hour; it must be at least 0 per hour\n"},
      {"needs: banking", "needs: loans",
       "s.yaml:9:12: no group has the skill 'loans'; give it to a group\n"
       "s.yaml:14:35: warning: no call needs the skill 'banking'\n"},
      {"name: skill_priority", "name: skill_prioriti",
       "s.yaml:16:19: unknown policy 'skill_prioriti'; did you mean 'skill_priority'?\n"},
      {"scheduled: 4", "scheduled: -4", "s.yaml:14:23: scheduled is -4; it must be at least 0\n"},
      {"overflow_after: 30 s", "overflow_after: -30 s",
       "s.yaml:16:60: overflow_after is -30 s; it must be at least 0 s\n"},
      {"name: skill_priority, params: {overflow_after: 30 s}",
       "name: split, params: {incumbent: random, candidate: \"skill_priority:overflow_after=-3 s\"}",
       "s.yaml:16:65: candidate is 'skill_priority:overflow_after=-3 s': parameter 'overflow_after' of policy "
       "'skill_priority' is -3 s; it must be at least 0 s\n"},
      {"name: skill_priority, params: {overflow_after: 30 s}", "name: split, params: {candidate: random}",
       "s.yaml:16:34: policy 'split': incumbent is missing; expected a policy, NAME[@VERSION][:param=value,…]\n"},
      {"name: skill_priority, params: {overflow_after: 30 s}",
       "name: split, params: {incumbent: random, candidate: random, by: queue, queues: bank}",
       "s.yaml:16:12: policy 'split', made for this centre, has no queue 'bank' to give to its candidate\n"},
      {"{rate: 60 per hour}", "{volume: {file: volumes.csv}}", "s.yaml:10:31: file 'volumes.csv' does not exist\n"},
      {"{rate: 60 per hour}", "{replay: calls.csv}", "s.yaml:10:24: file 'calls.csv' does not exist\n"},
      {"skills: [banking]}", "skills: [banking], shrinkage: {absence: 6 %}}",
       "s.yaml:14:45: 'shrinkage' is not yet supported; remove it\n"},
      {"twinline: 1", "twinline: 2", "s.yaml:1:11: twinline is 2; it must be at most 1\n"},
  }));
  const Desk desk(changed(small, slip.from, slip.to));
  CAPTURE(slip.to);
  CHECK(refusal(desk, "run", "s.yaml") == slip.told);
  CHECK(refusal(desk, "ab", "s.yaml") == slip.told);
}

TEST_CASE("bad input: several slips are told all at once, in the order of the file, those of arms too", "[bad_input]") {
  const Desk desk;
  std::string text = small;
  text = changed(text, "seed: 7", "seed: 7\nseed: 8");
  text = changed(text, "needs: banking", "needs: loans");
  text = changed(text, "60 per hour", "-60 kg");
  text = changed(text, "patience:", "patiense:");
  text = changed(text, "scheduled: 4", "scheduled: -4");
  text = changed(text, "name: skill_priority", "name: skill_prioriti");
  text = changed(text, "scheduled: 2", "schedule: 2");
  desk.write("s.yaml", text);
  const std::string of_the_file =
      "s.yaml:4:1: key 'seed' is given twice; it stands in line 3 already\n"
      "s.yaml:10:12: no group has the skill 'loans'; give it to a group\n"
      "s.yaml:11:22: rate is '-60 kg'; expected a rate with its unit, such as '120 per hour' or '4.2 per min'\n"
      "s.yaml:12:5: unknown key 'patiense'; did you mean 'patience'?\n"
      "s.yaml:15:23: scheduled is -4; it must be at least 0\n"
      "s.yaml:15:36: warning: no call needs the skill 'banking'\n"
      "s.yaml:17:19: unknown policy 'skill_prioriti'; did you mean 'skill_priority'?\n";
  CHECK(refusal(desk, "run", "s.yaml") == of_the_file);
  CHECK(refusal(desk, "ab", "s.yaml") ==
        of_the_file +
            "s.yaml:20:15: path 'groups.agents.schedule' leads nowhere at 'schedule'; did you mean 'scheduled'?\n");
}

TEST_CASE("bad input: a warning is told once, however many arms share it", "[bad_input]") {
  const Desk desk(changed(small, "skills: [banking]}", "skills: [banking, loans]}"));
  const std::string warning = "s.yaml:14:44: warning: no call needs the skill 'loans'\n";
  CHECK(desk.twinline({"ab", "s.yaml", "--replications", "2"}).err == warning);
  CHECK(desk.twinline({"ab", "s.yaml", "--a", "as_is", "--b", "two_fewer", "--replications", "2"}).err == warning);
  CHECK(desk.twinline({"run", "s.yaml", "--arm", "two_fewer", "--replications", "2"}).err == warning);
}

/// A file of this length that takes no room on the disk; its bytes are all zero but for what it begins with.
void write_hollow(const Desk& desk, const std::string& name, const std::string& beginning, std::uintmax_t bytes) {
  desk.write(name, beginning);
  std::filesystem::resize_file(desk.folder() / name, bytes);
}

constexpr std::uintmax_t two_hundred_mib = std::uintmax_t{200} << 20;

TEST_CASE("bad input: files that are no scenario, and no files at all", "[bad_input]") {
  const Desk desk;
  desk.write("empty.yaml", "");
  desk.write("prose.yaml", "Dear Sir or Madam,\nplease find enclosed\n");
  desk.write("bytes.yaml", "twinline: 1\nname: \xff\xfe\n");
  std::filesystem::create_directory(desk.folder() / "folder");
  write_hollow(desk, "big.yaml", small, two_hundred_mib);
  for (const std::string command : {"run", "ab"}) {
    const auto told = [&](const std::string& file) { return refusal(desk, command, file); };
    CHECK(told("empty.yaml") == "empty.yaml: is empty; expected a scenario, which begins with 'twinline: 1'\n");
    CHECK(told("prose.yaml") ==
          "prose.yaml: is no map of keys; expected a scenario, which begins with 'twinline: 1'\n");
    CHECK(told("bytes.yaml") == "bytes.yaml:2:7: byte 0xff is not UTF-8 text; is this the right file?\n");
    CHECK(told("folder") == "folder: is a directory; expected a file\n");
    CHECK(told("nobody.yaml") == "nobody.yaml: does not exist\n");
    CHECK(told("big.yaml") == "big.yaml: has 200 MiB; at most 4 MiB are read, is this the right file?\n");
  }
}

const std::string column_map = R"(twinline_map: 1
time_zone: Europe/Zurich
fields:
  call_id: id
  arrival: {column: start, format: "%Y-%m-%d %H:%M:%S"}
  answer: {column: answered, format: "%Y-%m-%d %H:%M:%S"}
  end: {column: end, format: "%Y-%m-%d %H:%M:%S"}
  outcome: {answered_if_present: answered, otherwise: abandoned}
)";

TEST_CASE("bad input: broken rows of a CSV are all told; strictly, nothing comes of them", "[bad_input]") {
  const Desk desk;
  desk.write("map.yaml", column_map);
  desk.write("log.csv",
             "id,start,answered,end\n"
             "1,2026-03-02 08:00:00,2026-03-02 08:00:10,2026-03-02 08:03:00\n"
             "2,2026-03-02 25:00:00,,2026-03-02 08:03:00\n"
             "3,2026-03-02 08:05:00,,\n"
             "x\n"
             "4,2026-03-02 08:05:00,never,\n");
  const std::string rows =
      "log.csv:3:3: start is '2026-03-02 25:00:00'; the form '%Y-%m-%d %H:%M:%S' is expected\n"
      "log.csv:5: 1 fields; the header row has 4\n"
      "log.csv:6:23: answered is 'never'; the form '%Y-%m-%d %H:%M:%S' is expected\n";
  const std::vector<std::string> import{"import", "csv", "log.csv", "--map", "map.yaml", "--out", "calls.csv"};
  auto strict = import;
  strict.emplace_back("--strict");
  const Finished refused = desk.twinline(strict);
  CHECK(refused.exit_code == 2);
  CHECK(refused.err == rows + "log.csv: 3 of 5 rows are bad; nothing is imported\n");
  CHECK(desk.names() == std::vector<std::string>{"log.csv", "map.yaml"});

  const Finished kept = desk.twinline(import);
  CHECK(kept.exit_code == 0);
  CHECK(kept.err == rows + "log.csv: 3 of 5 rows are bad and left out\n");
  CHECK(desk.read("calls.csv").find("# rows 2\n# bad_rows 3\n") != std::string::npos);
}

TEST_CASE("bad input: what is no log is refused, and an older table stays as it was", "[bad_input]") {
  const Desk desk;
  desk.write("map.yaml", column_map);
  desk.write("empty.csv", "");
  desk.write("calls.csv", "the older table");
  std::filesystem::create_directory(desk.folder() / "folder");
  write_hollow(desk, "zeros.csv", "", two_hundred_mib);
  write_hollow(desk, "big.csv", "id,start,answered,end\n", two_hundred_mib);
  const auto told = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "import");
    words.insert(words.end(), {"--out", "calls.csv"});
    const Finished finished = desk.twinline(words);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    CHECK(desk.read("calls.csv") == "the older table");
    CHECK(desk.names().size() == 6);
    return finished.err;
  };
  for (const std::vector<std::string>& rest : {std::vector<std::string>{}, {"--map", "map.yaml"}, {"--guess"}}) {
    const auto import = [&](const std::string& file) {
      std::vector<std::string> words{rest.empty() ? "bank-log" : "csv", file};
      words.insert(words.end(), rest.begin(), rest.end());
      return told(words);
    };
    const std::string no_row =
        ": no end of the row within 1048576 bytes; this is not a text table, or a quotation mark is missing\n";
    CHECK(import("zeros.csv") == "zeros.csv:1:1" + no_row);
    CHECK(import("empty.csv") == "empty.csv: is empty; a header line and rows are expected\n");
    CHECK(import("folder") == "folder: is a directory; a log file is expected\n");
    CHECK(import("nobody.csv") == "nobody.csv: no such file\n");
    if (!rest.empty()) CHECK(import("big.csv") == "big.csv:2:1" + no_row);
  }
  CHECK(told({"csv", "big.csv", "--map", "nobody.yaml"}) == "nobody.yaml: does not exist\n");
  CHECK(told({"csv", "big.csv", "--map", "empty.csv"}) ==
        "empty.csv: nothing; a column map with the keys twinline_map, time_zone, delimiter and fields is expected\n");
}

TEST_CASE("bad input: a table that is damaged is told when a scenario replays it", "[bad_input]") {
  const Desk desk(changed(small, "{rate: 60 per hour}", "{replay: calls.csv}"));
  desk.write("calls.csv", "# twinline call table 1\n# rows 3\n");
  const std::string told = refusal(desk, "run", "s.yaml");
  CHECK(told.starts_with("calls.csv"));
  CHECK(refusal(desk, "ab", "s.yaml") == told);
}

TEST_CASE("bad input: what is no journal is refused", "[bad_input]") {
  const Desk desk(small);
  desk.write("empty.tlj", "");
  write_hollow(desk, "big.tlj", "", two_hundred_mib);
  const auto told = [&](const std::string& file) {
    const Finished finished = desk.twinline({"replay", file});
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    return finished.err;
  };
  CHECK(told("s.yaml") == "s.yaml: byte 0: not a journal of twinline; it does not begin as one\n");
  CHECK(told("big.tlj") == "big.tlj: byte 0: not a journal of twinline; it does not begin as one\n");
  CHECK(told("empty.tlj").starts_with("empty.tlj: "));
  CHECK(told(".") == ".: is not a file\n");
  CHECK(told("nobody.tlj") == "nobody.tlj: there is no such journal\n");
}

}  // namespace
}  // namespace twinline::cli_test
