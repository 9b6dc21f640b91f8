#include "reports/render/baseline_json.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/t_mixture.hpp"

namespace twinline::reports {
namespace {

using Json = nlohmann::ordered_json;
using statistics::RatioPart;

constexpr std::string_view baseline_schema = "twinline.kpi-baseline/1";

/// Counts without a decimal point: files are shorter and read as what they are.
Json shortest(double value) {
  constexpr double exact_below = 9007199254740992.0;  // 2^53
  if (!std::isfinite(value)) return nullptr;
  const bool is_whole = std::abs(value) < exact_below && std::trunc(value) == value;
  return is_whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

std::vector<double> each(const std::vector<RatioPart>& parts, double RatioPart::*member) {
  std::vector<double> values;
  for (const RatioPart& part : parts) values.push_back(part.*member);
  return values;
}

Json numbers(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double value : values) list.push_back(shortest(value));
  return list;
}

Json kpi_object(const BaselineKpi& kpi) {
  const std::vector<double> numerators = each(kpi.parts, &RatioPart::numerator);
  const std::vector<double> denominators = each(kpi.parts, &RatioPart::denominator);
  const statistics::Interval interval = statistics::ratio_interval({numerators, denominators});
  return {{"name", kpi.name},
          {"mean", shortest(interval.estimate)},
          {"half_width", interval.half_width ? shortest(*interval.half_width) : Json(nullptr)},
          {"numerators", numbers(numerators)},
          {"denominators", numbers(denominators)}};
}

Json words(const std::map<std::string, std::string>& values) {
  Json object = Json::object();
  for (const auto& [key, value] : values) object[key] = value;
  return object;
}

Json baseline_arm_object(const BaselineArm& arm) {
  Json object{{"name", arm.name},
              {"hash", arm.hash},
              {"policies", words(arm.policies)},
              {"fingerprints", words(arm.fingerprints)}};
  object["kpis"] = Json::array();
  for (const BaselineKpi& kpi : arm.kpis) object["kpis"].push_back(kpi_object(kpi));
  return object;
}

std::string one_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// Numbers fill lines; everything else has a line of its own.
std::string number_lines(const Json& list, const std::string& indent) {
  constexpr std::size_t longest_line = 120;
  std::string text = "[", line;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string word = one_line(list[i]) + (i + 1 < list.size() ? "," : "");
    if (!line.empty() && indent.size() + line.size() + word.size() >= longest_line) {
      text += '\n' + indent + line;
      line.clear();
    }
    line += word;
  }
  return text + '\n' + indent + line + "]";
}

std::string laid_out(const Json& json, const std::string& indent) {
  if (!json.is_structured() || json.empty()) return one_line(json);
  const std::string inner = indent + ' ';
  if (json.is_array() && std::all_of(json.begin(), json.end(), [](const Json& item) { return item.is_primitive(); })) {
    return number_lines(json, inner);
  }
  std::string text{json.is_array() ? '[' : '{'};
  for (auto item = json.begin(); item != json.end(); ++item) {
    text += (item == json.begin() ? "\n" : ",\n") + inner;
    if (json.is_object()) text += one_line(Json(item.key())) + ": ";
    text += laid_out(item.value(), inner);
  }
  return text + '\n' + indent + (json.is_array() ? ']' : '}');
}

std::vector<double> read_numbers(const JsonReader& found, std::uint64_t expected) {
  std::vector<double> values;
  for (const JsonReader& item : found.items()) values.push_back(item.number());
  if (values.size() != expected) {
    throw BaselineError(fmt::format("{}: {} has {} values; expected {}, one of each replication", found.file,
                                    found.path, values.size(), expected));
  }
  return values;
}

BaselineKpi read_kpi(const JsonReader& found, std::uint64_t replications) {
  BaselineKpi kpi{found.at("name").text(), {}};
  const auto numerators = read_numbers(found.at("numerators"), replications);
  const auto denominators = read_numbers(found.at("denominators"), replications);
  for (std::size_t i = 0; i < numerators.size(); ++i) kpi.parts.push_back({numerators[i], denominators[i]});
  return kpi;
}

BaselineArm read_arm(const JsonReader& found, std::uint64_t replications) {
  BaselineArm arm{found.at("name").text(),
                  found.at("hash").text(),
                  found.at("fingerprints").texts(),
                  found.at("policies").texts(),
                  {}};
  for (const JsonReader& kpi : found.at("kpis").items()) arm.kpis.push_back(read_kpi(kpi, replications));
  return arm;
}

}  // namespace

std::string to_json(const Baseline& baseline) {
  Json json{{"schema", baseline_schema},
            {"scenario", baseline.scenario},
            {"model_version", baseline.model_version},
            {"seed", baseline.seed},
            {"replications", baseline.replications}};
  json["arms"] = Json::array();
  for (const BaselineArm& arm : baseline.arms) json["arms"].push_back(baseline_arm_object(arm));
  return laid_out(json, "") + '\n';
}

Baseline read_baseline(std::string_view text, const std::string& file) {
  const Json json = parse_json(text, file, "a baseline that kpi-check --update wrote");
  const JsonReader root{json, file};
  root.require_schema(baseline_schema);
  Baseline baseline{root.at("scenario").text(),
                    root.at("model_version").text(),
                    root.at("seed").whole(),
                    root.at("replications").whole(),
                    {}};
  if (baseline.replications < statistics::enough_equal) {
    throw BaselineError(fmt::format("{}: replications is {}; it must be at least {}", file, baseline.replications,
                                    statistics::enough_equal));
  }
  for (const JsonReader& arm : root.at("arms").items()) baseline.arms.push_back(read_arm(arm, baseline.replications));
  return baseline;
}

}  // namespace twinline::reports
