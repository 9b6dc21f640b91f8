// Writes made-up results as report pages: sample_report FOLDER. The browser tests look at these pages, so
// they hold what real results rarely hold together: names that are markup, a value nobody observed, five days
// with closed nights, three arms, every verdict, an effect far beyond its scale.
#include <cmath>
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "reports/render/csv.hpp"
#include "reports/render/html.hpp"
#include "reports/render/json.hpp"
#include "reports/render/terminal.hpp"

namespace {

using namespace twinline::reports;

const std::vector<KpiDefinition> kpis{
    {"offered", "Offered calls", "Calls that entered a queue.", Unit::count, Direction::none},
    {"answered", "Answered calls", "Offered calls that an agent answered.", Unit::count, Direction::higher_is_better},
    {"abandoned", "Abandoned calls", "Offered calls that hung up before an agent answered, short ones included.",
     Unit::count, Direction::lower_is_better},
    {"abandonment_rate", "Abandonment rate", "Abandoned over offered.", Unit::share, Direction::lower_is_better},
    {"service_level", "Service level", "Answered within the threshold over offered less short abandons.", Unit::share,
     Direction::higher_is_better},
    {"asa", "Average speed of answer", "Mean wait of answered calls.", Unit::seconds, Direction::lower_is_better},
    {"wait_p99", "99 % wait", "99 % of offered calls wait no longer.", Unit::seconds, Direction::lower_is_better},
    {"aht", "Average handling time", "Talk, hold and wrap-up per answered call.", Unit::seconds, Direction::none},
    {"occupancy", "Occupancy", "Handling over staffed time.", Unit::share, Direction::none},
    {"availability", "Availability", "Share of the time in which it was up.", Unit::share, Direction::higher_is_better},
    {"utilisation", "Utilisation", "Core time used over core time there was.", Unit::share, Direction::none},
    {"saturation", "Saturation", "Share of the time in which requests slowed each other down.", Unit::share,
     Direction::lower_is_better},
    {"trunk_blocking", "Trunk blocking", "Attempts that found no line, or the trunk down, over all attempts.",
     Unit::share, Direction::lower_is_better},
    {"calls_dropped", "Dropped calls", "Calls that an outage cut off.", Unit::count, Direction::lower_is_better},
    {"response_time", "Response time", "Mean time from a request to its answer.", Unit::seconds,
     Direction::lower_is_better}};

const std::vector<ServiceLevelGoal> goals{{"retail", 20, 0.8}, {"loans <b>&amp;</b>", 20, 0.8}};

RunIdentity identity(std::uint64_t replications) {
  return {"retail-q4 </script><script>alert(1)</script>",
          "9f2c7b7f0d0e5a1c4b8d6e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b",
          "1",
          "0.1.0",
          42,
          replications,
          "Europe/Zurich",
          15};
}

constexpr int opening_minute = 8 * 60;
constexpr int closing_minute = 20 * 60;

std::string interval_key(int day, int minute) {
  return fmt::format("2026-03-{:02}T{:02}:{:02}:00+01:00", 2 + day, minute / 60, minute % 60);
}

/// How busy a quarter of an hour is: two peaks, Monday the highest; between 0 and 1.
double busyness(int day, int minute) {
  const double hour = minute / 60.0;
  const double morning = 1 / (1 + (hour - 11) * (hour - 11));
  const double afternoon = 0.6 / (1 + (hour - 15.2) * (hour - 15.2));
  return std::min(1.0, (morning + afternoon) * (1 - 0.09 * day));
}

/// A fixed scatter between -1 and 1 that looks irregular.
double scatter(int a, int b, int c) { return (a * 73 + b * 151 + c * 211) % 101 / 50.0 - 1; }

void add_interval(std::vector<Estimate>& estimates, Dimensions by, double load, int arm, double wobble,
                  const std::optional<double>& width) {
  const auto half_width = [&](double part) { return width ? std::optional{*width * part} : std::nullopt; };
  const double relief = 0.16 * arm;
  const double level = 0.95 - (0.34 - relief) * load - 0.03 * arm * (1 - load) + 0.012 * wobble;
  const auto add = [&](const char* kpi, double mean, std::optional<double> half) {
    estimates.push_back({kpi, "", by, mean, half, 200});
  };
  add("offered", 20 + 70 * load + 2 * wobble, half_width(80));
  add("service_level", level, half_width(1));
  add("asa", 4 + 60 * (1 - level), half_width(50));
  add("abandonment_rate", 0.2 * (1 - level), half_width(0.2));
  add("occupancy", 0.55 + 0.35 * load, half_width(0.6));
}

std::vector<Estimate> estimates_of_arm(int arm, int days, bool with_intervals_of_queues,
                                       const std::optional<double>& width) {
  const std::string definition = "Answered within 20 s over offered less short abandons (under 5 s).";
  const auto half = [&](double value) { return width ? std::optional{value} : std::nullopt; };
  std::vector<Estimate> estimates{{"offered", kpis[0].definition, {}, 2210.4 * days, half(31), 200},
                                  {"answered", kpis[1].definition, {}, (2050.0 + 45 * arm) * days, half(30), 200},
                                  {"abandoned", kpis[2].definition, {}, (118.0 - 47 * arm) * days, half(6), 200},
                                  {"abandonment_rate", kpis[3].definition, {}, 0.053 - 0.021 * arm, half(0.003), 200},
                                  {"service_level", definition, {}, 0.773 + 0.068 * arm, half(0.006), 200},
                                  {"asa", kpis[5].definition, {}, 30.4 - 9.0 * arm, half(1.2), 200},
                                  {"wait_p99", kpis[6].definition, {}, 150.0 + 14 * arm, half(5), 200},
                                  {"aht", kpis[7].definition, {}, 342.0, half(2), 200},
                                  {"occupancy", kpis[8].definition, {}, 0.812 + 0.002 * arm, half(0.004), 200}};
  const std::vector<std::string> queues{"retail", "loans <b>&amp;</b>"};
  for (std::size_t q = 0; q < queues.size(); ++q) {
    const double share = q == 0 ? 0.7 : 0.3;
    estimates.push_back({"offered", "", {{"queue", queues[q]}}, 2210.4 * share * days, half(20), 200});
    estimates.push_back(
        {"service_level", definition, {{"queue", queues[q]}}, 0.76 + 0.05 * arm + 0.04 * share, half(0.008), 200});
    estimates.push_back({"asa", "", {{"queue", queues[q]}}, 31.0 - 8 * arm - 4 * share, half(1.9), 200});
  }
  estimates.push_back({"occupancy", "", {{"group", "juniors"}}, 0.83, half(0.004), 200});
  estimates.push_back({"occupancy", "", {{"group", "seniors"}}, 0.78, half(0.006), 200});
  estimates.push_back({"service_level", "", {{"segment", "gold"}}, 0.91, half(0.006), 200});
  estimates.push_back({"service_level", "", {{"segment", "standard"}}, 0.79, half(0.006), 200});
  estimates.push_back({"offered", "", {{"call_type", "question"}}, 1500.0 * days, half(22), 200});
  for (int day = 0; day < days; ++day) {
    for (int minute = opening_minute; minute < closing_minute; minute += 15) {
      const double load = busyness(day, minute);
      const double wobble = scatter(day, minute / 15, 1);
      const std::string key = interval_key(day, minute);
      add_interval(estimates, {{"interval", key}}, load, arm, wobble, width ? std::optional{0.014} : std::nullopt);
      if (!with_intervals_of_queues) continue;
      for (const std::string& queue : queues) {
        add_interval(estimates, {{"interval", key}, {"queue", queue}}, load * (queue == "retail" ? 1 : 0.7), arm,
                     scatter(day, minute / 15, 2), width ? std::optional{0.024} : std::nullopt);
      }
    }
  }
  // Nobody called in the last quarter of the first day, so nothing is known of its service level.
  for (Estimate& estimate : estimates) {
    const auto interval = estimate.by.find("interval");
    if (interval != estimate.by.end() && interval->second == interval_key(0, closing_minute - 15) &&
        estimate.kpi != "offered" && estimate.kpi != "occupancy") {
      estimate.mean = std::nan("");
      estimate.half_width.reset();
    }
  }
  return estimates;
}

void add_differences(ComparisonResult& result, const std::string& a, const std::string& b, double strength) {
  const auto add = [&](const char* kpi, double mean, double half, std::optional<double> least, Verdict verdict) {
    result.differences.push_back(
        {a, b, kpi, {}, mean * strength, mean * strength - half, mean * strength + half, 200, "t", least, verdict});
  };
  add("service_level", 0.068, 0.01, 0.02, Verdict::better);
  add("abandonment_rate", -0.021, 0.006, 0.01, Verdict::better);
  add("asa", -9.0, 3.0, 0.5, Verdict::better);
  add("occupancy", 0.002, 0.006, 0.01, Verdict::no_meaningful_difference);
  add("aht", 0.9, 0.4, 0.5, Verdict::higher);
  add("answered", 45, 70, 30, Verdict::undecided);
  add("wait_p99", 14, 7, 10, Verdict::worse);
  add("abandoned", -47, 12, std::nullopt, Verdict::better);
  add("offered", 0, 0, std::nullopt, Verdict::undecided);
  result.differences.push_back(
      {a, b, "service_level", {{"queue", "retail"}}, 0.05, 0.04, 0.06, 200, "t", 0.02, Verdict::better});
  result.guardrails.push_back(
      {a, b, "service_level", {{"queue", "loans <b>&amp;</b>"}}, -0.01, b == "skills", -0.022, 0.011});
}

ComparisonResult comparison(int days, std::vector<std::string> arms, bool with_intervals_of_queues) {
  ComparisonResult result{identity(200), kpis, {}, {}, {}, {}, {"calls.retail_question.recontact is assumed"},
                          true,          goals};
  for (std::size_t i = 0; i < arms.size(); ++i) {
    result.arms.push_back(
        {arms[i], i == 0 ? std::map<std::string, std::string>{}
                         : std::map<std::string, std::string>{{"policies.routing.name", "\"" + arms[i] + "\""}}});
    result.estimates.push_back(
        estimates_of_arm(static_cast<int>(i), days, with_intervals_of_queues, std::optional{1.0}));
    if (i > 0) add_differences(result, arms[0], arms[i], 1.0 / static_cast<double>(i));
  }
  return result;
}

/// Three sites: one with many hosts, one with agents alone, one with a name that is markup.
InfrastructureLayout layout() {
  InfrastructureLayout layout;
  layout.sites = {{"zurich", {"juniors"}}, {"home", {"remote agents"}}, {"geneva <b>&amp;</b>", {"seniors"}}};
  layout.hosts = {
      {"sbc_1", 0, 2.0}, {"sbc_2", 0, 2.0}, {"ivr", 0, 16.0},         {"speech recognition, german", 0, 8.0},
      {"crm", 0, 4.0},   {"media", 0, 8.0}, {"sbc <i>3</i>", 2, 2.0}, {"ivr_geneva", 2, std::nullopt}};
  layout.links = {{"vpn", 0, 1}, {"wan", 0, 2}, {"primary.access", 0, 0}};
  layout.trunks = {{"primary", 0, 90, {1}}, {"backup", 2, 0, {}}};
  layout.services = {{"signalling", {0, 1, 6}}, {"ivr", {2, 7}}, {"speech", {3}}, {"crm", {4}}, {"media", {5}}};
  return layout;
}

/// How busy the things of a kind are, and when one of them is down: each a little otherwise than its neighbour.
void add_load(std::vector<Estimate>& estimates, const std::string& kind, const std::vector<std::string>& names, int arm,
              int days) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool fails = names[i] == "sbc_1" || names[i] == "primary";
    const double strength = 0.35 + 0.13 * static_cast<double>(i);
    const auto add = [&](const Dimensions& by, double load, double down) {
      estimates.push_back({"availability", "", by, 1 - down, 0.002, 200});
      estimates.push_back({"utilisation", "", by, std::min(1.0, load), 0.01, 200});
      estimates.push_back({"saturation", "", by, std::max(0.0, load - 0.85), 0.01, 200});
    };
    add({{kind, names[i]}}, strength / 2, fails && arm == 0 ? 0.0237 : 0);
    for (int day = 0; day < days; ++day) {
      for (int minute = opening_minute; minute < closing_minute; minute += 15) {
        const bool down = fails && arm == 0 && day == 0 && minute >= 11 * 60 && minute < 12 * 60;
        add({{"interval", interval_key(day, minute)}, {kind, names[i]}}, down ? 0 : strength * busyness(day, minute),
            down ? 0.9 : 0);
      }
    }
  }
}

void add_infrastructure(std::vector<Estimate>& estimates, int arm, int days) {
  const InfrastructureLayout on = layout();
  const auto names = [](const auto& things) {
    std::vector<std::string> list;
    for (const auto& thing : things) list.push_back(thing.name);
    return list;
  };
  for (const auto& site : on.sites) estimates.push_back({"availability", "", {{"site", site.name}}, 1, 0.0, 200});
  add_load(estimates, "host", names(on.hosts), arm, days);
  add_load(estimates, "link", names(on.links), arm, days);
  add_load(estimates, "trunk", names(on.trunks), arm, days);
  estimates.push_back({"trunk_blocking", "", {{"trunk", "primary"}}, 0.021, 0.004, 200});
  for (const auto& service : on.services) {
    estimates.push_back({"response_time", "", {{"service", service.name}}, 0.21, 0.01, 200});
  }
  estimates.push_back({"calls_dropped", "", {{"cause", "host"}}, 12.4 - 9.0 * arm, 1.1, 200});
}

RunResult run(int days, std::uint64_t replications) {
  const auto width = replications > 1 ? std::optional{1.0} : std::nullopt;
  return {identity(replications), kpis, estimates_of_arm(1, days, false, width), goals};
}

RunResult run_on_grid() {
  RunResult result = run(1, 200);
  add_infrastructure(result.estimates, 0, 1);
  result.infrastructure = layout();
  return result;
}

/// A drill, with a standby and without.
ComparisonResult drill(int days) {
  ComparisonResult result = comparison(days, {"alone", "standby"}, false);
  for (int arm = 0; arm < 2; ++arm) {
    add_infrastructure(result.estimates[static_cast<std::size_t>(arm)], arm, days);
    result.infrastructures.emplace_back(layout());
  }
  result.differences.push_back(
      {"alone", "standby", "availability", {{"host", "sbc_1"}}, 0.0237, 0.021, 0.026, 200, "t", 0.01, Verdict::better});
  result.headlines = {{"service_level", {}}, {"availability", {{"host", "sbc_1"}}}};
  return result;
}

void write(const std::string& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary};
  file << text;
  if (!file.flush()) throw std::runtime_error(path + ": cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: sample_report FOLDER\n";
    return 2;
  }
  const std::string folder = argv[1];
  const auto day = comparison(1, {"fifo", "deadline"}, true);
  const auto week = run(5, 200);
  try {
    write(folder + "/ab_day.html", html_report(day));
    write(folder + "/ab_week.html", html_report(comparison(5, {"fifo", "deadline"}, false)));
    write(folder + "/ab_three_arms.html", html_report(comparison(1, {"fifo", "deadline", "skills"}, false)));
    write(folder + "/run_week.html", html_report(week));
    write(folder + "/run_single_replication.html", html_report(run(1, 1)));
    write(folder + "/run_on_grid.html", html_report(run_on_grid()));
    write(folder + "/ab_drill.html", html_report(drill(3)));
    write(folder + "/ab_day.json", to_json(day));
    write(folder + "/ab_day_intervals.csv", intervals_csv(day));
    write(folder + "/run_week.json", to_json(week));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  std::cout << terminal_table(week, {false, 110}) << '\n' << terminal_table(day, {false, 110});
  return 0;
}
