#include "live_bridge/rollout/status_json.hpp"

#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "live_bridge/rollout/canary_bias.hpp"
#include "live_bridge/rollout/kpi_unit.hpp"
#include "reports/manifest/designs.hpp"
#include "reports/manifest/instant.hpp"

namespace twinline::live::rollout {
namespace {

using Json = nlohmann::ordered_json;
using twinline::rollout::ArmStanding;
using twinline::rollout::Figure;
using twinline::rollout::QuestionStanding;
using twinline::rollout::RolloutStanding;

/// JSON has no word for what is not known yet, or bounded by nothing.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(); }

Json unit_json(std::string_view kpi) {
  switch (unit_of(kpi)) {
    case KpiUnit::share: return "share";
    case KpiUnit::seconds: return "seconds";
    case KpiUnit::none: break;
  }
  return {};
}

Json policy_json(const scenarios::PolicyChoice& policy) {
  Json parameters = Json::object();
  for (const ParameterText& parameter : policy.parameters) parameters[parameter.name] = parameter.value;
  return {{"name", policy.name},
          {"version", policy.version},
          {"parameters", parameters},
          {"plugin", policy.build.empty() ? Json() : Json(policy.build)}};
}

Json evidence_json(const manifest::Evidence& evidence) {
  Json findings = Json::array();
  for (const manifest::Finding& finding : evidence.findings) {
    if (!finding.named) continue;  // what the comparison was about; the rest is in the manifest
    findings.push_back({{"kpi", finding.kpi},
                        {"unit", unit_json(finding.kpi)},
                        {"against", finding.against},
                        {"mean", number(finding.mean)},
                        {"low", number(finding.low)},
                        {"high", number(finding.high)},
                        {"verdict", finding.verdict}});
  }
  return {{"scenario", evidence.scenario}, {"replications", evidence.replications}, {"findings", findings}};
}

std::string_view word_of(manifest::Bias bias) {
  switch (bias) {
    case manifest::Bias::negligible: return "unbiased";
    case manifest::Bias::biased: return "biased";
    case manifest::Bias::undecided: break;
  }
  return "undecided";
}

/// Null where nothing was computed.
Json designs_json(const std::optional<manifest::Forecast>& forecast) {
  if (!forecast || !forecast->designs) return {};
  Json ways = Json::array();
  for (const manifest::Design& design : forecast->designs->ways) {
    Json biases = Json::array();
    for (const manifest::DesignBias& bias : design.kpis) {
      biases.push_back({{"kpi", bias.kpi},
                        {"unit", unit_json(bias.kpi)},
                        {"mean", number(bias.mean)},
                        {"low", number(bias.low)},
                        {"high", number(bias.high)},
                        {"verdict", bias.verdict}});
    }
    ways.push_back({{"by", design.by},
                    {"freed_agent", design.freed_agent},
                    {"text", way_in_words(design)},
                    {"verdict", word_of(manifest::bias_of(design))},
                    {"bias", biases}});
  }
  return ways;
}

Json promoted_json(const std::optional<Promoted>& promoted) {
  if (!promoted) return {};
  const manifest::Manifest& read = promoted->read.manifest;
  Json evidence = Json::array();
  for (const manifest::Evidence& each : read.evidence) evidence.push_back(evidence_json(each));
  return {{"policy", policy_json(promoted->policy)},
          {"manifest", promoted->read.sha256},
          {"serial", read.serial},
          {"author", read.author},
          {"signer", promoted->signer},
          {"signed_at", manifest::to_text(read.signed_at)},
          {"expires", manifest::to_text(read.expires)},
          {"evidence", evidence},
          {"designs", designs_json(read.forecast)}};
}

Json figure_json(const Figure& figure) { return {{"value", number(figure.value)}, {"n", figure.n}}; }

Json arm_json(const ArmStanding& arm) {
  return {{"offered", arm.offered},
          {"answered", arm.answered},
          {"abandoned", arm.abandoned},
          {"waiting", arm.waiting},
          {"service_level", figure_json(arm.service_level)},
          {"mean_wait", figure_json(arm.mean_wait)},
          {"aht", figure_json(arm.aht)}};
}

Json question_json(const QuestionStanding& question) {
  return {{"kpi", question.kpi},
          {"unit", unit_json(question.kpi)},
          {"difference", number(question.difference)},
          {"low", number(question.bounds.low)},
          {"high", number(question.bounds.high)},
          {"n", question.n},
          {"limit", number(question.limit)}};
}

Json canary_json(const RolloutStanding& standing) {
  Json questions = Json::array();
  for (const QuestionStanding& question : standing.questions) questions.push_back(question_json(question));
  return {{"arms", {{"incumbent", arm_json(standing.incumbent)}, {"candidate", arm_json(standing.candidate)}}},
          {"differences", questions},
          {"rejections", standing.rejections}};
}

Json shadow_json(const Rollout::ShadowStanding& shadow) {
  return {{"running", shadow.ended.empty()},
          {"ended", shadow.ended},
          {"said", shadow.report ? shadow.report->whole : Json()}};
}

Json bands_json(const std::vector<twinline::rollout::BandStanding>& bands) {
  Json json = Json::array();
  for (const auto& band : bands) {
    json.push_back({{"kpi", band.kpi},
                    {"intervals", band.intervals},
                    {"outside", band.outside},
                    {"evidence", number(band.evidence)},
                    {"needed", number(band.needed)}});
  }
  return json;
}

std::string line_of(const char* arm, const ArmStanding& standing) {
  const std::string level = standing.service_level.n == 0
                                ? "none judged yet"
                                : fmt::format("service level {:.1f} %", 100 * standing.service_level.value);
  return fmt::format("  {}: {} calls, {} answered, {} abandoned, {}", arm, standing.offered, standing.answered,
                     standing.abandoned, level);
}

std::string line_of(const QuestionStanding& question) {
  if (question.n == 0 || std::isnan(question.difference)) return fmt::format("  {}: nothing known yet", question.kpi);
  const std::string bounds = std::isnan(question.bounds.low)
                                 ? "too few to bound it"
                                 : fmt::format("{:.4g} to {:.4g}", question.bounds.low, question.bounds.high);
  return fmt::format("  {}: candidate minus incumbent {:.4g} ({}; n {})", question.kpi, question.difference, bounds,
                     question.n);
}

}  // namespace

Json status_json(const Rollout& rollout) {
  const State& state = rollout.state();
  const auto standing = rollout.standing();
  const auto shadow = rollout.shadow();
  return {{"schema", "twinline.rollout_status/1"},
          {"stage", word_of(state.stage)},
          {"frozen", state.frozen},
          {"deciding", policy_json(state.deciding())},
          {"own", policy_json(state.own)},
          {"in_force", promoted_json(state.in_force)},
          {"candidate", promoted_json(state.candidate)},
          {"can_roll_back", state.candidate || state.former},
          {"shadow", shadow ? shadow_json(*shadow) : Json()},
          {"canary", standing ? canary_json(*standing) : Json()},
          {"reading", rollout.is_reading()},
          {"rollbacks", rollout.rollbacks()},
          {"bands", bands_json(rollout.bands())},
          {"alarm", state.alarm.empty() ? Json() : Json(state.alarm)},
          {"last", state.last}};
}

std::vector<std::string> status_lines(const Rollout& rollout) {
  const State& state = rollout.state();
  std::vector<std::string> lines;
  lines.push_back(fmt::format("stage {}{}", word_of(state.stage), state.frozen ? ", frozen" : ""));
  lines.push_back(fmt::format("in force: {}, {}", in_words(state.incumbent()),
                              state.in_force ? in_words(*state.in_force) : "of the bridge's file"));
  if (state.candidate) {
    lines.push_back(fmt::format("candidate: {}, {}", in_words(state.candidate->policy), in_words(*state.candidate)));
  }
  if (const auto shadow = rollout.shadow()) {
    if (!shadow->report && shadow->ended.empty()) lines.push_back("  shadow: it has said nothing yet");
    if (shadow->report) {
      const std::vector<std::string> said = in_words(*shadow->report);
      lines.insert(lines.end(), said.begin(), said.end());
    }
    if (!shadow->ended.empty()) lines.push_back("  the shadow has ended by itself: " + shadow->ended);
  }
  if (const auto standing = rollout.standing()) {
    lines.push_back(line_of("incumbent", standing->incumbent));
    lines.push_back(line_of("candidate", standing->candidate));
    for (const QuestionStanding& question : standing->questions) lines.push_back(line_of(question));
    lines.push_back(fmt::format("  {} decisions of the candidate were rejected", standing->rejections));
  }
  if (rollout.is_reading()) lines.push_back("  what was seen before the restart is being read from the journal");
  for (const auto& band : rollout.bands()) {
    lines.push_back(fmt::format("  {}: outside its band in {} of {} intervals (evidence {:.3g}, alarm at {:.3g})",
                                band.kpi, band.outside, band.intervals, band.evidence, band.needed));
  }
  if (!state.alarm.empty()) lines.push_back("alarm: " + state.alarm);
  if (!state.last.empty()) lines.push_back("last: " + state.last);
  return lines;
}

}  // namespace twinline::live::rollout
