#include <cstdio>
#include <exception>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/explain/call_story.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/manifest/policies_code.hpp"
#include "sim/lab/counterfactual.hpp"
#include "sim/lab/replay.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/options.hpp"
#include "sim/main/scenario_input.hpp"

namespace twinline::cli {
namespace {

nlohmann::ordered_json as_json(const std::vector<journal::PolicyIdentity>& policies) {
  auto list = nlohmann::ordered_json::array();
  for (const journal::PolicyIdentity& policy : policies) {
    auto parameters = nlohmann::ordered_json::object();
    for (const ParameterText& parameter : policy.parameters) parameters[parameter.name] = parameter.value;
    list.push_back({{"name", policy.name},
                    {"version", policy.version},
                    {"parameters", parameters},
                    {"code", manifest::code_of(policy.build)}});
  }
  return list;
}

nlohmann::ordered_json as_json(const sim::ReplayedJournal& journal) {
  return {{"scenario", {{"name", journal.scenario_name}, {"hash", journal.scenario_hash}}},
          {"world_start", journal.world_start},
          {"first", {{"entry", journal.first}, {"at_seconds", in_seconds(journal.first_at - world_start)}}},
          {"last", {{"entry", journal.last}, {"at_seconds", in_seconds(journal.last_at - world_start)}}}};
}

nlohmann::ordered_json as_json(const sim::ReplayResult& result) {
  const sim::ReplayedJournal& journal = result.journal;
  nlohmann::ordered_json json{
      {"schema", "twinline.replay/1"},
      {"journal", as_json(journal)},
      {"policies",
       {{"routing", as_json(journal.routing)}, {"staffing", as_json(journal.staffing)}, {"ivr", as_json(journal.ivr)}}},
      {"entries", result.entries},
      {"decisions", result.decisions},
      {"equal", !result.difference.has_value()},
      {"warnings", result.warnings}};
  if (result.difference) {
    json["difference"] = {{"entry", result.difference->entry},
                          {"at_seconds", in_seconds(result.difference->at - world_start)},
                          {"what", result.difference->what},
                          {"journal", result.difference->expected},
                          {"replayed", result.difference->found}};
  }
  return json;
}

nlohmann::ordered_json as_json(const sim::CounterfactualResult& result, const std::string& policy) {
  auto examples = nlohmann::ordered_json::array();
  for (const sim::Disagreement& disagreement : result.first) {
    examples.push_back({{"entry", disagreement.entry},
                        {"at_seconds", in_seconds(disagreement.at - world_start)},
                        {"journal", disagreement.recorded},
                        {"other", disagreement.other}});
  }
  return {{"schema", "twinline.counterfactual/1"},
          {"policy", policy},
          {"entries", result.entries},
          {"occasions", result.occasions},
          {"disagreements", result.disagreements},
          {"first", examples},
          {"warnings", result.warnings}};
}

int counterfactual(const ReplayOptions& options) {
  const auto policy = policy_of(options.policy, options.policy, "--policy");
  if (!policy) return bad_input;
  const sim::CounterfactualResult result = sim::counterfactual(options.journal, *policy);
  for (const std::string& warning : result.warnings) fmt::print(stderr, "warning: {}\n", warning);
  if (options.json) {
    fmt::print("{}\n", as_json(result, options.policy).dump(2));
    return fine;
  }
  fmt::print("{}: asked {} times, {} would have decided otherwise {} times\n", options.journal, result.occasions,
             options.policy, result.disagreements);
  for (const sim::Disagreement& disagreement : result.first) {
    fmt::print("  entry {} at {:.9f} s\n    journal: {}\n    other:   {}\n", disagreement.entry,
               in_seconds(disagreement.at - world_start), disagreement.recorded, disagreement.other);
  }
  fmt::print("{}\n", reports::counterfactual_limits);
  return fine;
}

}  // namespace

int replay(const ReplayOptions& options) try {
  if (!options.policy.empty()) return counterfactual(options);
  const sim::ReplayResult result = sim::replay(options.journal, options.segment);
  for (const std::string& warning : result.warnings) fmt::print(stderr, "warning: {}\n", warning);
  if (options.json) {
    fmt::print("{}\n", as_json(result).dump(2));
  } else if (result.difference) {
    const sim::ReplayDifference& difference = *result.difference;
    fmt::print("{}: entry {} at {:.9f} s differs in its {}\n  journal:  {}\n  replayed: {}\n", options.journal,
               difference.entry, in_seconds(difference.at - world_start), difference.what, difference.expected,
               difference.found);
  } else {
    fmt::print("{}: {} facts and {} decisions replayed, all equal\n", options.journal, result.entries,
               result.decisions);
  }
  return result.difference ? failed : fine;
} catch (const journal::JournalError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::exception& error) {
  fmt::print(stderr, "{}: {}\n", options.journal, error.what());
  return bad_input;
}

}  // namespace twinline::cli
