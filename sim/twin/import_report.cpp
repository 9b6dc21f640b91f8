#include "sim/twin/import_report.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/twin/site_clock.hpp"

namespace twinline::twin {
namespace {

constexpr std::size_t problems_kept = 10;

using Json = nlohmann::ordered_json;

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json durations_json(const DurationDistribution& durations) {
  return {{"n", durations.count()},
          {"mean", or_null(durations.mean())},
          {"sd", or_null(durations.standard_deviation())},
          {"median", or_null(durations.median())},
          {"p90", or_null(durations.quantile(0.9))},
          {"longest", or_null(durations.longest())}};
}

std::optional<double> share_waiting(const DurationDistribution& wait) {
  const auto at_once = wait.share_below(Milliseconds{1});
  return at_once ? std::optional(1 - *at_once) : std::nullopt;
}

Json outcomes_json(const OutcomeCounts& counts) {
  Json json = Json::object();
  for (std::size_t i = 0; i < counts.size(); ++i) json[std::string(scenarios::logged_outcome_names[i])] = counts[i];
  return json;
}

std::string number(const std::optional<double>& value, int decimals) {
  return value ? fmt::format("{:.{}f}", *value, decimals) : "–";
}

std::string percent(const std::optional<double>& share) { return share ? fmt::format("{:.1f} %", *share * 100) : "–"; }

std::string name_of_type(const std::string& type) { return type.empty() ? "(none)" : type; }

std::string outcome_lines(const ImportReport& report) {
  std::string text = fmt::format("\n{:<12}", "type");
  for (const std::string_view name : scenarios::logged_outcome_names) text += fmt::format(" {:>10}", name);
  const auto line = [&](const std::string& name, const OutcomeCounts& counts) {
    text += fmt::format("\n{:<12}", name);
    for (const std::uint64_t count : counts) text += fmt::format(" {:>10}", count);
  };
  for (const auto& [type, counts] : report.outcomes_by_type) line(name_of_type(type), counts);
  line("total", report.outcomes);
  return text + '\n';
}

std::string duration_lines(const ImportReport& report) {
  std::string text =
      fmt::format("\n{:<22} {:>8} {:>9} {:>9} {:>9} {:>9}\n", "seconds", "n", "mean", "sd", "median", "p90");
  const auto line = [&](const std::string& name, const DurationDistribution& durations) {
    text += fmt::format("{:<22} {:>8} {:>9} {:>9} {:>9} {:>9}\n", name, durations.count(), number(durations.mean(), 1),
                        number(durations.standard_deviation(), 1), number(durations.median(), 1),
                        number(durations.quantile(0.9), 1));
  };
  line("service", report.service_time);
  for (const auto& [type, durations] : report.service_time_by_type) line("  " + name_of_type(type), durations);
  line("wait", report.wait);
  line("  answered", report.wait_of_answered);
  line("  abandoned", report.wait_of_abandoned);
  line("voice response (VRU)", report.vru_time);
  text +=
      fmt::format("logarithm of service: mean {}, sd {}; services under 10 s: {}\n",
                  number(report.service_time.log_mean(), 3), number(report.service_time.log_standard_deviation(), 3),
                  percent(report.service_time.share_below(std::chrono::seconds{10})));
  text += fmt::format("calls that waited: {}; abandoned without waiting: {}\n", percent(share_waiting(report.wait)),
                      report.abandoned_without_waiting);
  return text;
}

std::string flag_lines(const ImportReport& report) {
  std::string text;
  for (std::size_t i = 0; i < report.flags.size(); ++i) {
    if (report.flags[i] > 0) text += fmt::format("  {:<28} {:>8}\n", call_flag_names[i], report.flags[i]);
  }
  return text.empty() ? text : "\nkept and flagged\n" + text;
}

std::string bad_field_lines(const ImportReport& report) {
  std::string text;
  for (const auto& [kind, fields] : report.bad_fields) {
    text += fmt::format("  {} ({})\n", kind, fields.count);
    for (const Problem& problem : fields.first) text += fmt::format("    {}\n", to_string(problem));
    if (fields.count > fields.first.size()) {
      text += fmt::format("    and {} more\n", fields.count - fields.first.size());
    }
  }
  return text.empty() ? text : fmt::format("\nbad rows, not in the table: {}\n{}", report.info.bad_rows, text);
}

}  // namespace

void ImportReport::add(const CallRecord& call) {
  ++info.rows;
  ++outcomes[static_cast<std::size_t>(call.outcome)];
  ++outcomes_by_type[call.type][static_cast<std::size_t>(call.outcome)];
  for (std::size_t i = 0; i < flags.size(); ++i) flags[i] += call.flags.has(static_cast<CallFlag>(i)) ? 1 : 0;
  if (!call.agent.empty()) agents.insert(call.agent);
  if (!first_arrival || call.arrival < *first_arrival) first_arrival = call.arrival;
  if (!last_arrival || call.arrival > *last_arrival) last_arrival = call.arrival;
  if (counts_in_service_statistics(call)) {
    service_time.add(*call.service_time);
    service_time_by_type[call.type].add(*call.service_time);
  }
  if (counts_in_vru_statistics(call)) vru_time.add(*call.vru_time);
  if (!counts_in_kpis(call)) return;
  if (call.wait) wait.add(*call.wait);
  if (call.wait && call.outcome == LoggedOutcome::answered) wait_of_answered.add(*call.wait);
  if (call.outcome == LoggedOutcome::abandoned) {
    if (call.wait) wait_of_abandoned.add(*call.wait);
    const bool waited_zero = call.wait && *call.wait == Milliseconds{0};
    if (waited_zero || call.flags.has(CallFlag::left_before_queue)) ++abandoned_without_waiting;
  }
}

void ImportReport::add_bad_field(std::string_view kind, Problem problem) {
  BadFields& fields = bad_fields[std::string(kind)];
  ++fields.count;
  if (fields.first.size() < problems_kept) fields.first.push_back(std::move(problem));
}

ImportReport report_of_call_table(const std::filesystem::path& path) {
  ImportReport report;
  read_call_table(
      path,
      [&](const CallTableInfo& info) {
        report.info = info;
        report.info.rows = 0;
      },
      [&](const CallRecord& call) { report.add(call); });
  return report;
}

std::string to_text(const ImportReport& report) {
  const SiteClock clock(report.info.time_zone);
  const CallTableInfo& info = report.info;
  std::string text =
      fmt::format("{}: {} calls, {} bad rows ({})\n", info.source, info.rows, info.bad_rows, info.importer);
  if (report.first_arrival) {
    text += fmt::format("arrivals from {} to {} ({})\n", clock.iso8601(*report.first_arrival),
                        clock.iso8601(*report.last_arrival), info.time_zone);
  }
  text += fmt::format("{} agents by name\n", report.agents.size());
  return text + outcome_lines(report) + duration_lines(report) + flag_lines(report) + bad_field_lines(report);
}

std::string to_json(const ImportReport& report) {
  const SiteClock clock(report.info.time_zone);
  Json json;
  json["schema"] = "twinline.import/1";
  json["source"] = {{"name", report.info.source},
                    {"sha256", report.info.source_sha256},
                    {"importer", report.info.importer},
                    {"time_zone", report.info.time_zone}};
  json["calls"] = report.info.rows;
  json["bad_rows"] = report.info.bad_rows;
  json["outcomes"] = outcomes_json(report.outcomes);
  json["outcomes_by_type"] = Json::object();
  for (const auto& [type, counts] : report.outcomes_by_type) json["outcomes_by_type"][type] = outcomes_json(counts);
  json["abandoned_without_waiting"] = report.abandoned_without_waiting;
  json["agents"] = report.agents.size();
  json["first_arrival"] = report.first_arrival ? Json(clock.iso8601(*report.first_arrival)) : Json(nullptr);
  json["last_arrival"] = report.last_arrival ? Json(clock.iso8601(*report.last_arrival)) : Json(nullptr);
  json["flags"] = Json::object();
  for (std::size_t i = 0; i < report.flags.size(); ++i)
    json["flags"][std::string(call_flag_names[i])] = report.flags[i];
  json["service_time"] = durations_json(report.service_time);
  json["service_time"]["log_mean"] = or_null(report.service_time.log_mean());
  json["service_time"]["log_sd"] = or_null(report.service_time.log_standard_deviation());
  json["service_time"]["share_under_10_s"] = or_null(report.service_time.share_below(std::chrono::seconds{10}));
  json["service_time_by_type"] = Json::object();
  for (const auto& [type, durations] : report.service_time_by_type) {
    json["service_time_by_type"][type] = durations_json(durations);
  }
  json["wait"] = durations_json(report.wait);
  json["wait"]["share_above_0"] = or_null(share_waiting(report.wait));
  json["wait_of_answered"] = durations_json(report.wait_of_answered);
  json["wait_of_abandoned"] = durations_json(report.wait_of_abandoned);
  json["vru_time"] = durations_json(report.vru_time);
  json["bad_fields"] = Json::array();
  for (const auto& [kind, fields] : report.bad_fields) {
    Json first = Json::array();
    for (const Problem& problem : fields.first) {
      first.push_back({{"line", problem.line}, {"column", problem.column}, {"problem", problem.message}});
    }
    json["bad_fields"].push_back({{"kind", kind}, {"count", fields.count}, {"first", std::move(first)}});
  }
  // Problem texts show bytes that are not UTF-8 as \xNN already; type names have been checked.
  return json.dump(2) + '\n';
}

}  // namespace twinline::twin
