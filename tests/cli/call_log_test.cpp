// A real call log in, a verdict out: import, replay against policies, compare. February 1999 where the data lies beside
// the project; a day that the test makes up everywhere.
#include <cmath>
#include <cstdio>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/cli/json_answers.hpp"
#include "tests/shared_data.hpp"

namespace twinline::cli_test {
namespace {

using tests::shared_data;

/// The mean of a KPI in total, or of a difference in it.
double total(const Json& list, const std::string& name) {
  for (const Json& item : list) {
    if (item["name"] == name && item["by"].empty()) return item["mean"];
  }
  FAIL("no " << name);
  return 0;
}

std::string verdict_on(const Json& comparison, const std::string& b, const std::string& kpi) {
  for (const Json& difference : comparison["differences"]) {
    if (difference["b"] == b && difference["name"] == kpi && difference["by"].empty()) return difference["verdict"];
  }
  FAIL("no verdict on " << b << " in " << kpi);
  return {};
}

/// To the number of decimals that published_targets.md prints.
bool prints_as(const Json& value, double printed, double unit) {
  return std::abs(value.get<double>() - printed) <= unit / 2;
}

TEST_CASE("February 1999: `twinline import bank-log` gives the known counts and service statistics") {
  const auto log = shared_data("anonymous_bank/february.txt");
  if (!log) return;
  const Desk desk;
  const Json report = json_of(desk, {"import", "bank-log", log->string(), "--strict", "--out", "calls.csv"});
  CHECK(report["schema"] == "twinline.import/1");
  CHECK(report["calls"] == 33'344);
  CHECK(report["bad_rows"] == 0);
  CHECK(report["outcomes"]["answered"] == 27'162);
  CHECK(report["outcomes"]["abandoned"] == 5'904);
  CHECK(report["outcomes"]["excluded"] == 278);
  CHECK(report["flags"]["phantom"] == 278);
  CHECK(report["abandoned_without_waiting"] == 1'972);
  CHECK(report["flags"]["unknown_agent"] == 491);
  CHECK(report["flags"]["negative_vru_time"] == 25);
  const Json& service = report["service_time"];
  CHECK(prints_as(service["mean"], 176.9, 0.1));
  CHECK(prints_as(service["sd"], 217.3, 0.1));
  CHECK(service["median"] == 107.0);
  CHECK(prints_as(service["log_mean"], 4.563, 0.001));
  CHECK(prints_as(service["log_sd"], 1.260, 0.001));
  CHECK(prints_as(service["share_under_10_s"], 0.064, 0.001));
  const Json& by_type = report["service_time_by_type"];
  CHECK(prints_as(by_type["PS"]["mean"], 184.9, 0.1));
  CHECK(prints_as(by_type["NE"]["mean"], 276.6, 0.1));
  CHECK(prints_as(by_type["NW"]["mean"], 107.0, 0.1));
  CHECK(prints_as(by_type["IN"]["mean"], 267.4, 0.1));
  CHECK(desk.names() == std::vector<std::string>{"calls.csv"});
}

TEST_CASE("February 1999: the log replayed under two policies, and with two agents fewer") {
  const auto log = shared_data("anonymous_bank/february.txt");
  if (!log) return;
  const Desk desk;
  REQUIRE(desk.twinline({"import", "bank-log", log->string(), "--out", "calls.csv"}).exit_code == 0);
  std::filesystem::copy_file(project() / "tests/cli/february.yaml", desk.folder() / "february.yaml");
  CHECK(desk.twinline({"check", "february.yaml"}).out == "february.yaml: fine\n");

  const Json comparison = Json::parse(printed_alike(desk, {"ab", "february.yaml", "--json"}));
  const auto verdict = verdict_on(comparison, "urgent_first", "service_level");
  CHECK((verdict == "better" || verdict == "worse" || verdict == "no meaningful difference" || verdict == "undecided"));
  for (const char* kpi : {"service_level", "abandonment_rate", "asa", "mean_wait"}) {
    CHECK(verdict_on(comparison, "two_fewer", kpi) == "worse");
  }
  CHECK(total(comparison["differences"], "attempts") == 0);

  const Json itself =
      json_of(desk, {"ab", "february.yaml", "--replications", "2", "--a", "two_fewer", "--b", "two_fewer"});
  for (const Json& difference : itself["differences"]) {
    CHECK((difference["verdict"] == "no meaningful difference" || difference["verdict"] == "undecided"));
    if (difference["mean"].is_number()) CHECK(difference["mean"] == 0);
  }
}

TEST_CASE("February 1999: every call that asked for an agent calls again, with its own type, priority and talk") {
  const auto log = shared_data("anonymous_bank/february.txt");
  if (!log) return;
  const Desk desk;
  const Json report = json_of(desk, {"import", "bank-log", log->string(), "--out", "calls.csv"});
  std::filesystem::copy_file(project() / "tests/cli/february.yaml", desk.folder() / "february.yaml");
  const Json run = json_of(desk, {"run", "february.yaml", "--replications", "1"});
  // Phantoms never called, and who hung up in the voice response never asked for an agent.
  const int asked = report["calls"].get<int>() - report["flags"]["phantom"].get<int>() -
                    report["flags"]["left_before_queue"].get<int>();
  CHECK(total(run["kpis"], "attempts") == asked);
  CHECK(total(run["kpis"], "blocked") == 0);

  // With so many agents that nobody waits, a type whose calls were all answered talks as long as the log says.
  desk.write("answered.yaml", R"(twinline: 1
site: {time_zone: Asia/Jerusalem}
horizon: {from: 1999-02-01, days: 28}
queues: {main: {}}
calls:
  NE:
    arrivals: {replay: {file: answered.csv, type: NE}}
    handling: {talk: {from_log: {otherwise: 1000 h}}}
groups: {everybody: {scheduled: 200}}
)");
  std::string answered, line;
  std::istringstream table(desk.read("calls.csv"));
  int rows = 0;
  while (std::getline(table, line)) {
    const bool row = line.front() != '#' && !line.starts_with("call_id");
    const bool kept =
        line.find(",NE,,,answered,") != std::string::npos && line.find("non_positive") == std::string::npos;
    if (row && !kept) continue;
    rows += row ? 1 : 0;
    answered += line + "\n";
  }
  desk.write("answered.csv", changed(answered, "# rows 33344", "# rows " + std::to_string(rows)));
  const Json alone = json_of(desk, {"run", "answered.yaml", "--replications", "1"});
  const Json& service = report["service_time_by_type"]["NE"];
  CHECK(total(alone["kpis"], "answered") == service["n"].get<int>());
  CHECK(total(alone["kpis"], "aht") == Approx(service["mean"].get<double>()).epsilon(1e-12));
  CHECK(total(alone["kpis"], "mean_wait") == 0);
}

/// A day of forty calls, one every twelve minutes from eight, each talking a minute longer than its number; every tenth
/// hung up after twenty seconds.
std::string made_up_day() {
  std::string csv = "call,kind,date,started,answered,ended\n";
  const auto clock = [](int second) {
    const int hour = second / 3600;
    char text[32];
    std::snprintf(text, sizeof text, "%d:%02d:%02d %s", (hour + 11) % 12 + 1, second / 60 % 60, second % 60,
                  hour < 12 ? "AM" : "PM");
    return std::string{text};
  };
  for (int call = 0; call < 40; ++call) {
    const int start = 8 * 3600 + call * 720;
    const bool abandoned = call % 10 == 9;
    csv += "c" + std::to_string(call) + (call % 2 == 0 ? ",sales," : ",care,") + "3/2/2026," + clock(start) + "," +
           (abandoned ? "" : clock(start + 5)) + "," + clock(abandoned ? start + 20 : start + 65 + call) + "\n";
  }
  return csv;
}

TEST_CASE("a CSV of one's own: guess the columns, import, replay, compare") {
  const Desk desk;
  desk.write("day.csv", made_up_day());
  const Finished guess = desk.twinline({"import", "csv", "day.csv", "--guess"});
  CHECK(guess.exit_code == 0);
  CHECK(guess.err.empty());
  // A log says neither its time zone nor what it calls things: that is for the person who reads the map.
  const std::string map = changed(guess.out, "time_zone: UTC", "time_zone: Europe/Zurich");
  desk.write("map.yaml", changed(map, "fields:\n", "fields:\n  call_id: call\n  type: kind\n"));
  const Json report =
      json_of(desk, {"import", "csv", "day.csv", "--map", "map.yaml", "--strict", "--out", "calls.csv"});
  CHECK(report["calls"] == 40);
  CHECK(report["outcomes"]["answered"] == 36);
  CHECK(report["outcomes"]["abandoned"] == 4);
  CHECK(report["first_arrival"] == "2026-03-02T08:00:00+01:00");
  CHECK(report["service_time_by_type"].at("sales")["n"] == 20);
  CHECK(report["service_time_by_type"].at("care")["n"] == 16);

  desk.write("replay.yaml", R"(twinline: 1
site: {time_zone: Europe/Zurich, interval: 1 h}
horizon: {from: 2026-03-02}
queues: {main: {}}
calls:
  sales:
    arrivals: {replay: {file: calls.csv, type: sales}}
    handling: {talk: {from_log: {otherwise: 1 min}}}
  care:
    arrivals: {replay: {file: calls.csv, type: care}}
    handling: {talk: {from_log: {otherwise: 1 min}}}
groups: {agents: {scheduled: 1}}
arms: {as_it_was: {}, nobody_before_ten: {groups.agents.scheduled: {"10:00": 1}}}
)");
  const Json run = json_of(desk, {"run", "replay.yaml", "--replications", "2"});
  CHECK(total(run["kpis"], "attempts") == 40);
  CHECK(total(run["kpis"], "answered") == 40);
  CHECK(total(run["kpis"], "mean_wait") == 0);
  // 36 calls as logged, 60 s more than their number, and 4 that the log has no talk of at 60 s.
  CHECK(total(run["kpis"], "aht") == Approx((40 * 60.0 + 39 * 40 / 2.0 - (9 + 19 + 29 + 39)) / 40));
  for (const Json& kpi : run["kpis"]) {
    if (kpi["name"] == "attempts" && kpi["by"] == Json{{"interval", "2026-03-02T08:00:00+01:00"}})
      CHECK(kpi["mean"] == 5);
  }
  const Json comparison = json_of(desk, {"ab", "replay.yaml", "--replications", "2"});
  CHECK(verdict_on(comparison, "nobody_before_ten", "asa") == "worse");
}

TEST_CASE("a CSV as people post them: half a hundred thousand rows, guessed, imported and replayed") {
  const auto log = shared_data("imports/simulated_call_centre.csv");
  if (!log) return;
  const Desk desk;
  const Finished guess = desk.twinline({"import", "csv", log->string(), "--guess"});
  CHECK(guess.exit_code == 0);
  desk.write("map.yaml", guess.out);
  const Json report =
      json_of(desk, {"import", "csv", log->string(), "--map", "map.yaml", "--strict", "--out", "calls.csv"});
  CHECK(report["calls"] == 51'708);
  CHECK(report["bad_rows"] == 0);
  CHECK(report["first_arrival"] == "2021-01-01T08:00:00+00:00");
  desk.write("replay.yaml", R"(twinline: 1
horizon: {from: 2021-01-01, days: 365, fold: yes}
queues: {main: {}}
calls: {any: {arrivals: {replay: calls.csv}, handling: {talk: {from_log: {otherwise: 5 min}}}}}
groups: {agents: {scheduled: 4}}
)");
  CHECK(total(json_of(desk, {"run", "replay.yaml", "--replications", "1"})["kpis"], "attempts") == 51'708);
}

}  // namespace
}  // namespace twinline::cli_test
