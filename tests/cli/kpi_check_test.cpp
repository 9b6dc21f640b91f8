// `twinline kpi-check` against the contract: what it compares, what it refuses, what it writes and how it ends.
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

const std::vector<std::string> kpi_check_of_small{"kpi-check", "s.yaml", "--baseline", "kept"};
const std::string kept_baseline = "kept/s.baseline.json";

std::vector<std::string> kpi_check_with(const std::vector<std::string>& options) {
  std::vector<std::string> command = kpi_check_of_small;
  command.insert(command.end(), options.begin(), options.end());
  return command;
}

/// Three arms, checked in two KPIs over 300 replications.
const std::string checked_centre = small + "kpi_check: {kpis: [service_level, asa], budget: 300}\n";

/// A desk with the scenario and its baseline.
class CheckedDesk : public Desk {
 public:
  explicit CheckedDesk(const std::string& scenario = checked_centre) : Desk(scenario) {
    const Finished finished = twinline(kpi_check_with({"--update"}));
    REQUIRE(finished.exit_code == 0);
    REQUIRE(finished.err.empty());
  }

  /// As if arm `two_fewer` had once done as well as arm `as_is`: it then got worse.
  void make_an_arm_worse() const {
    Json baseline = Json::parse(read(kept_baseline));
    REQUIRE(baseline["arms"][1]["name"] == "two_fewer");
    baseline["arms"][1]["kpis"] = baseline["arms"][0]["kpis"];
    write(kept_baseline, baseline.dump());
  }
};

TEST_CASE("kpi-check: a baseline is written, found unchanged, and held against") {
  const Desk desk(checked_centre);
  const auto update = kpi_check_with({"--update"});
  CHECK(desk.twinline(update).out == "kept/s.baseline.json: new, 3 arms of 300 replications\n");
  CHECK(desk.names("kept") == std::vector<std::string>{"s.baseline.json"});
  const std::string text = desk.read(kept_baseline);
  const auto written = std::filesystem::last_write_time(desk.folder() / kept_baseline);
  CHECK(desk.twinline(kpi_check_with({"--update", "--workers", "3"})).out == "kept/s.baseline.json: unchanged\n");
  CHECK(desk.read(kept_baseline) == text);
  CHECK(std::filesystem::last_write_time(desk.folder() / kept_baseline) == written);

  const Json result = Json::parse(printed_alike(desk, kpi_check_with({"--json"})));
  CHECK(keys_of(result) == std::vector<std::string>{"schema", "passes", "questions", "worse", "within", "undecided",
                                                    "undecided_counts", "method", "scenarios"});
  CHECK(result["schema"] == "twinline.kpi-check/1");
  CHECK(result["passes"] == true);
  CHECK(result["questions"] == 6);
  CHECK(result["within"] == 6);
  const Json& scenario = result["scenarios"][0];
  CHECK(scenario["seed"] == 7);
  CHECK(scenario["arms"][2]["name"] == "by_idleness");
  CHECK(scenario["arms"][2]["kpis"][1]["name"] == "asa");
  CHECK(scenario["arms"][2]["kpis"][1]["change"] == 0);
  CHECK(scenario["arms"][2]["kpis"][1]["n"] == 300);
}

TEST_CASE("kpi-check: what got worse ends with 1 and stands in every output") {
  const CheckedDesk desk;
  desk.make_an_arm_worse();
  const Finished failed = desk.twinline(kpi_check_with({"--junit", "out/junit.xml", "--markdown", "out.md"}));
  CHECK(failed.exit_code == 1);
  CHECK(failed.err.empty());
  CHECK(failed.out.find("Fails: 2 of 6 KPIs got worse.\n") != std::string::npos);
  CHECK(desk.read("out/junit.xml").find("<testsuites name=\"twinline kpi-check\" tests=\"6\" failures=\"2\"") !=
        std::string::npos);
  CHECK(desk.read("out.md").find("| two\\_fewer | Service level |") != std::string::npos);
  CHECK(desk.names("out") == std::vector<std::string>{"junit.xml"});

  const Finished renewed = desk.twinline(kpi_check_with({"--update"}));
  CHECK(renewed.exit_code == 0);
  CHECK(renewed.out.find("kept/s.baseline.json: renewed\n  service_level of arm two_fewer: ") == 0);
  CHECK(desk.twinline(kpi_check_of_small).exit_code == 0);
}

TEST_CASE("kpi-check: what is undecided fails only where --strict says so") {
  const CheckedDesk desk;
  desk.make_an_arm_worse();
  const Json worse = Json::parse(desk.twinline(kpi_check_with({"--json"})).out);
  double change = 0;
  for (const Json& kpi : worse["scenarios"][0]["arms"][1]["kpis"]) {
    if (kpi["name"] == "asa") change = kpi["change"];
  }
  REQUIRE(change > 1);
  // A tolerance that is as large as the change: whether it is beyond or within nobody can tell.
  desk.write("s.yaml", changed(checked_centre, "kpis: [service_level, asa]",
                               "kpis: [asa], tolerance: {asa: " + std::to_string(change * 1.01) + " s}"));
  const Finished open = desk.twinline(kpi_check_of_small);
  CHECK(open.exit_code == 0);
  CHECK(open.out.find("Passes: none of 3 KPIs got worse.\nUndecided: 1 of 3 KPIs") != std::string::npos);
  const Finished strict = desk.twinline(kpi_check_with({"--strict"}));
  CHECK(strict.exit_code == 1);
  CHECK(strict.out.find("that counts as failed") != std::string::npos);
}

TEST_CASE("kpi-check: what cannot be held against a baseline is refused with the remedy") {
  const CheckedDesk desk;
  const auto refused = [&](const std::string& message) {
    const Finished finished = desk.twinline(kpi_check_of_small);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    CHECK(finished.err == message);
  };
  const std::string text = desk.read(kept_baseline);
  desk.write("s.yaml", changed(checked_centre, "{exponential: 3 min}", "{exponential: 190 s}"));
  const std::string against = "kept/s.baseline.json: cannot be held against s.yaml: ";
  const std::string changed_talk = " changed: calls.question; --update renews it\n";
  refused(against + "arm as_is" + changed_talk + against + "arm two_fewer" + changed_talk + against +
          "arm by_idleness" + changed_talk);
  desk.write("s.yaml", changed(changed(checked_centre, "  as_is: {}\n", "  as_was: {}\n"), ", asa]", ", mean_wait]"));
  refused(against + "arm as_was is new; --update renews it\n" + against +
          "mean_wait of arm two_fewer is new; --update renews it\n" + against +
          "mean_wait of arm by_idleness is new; --update renews it\n" + against +
          "arm as_is is gone; --update renews it\n");
  desk.write("s.yaml", checked_centre);
  desk.write(kept_baseline, changed(text, "\"model_version\": \"1\"", "\"model_version\": \"0\""));
  refused(against + "model version: 0 → 1; --update renews it\n");
  desk.write(kept_baseline, "");
  refused(
      "kept/s.baseline.json:1:1: is no JSON; expected a baseline that kpi-check --update wrote; --update renews it\n");
  std::filesystem::remove(desk.folder() / kept_baseline);
  refused("kept/s.baseline.json: there is no baseline of s.yaml; --update writes it\n");
}

TEST_CASE("kpi-check: folders, and scenarios that get in each other's way") {
  const Desk desk;
  std::filesystem::create_directories(desk.folder() / "all/more");
  const auto update_all = [&] { return desk.twinline({"kpi-check", "all", "--baseline", "kept", "--update"}); };
  CHECK(update_all().err == "all: holds no scenario; expected files that end in .yaml or .yml\n");
  const std::string without_arms =
      checked_centre.substr(0, checked_centre.find("arms:")) + "kpi_check: {budget: 300}\n";
  desk.write("all/b.yml", without_arms);
  desk.write("all/a.yaml", without_arms);
  desk.write("all/note.txt", "none");
  CHECK(update_all().out ==
        "kept/a.baseline.json: new, 1 arm of 300 replications\nkept/b.baseline.json: new, 1 arm of 300 replications\n");
  const Finished both = desk.twinline({"kpi-check", "all", "--baseline", "kept", "--budget", "400"});
  CHECK(both.exit_code == 0);
  CHECK(both.out.find("Passes: none of 6 KPIs got worse.") != std::string::npos);
  CHECK(both.err ==
        "kept/a.baseline.json: has 300 replications, so no more are run; --update --budget 400 keeps more\n"
        "kept/b.baseline.json: has 300 replications, so no more are run; --update --budget 400 keeps more\n");

  desk.write("all/more/a.yaml", without_arms);
  const Finished twice = desk.twinline({"kpi-check", "all", "all/more", "--baseline", "kept"});
  CHECK(twice.exit_code == 2);
  CHECK(twice.err ==
        "all/more/a.yaml: has the name of all/a.yaml, and so would have its baseline; rename one, or check "
        "them apart\n");
  desk.write("all/b.yml", "twinline: 1\n");
  CHECK(desk.twinline({"kpi-check", "all", "--baseline", "kept"}).err.find("all/b.yml:1:1: ") == 0);
}

TEST_CASE("kpi-check: replications that are drawn together are no pairs to look at one by one") {
  const Desk desk(changed(checked_centre, "name: small\n", "name: small\nvariance_reduction: {antithetic: yes}\n"));
  const Finished refused = desk.twinline(kpi_check_with({"--update"}));
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find("a confidence sequence holds for replications that are independent") != std::string::npos);
  CHECK(desk.names() == std::vector<std::string>{"s.yaml"});
}

TEST_CASE("kpi-check: options") {
  const Desk desk(checked_centre);
  CHECK(desk.twinline({"kpi-check", "s.yaml"}).err.find("--baseline is required") != std::string::npos);
  CHECK(desk.twinline(kpi_check_with({"--budget", "299"})).exit_code == 2);
  CHECK(desk.twinline(kpi_check_with({"--update", "--json"})).exit_code == 2);
  CHECK(desk.twinline({"kpi-check", "--help"}).out.find("fail when one got worse") != std::string::npos);
}

}  // namespace
}  // namespace twinline::cli_test
