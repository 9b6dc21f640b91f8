// A run in parts: `--shard`, `--out-shard`, `--resume` and `twinline merge` against the contract. Whatever the parts,
// and whatever happened on the way, the merged report is the bytes of one process.
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

const Words ab{"ab", "s.yaml", "--replications", "10"};
const Words run_of_three{"run", "s.yaml", "--set", "groups.agents.scheduled=3", "--replications", "10"};

std::string part_name(int part) { return "part" + std::to_string(part); }

/// Computes every part of the command and returns their names.
Words computed_in_parts(const Desk& desk, const Words& command, int parts) {
  Words names;
  for (int part = 1; part <= parts; ++part) {
    names.push_back(part_name(part));
    const Finished finished = desk.twinline(
        command + Words{"--shard", std::to_string(part) + "/" + std::to_string(parts), "--out-shard", names.back()});
    INFO(finished.err);
    CHECK(finished.exit_code == 0);
    CHECK(finished.out.empty());
  }
  return names;
}

std::string output_of(const Desk& desk, const Words& command) {
  const Finished finished = desk.twinline(command);
  INFO(finished.err);
  CHECK(finished.exit_code == 0);
  return finished.out;
}

void cut(const Desk& desk, const std::string& name, std::uint64_t bytes) {
  const auto path = desk.folder() / name;
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - bytes);
}

TEST_CASE("merge: any number of parts gives the bytes of one process, on paper and in files") {
  const Desk desk(small);
  for (const Words& command : {ab, run_of_three, ab + Words{"--independent", "--detail", "counts"}}) {
    const std::string whole = output_of(desk, command);
    const std::string json = output_of(desk, command + Words{"--json", "--out", "whole"});
    for (const int parts : {1, 3, 10, 13}) {
      const Words names = computed_in_parts(desk, command, parts);
      CHECK(output_of(desk, Words{"merge"} + names) == whole);
      CHECK(output_of(desk, Words{"merge"} + Words(names.rbegin(), names.rend()) +
                                Words{"--json", "--out", "merged"}) == json);
      for (const std::string& file : desk.names("whole"))
        CHECK(desk.read("merged/" + file) == desk.read("whole/" + file));
      for (const std::string& name : names) std::filesystem::remove(desk.folder() / name);
    }
    std::filesystem::remove_all(desk.folder() / "whole");
    std::filesystem::remove_all(desk.folder() / "merged");
  }
}

TEST_CASE("merge applies the rule for stopping to the prefix, and asks for no more than that") {
  const Desk desk(small + "compare: {kpis: [service_level, mean_wait]}\n");
  const Words until{"ab", "s.yaml", "--a", "as_is", "--b", "two_fewer", "--until-decided", "--budget", "200"};
  const Json whole = Json::parse(output_of(desk, until + Words{"--json"}));
  REQUIRE(whole["stopped"]["reason"] == "decided");
  REQUIRE(whole["replications"] < 100);
  Words names = computed_in_parts(desk, until, 2);
  CHECK(Json::parse(output_of(desk, Words{"merge", "--json"} + names)) == whole);
  CHECK(output_of(desk, Words{"merge"} + names) == output_of(desk, until));
  CHECK(Json::parse(output_of(desk, {"merge", "--json", names[0]})) == whole);
  const Finished without_the_first = desk.twinline({"merge", names[1]});
  CHECK(without_the_first.exit_code == 1);
  CHECK_THAT(without_the_first.err, Catch::Contains("100 of 200 replications are missing: 0 to 99 (shard 1/2)"));
}

TEST_CASE("merge: parts of different splits go together, and what two files have counts once") {
  const Desk desk(small);
  computed_in_parts(desk, ab, 3);
  CHECK(desk.twinline(ab + Words{"--shard", "2/2", "--out-shard", "half"}).exit_code == 0);
  CHECK(output_of(desk, {"merge", "half", part_name(2), part_name(1)}) == output_of(desk, ab));
}

TEST_CASE("merge names what is missing and in which shard, and fails") {
  const Desk desk(small);
  computed_in_parts(desk, ab, 4);
  const Finished finished = desk.twinline({"merge", part_name(1), part_name(3)});
  CHECK(finished.exit_code == 1);
  CHECK(finished.out.empty());
  CHECK(finished.err ==
        "twinline merge: 5 of 10 replications are missing: 3 to 5 (shard 2/4), 8 to 9 (shard 4/4); run "
        "these shards again with --resume\n");
}

TEST_CASE("a torn shard is reported, computed again by --resume, and merges to the same bytes") {
  const Desk desk(small);
  const Words names = computed_in_parts(desk, ab, 2);
  cut(desk, part_name(2), 100);
  const Finished torn = desk.twinline(Words{"merge"} + names);
  CHECK(torn.exit_code == 1);
  CHECK_THAT(torn.err, Catch::Contains("part2: byte ") && Catch::Contains("are no whole frame and were left out"));
  CHECK_THAT(torn.err, Catch::Contains("1 of 10 replications are missing"));

  const Words again = ab + Words{"--shard", "2/2", "--out-shard", part_name(2)};
  const Finished refused = desk.twinline(again);
  CHECK(refused.exit_code == 1);
  CHECK(refused.err == "twinline ab: part2: is there already; --resume goes on with it\n");
  const Finished resumed = desk.twinline(again + Words{"--resume"});
  CHECK(resumed.exit_code == 0);
  CHECK_THAT(resumed.err, Catch::Contains("part2: shard 2/2, 15 of 15 replications"));
  CHECK(output_of(desk, Words{"merge"} + names) == output_of(desk, ab));
}

TEST_CASE("a damaged shard is reported, computed again from the damage on, and merges to the same bytes") {
  const Desk desk(small);
  const Words names = computed_in_parts(desk, ab, 2);
  std::fstream stream(desk.folder() / part_name(1), std::ios::binary | std::ios::in | std::ios::out);
  stream.seekp(static_cast<std::streamoff>(std::filesystem::file_size(desk.folder() / part_name(1)) / 2)).put('\x7f');
  stream.close();
  const Finished damaged = desk.twinline(Words{"merge"} + names);
  CHECK(damaged.exit_code == 1);
  CHECK_THAT(damaged.err, Catch::Contains("part1: byte ") && Catch::Contains("does not match its checksum"));
  const Finished resumed = desk.twinline(ab + Words{"--shard", "1/2", "--out-shard", part_name(1), "--resume"});
  CHECK(resumed.exit_code == 0);
  CHECK(output_of(desk, Words{"merge"} + names) == output_of(desk, ab));
}

TEST_CASE("an interrupted run keeps what it has and goes on from there") {
  const Desk desk(small);
  const Words long_run{"run", "s.yaml", "--replications", "20000", "--detail", "counts", "--out-shard", "long"};
  const Finished interrupted = desk.twinline_interrupted_at(long_run, "long", 1000);
  CHECK(interrupted.exit_code == 130);
  const auto kept = std::filesystem::file_size(desk.folder() / "long");
  CHECK(kept > 1000);
  const Finished resumed = desk.twinline(long_run + Words{"--resume"});
  CHECK(resumed.err == "long: shard 1/1, 20000 of 20000 replications\n");
  CHECK(std::filesystem::file_size(desk.folder() / "long") > kept);
  CHECK(output_of(desk, {"merge", "long", "--json"}) ==
        output_of(desk, {"run", "s.yaml", "--replications", "20000", "--detail", "counts", "--json"}));
  CHECK(desk.twinline(long_run + Words{"--resume"}).exit_code == 0);
}

TEST_CASE("shards of different runs, or of another scenario than it is now, are not merged") {
  const Desk desk(small);
  CHECK(desk.twinline(ab + Words{"--shard", "1/2", "--out-shard", "a"}).exit_code == 0);
  CHECK(desk.twinline(ab + Words{"--seed", "8", "--shard", "2/2", "--out-shard", "b"}).exit_code == 0);
  const Finished mixed = desk.twinline({"merge", "a", "b"});
  CHECK(mixed.exit_code == 2);
  CHECK_THAT(mixed.err, Catch::Contains("a and b are not of one run"));
  const Finished other = desk.twinline(ab + Words{"--seed", "8", "--shard", "1/2", "--out-shard", "a", "--resume"});
  CHECK(other.exit_code == 1);
  CHECK_THAT(other.err, Catch::Contains("is a shard of another run"));

  desk.write("s.yaml", changed(small, "scheduled: 4", "scheduled: 5"));
  const Finished changed_since = desk.twinline({"merge", "a"});
  CHECK(changed_since.exit_code == 2);
  CHECK(changed_since.err ==
        "s.yaml: it is not as it was when the shards were computed; --scenario names another file\n");
  desk.write("before.yaml", small);
  CHECK_THAT(desk.twinline({"merge", "a", "--scenario", "before.yaml"}).err, Catch::Contains("5 to 9 (shard 2/2)"));
}

TEST_CASE("options of shards that make no sense are refused") {
  const Desk desk(small);
  CHECK_THAT(desk.twinline(ab + Words{"--shard", "3/2", "--out-shard", "a"}).err,
             Catch::Contains("3/2 is no part such as 2/8"));
  for (const Words& more : {Words{"--shard", "1/2"}, Words{"--resume"}, Words{"--out-shard", "a", "--json"},
                            Words{"--out-shard", "a", "--out", "b"}}) {
    const Finished finished = desk.twinline(ab + more);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
  }
  CHECK(desk.twinline({"merge", "s.yaml"}).exit_code == 2);
  CHECK(desk.names() == Words{"s.yaml"});
}

}  // namespace
}  // namespace twinline::cli_test
