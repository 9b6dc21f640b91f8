// Variance reduction and steady-state runs as their users meet them: what is printed of them, what the bank of two
// skills gains, and that every misuse is told.
#include <algorithm>
#include <map>

#include "tests/cli/json_answers.hpp"

namespace twinline::cli_test {
namespace {

const std::string in_pairs = small + "variance_reduction: {antithetic: yes}\n";

}  // namespace

TEST_CASE("run: what reduces the variance is told, with its gain for every KPI") {
  const Desk desk(in_pairs);
  const Json run = json_of(desk, {"run", "s.yaml", "--replications", "20"});
  CHECK(run["kpis"][0]["n"] == 10);
  const Json& reduction = run["variance_reduction"];
  CHECK(keys_of(reduction) == std::vector<std::string>{"methods", "observations", "gains"});
  CHECK(reduction["methods"] == Json::array({"antithetic pairs"}));
  CHECK(reduction["observations"] == 10);
  std::map<std::string, double> gains;
  for (const Json& gain : reduction["gains"]) gains[gain["name"]] = gain["gain"];
  CHECK(gains.at("offered") > 1.5);
  CHECK(json_of(desk, {"run", "s.yaml", "--set", "variance_reduction.antithetic=no"}).count("variance_reduction") == 0);
  const std::string printed = printed_alike(desk, {"run", "s.yaml"});
  CHECK(printed.find("Variance reduction by antithetic pairs; 3 observations.") != std::string::npos);
}

TEST_CASE("run: a steady-state run prints its warm-up and batches") {
  const Desk desk(changed(small, "{duration: 2 h}", "{duration: 400 h, steady_state: {batches: 20}}"));
  const Json run = json_of(desk, {"run", "s.yaml", "--replications", "1"});
  CHECK(run["steady_state"]["method"] == "MSER-5 and batch means");
  CHECK(run["steady_state"]["batches"] == 20);
  CHECK(run["kpis"][0]["n"] == 20);
  CHECK(run["kpis"][0]["half_width"] > 0);
  const Finished finished = desk.twinline({"run", "s.yaml", "--replications", "1"});
  CHECK(finished.out.find("(MSER-5); 20 batches of") != std::string::npos);
}

TEST_CASE("the bank of two skills: common random numbers and control variates need a fifth of the replications") {
  const Desk desk;
  const std::vector<std::string> command{"ab",       library("two_skill_bank.yaml"),
                                         "--set",    "variance_reduction.control_variates=[arrivals, erlang_a]",
                                         "--set",    "compare.kpis=[service_level, mean_wait]",
                                         "--a",      "routing=longest_idle_agent",
                                         "--b",      "routing=skill_priority",
                                         "--detail", "totals",
                                         "--out",    "report"};
  const Finished finished = desk.twinline(command);
  REQUIRE(finished.exit_code == 0);
  const Json ab = Json::parse(desk.read("report/result.json"));
  CHECK(ab["variance_reduction"]["methods"] == Json::array({"control variates (arrivals, erlang_a)"}));
  CHECK(ab["variance_reduction"]["observations"] == 40);
  std::map<std::string, double> gains;
  for (const Json& difference : ab["differences"]) {
    if (difference["by"].empty() && difference["variance_ratio"].is_number())
      gains[difference["name"]] = difference["variance_ratio"];
  }
  CAPTURE(gains["service_level"], gains["mean_wait"]);
  CHECK(std::max(gains.at("service_level"), gains.at("mean_wait")) >= 5);
  CHECK(std::min(gains.at("service_level"), gains.at("mean_wait")) >= 1);
  const auto told = finished.out.find("Needed for routing=skill_priority against routing=longest_idle_agent, of the");
  REQUIRE(told != std::string::npos);
  CHECK(finished.out.find("service level ", told) != std::string::npos);
  CHECK(finished.out.find("%, mean wait ", told) != std::string::npos);
}

TEST_CASE("what cannot be drawn together, corrected or cut into batches is refused in words") {
  const Desk desk(in_pairs);
  const auto refused = [&](const std::vector<std::string>& command) {
    const Finished finished = desk.twinline(command);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    return finished.err;
  };
  const auto of_two = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"ab", "s.yaml", "--a", "as_is", "--b", "two_fewer", "--set", "compare.kpis=[asa]"});
    return refused(more);
  };
  CHECK(refused({"run", "s.yaml", "--replications", "7"}) ==
        "7 replications are no whole number of blocks: with this variance_reduction 2 are drawn together; take 6 or "
        "8\n");
  CHECK(of_two({"--replications", "1"}) ==
        "1 replications are no whole number of blocks: with this variance_reduction 2 are drawn together; take 2\n");
  CHECK(of_two({"--until-decided"}) ==
        "arm 'as_is': a confidence sequence holds for replications that are independent and as they came, and "
        "variance_reduction ties them together or corrects them by a regression on all; fix the number by "
        "--replications and take --method t, or leave variance_reduction out\n");
  CHECK(of_two({"--method", "bootstrap"}) ==
        "arm 'as_is': the bootstrap draws replications anew one by one, and variance_reduction ties them together or "
        "corrects them; take --method t, or leave variance_reduction out\n");
  CHECK(refused({"ab", "s.yaml", "--a", "as_is", "--b", "variance_reduction.antithetic=no"}) ==
        "arm 'variance_reduction.antithetic=no': its variance_reduction is not that of arm 'as_is'; draw all arms in "
        "the same way\n");
  CHECK(refused({"rank", "s.yaml", "--kpi", "asa", "--indifference", "1"}) ==
        "twinline rank: 'as_is': a ranking goes by replications that are independent and as they came; take "
        "variance_reduction out of the scenario\n");
  desk.write("s.yaml", changed(small, "{duration: 2 h}", "{duration: 40 h, steady_state: {}}"));
  CHECK(refused({"ab", "s.yaml", "--a", "as_is", "--b", "two_fewer"}) ==
        "arm 'as_is': a comparison needs replications, and horizon.steady_state has none; use warm_up instead\n");
  CHECK(refused({"run", "s.yaml", "--detail", "totals"}) ==
        "horizon.steady_state makes its batches of intervals, which nothing but --detail full keeps\n");
}

}  // namespace twinline::cli_test
