// The program behind scripts/validate:
//   validate --list                  name, scenario hash and model version of each experiment, one a line
//   validate --full|--reduced NAME   runs one and prints its result as JSON; exit status 1 when a row does not hold
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>

#include <nlohmann/json.hpp>

#include "sim/kernel/model_version.hpp"
#include "tests/laws/coverage.hpp"
#include "tests/laws/experiments.hpp"
#include "tests/laws/lab_experiments.hpp"
#include "tests/laws/library.hpp"

using namespace twinline;
using namespace twinline::laws;

namespace {

constexpr int holds = 0, does_not_hold = 1, bad_usage = 2;

/// What is drawn has no scenario and no hash of one.
std::string scenario_hash(const LabExperiment& experiment) {
  const std::string path{experiment.scenario};
  return path.empty() ? "none" : library_model(path)->scenario().hash;
}

std::vector<LabExperiment> experiments_on_the_lab() {
  const auto drawn = lab_experiments();
  std::vector<LabExperiment> all(drawn.begin(), drawn.end());
  const auto of_coverage = coverage_experiments();
  all.insert(all.end(), of_coverage.begin(), of_coverage.end());
  return all;
}

int list() {
  for (const Experiment& experiment : experiments()) {
    std::printf("%s %s %u\n", std::string{experiment.name}.c_str(), scenario_hash(experiment).c_str(),
                unsigned{sim::model_version});
  }
  for (const LabExperiment& experiment : experiments_on_the_lab()) {
    std::printf("%s %s %u\n", std::string{experiment.name}.c_str(), scenario_hash(experiment).c_str(),
                unsigned{sim::model_version});
  }
  return holds;
}

nlohmann::ordered_json to_json(const Result& result) {
  const Experiment& experiment = *result.experiment;
  nlohmann::ordered_json json;
  json["name"] = experiment.name;
  json["title"] = experiment.title;
  json["scenario"] = "scenarios/library/" + std::string{experiment.scenario} +
                     (experiment.arm.empty() ? "" : ", arm " + std::string{experiment.arm});
  json["scenario_hash"] = result.scenario_hash;
  json["model_version"] = sim::model_version;
  json["replications"] = result.replications;
  json["rows"] = nlohmann::ordered_json::array();
  for (const Row& row : result.rows) {
    json["rows"].push_back({{"quantity", row.quantity->name},
                            {"expected", row.quantity->expected.value},
                            {"source", row.quantity->source},
                            {"measured", row.measured},
                            {"half_width", row.half_width},
                            {"criterion", row.criterion},
                            {"passed", row.passed}});
  }
  return json;
}

int conduct_and_print(const LabExperiment& experiment, Size size) {
  nlohmann::ordered_json json;
  json["name"] = experiment.name;
  json["title"] = experiment.title;
  json["scenario"] = experiment.subject;
  if (!experiment.scenario.empty()) {
    json["scenario"] = "scenarios/library/" + std::string{experiment.scenario} + ", " + std::string{experiment.subject};
  }
  json["scenario_hash"] = scenario_hash(experiment);
  json["model_version"] = sim::model_version;
  json["replications"] = size == Size::full ? experiment.full : experiment.reduced;
  json["rows"] = nlohmann::ordered_json::array();
  bool all_passed = true;
  for (const LabRow& row : conduct(experiment, size)) {
    all_passed = all_passed && row.passed;
    json["rows"].push_back({{"quantity", row.quantity},
                            {"expected", row.expected},
                            {"source", row.source},
                            {"measured", row.measured},
                            {"half_width", row.half_width > 0 ? nlohmann::ordered_json(row.half_width) : nullptr},
                            {"criterion", row.criterion},
                            {"passed", row.passed}});
  }
  std::printf("%s\n", json.dump(2).c_str());
  return all_passed ? holds : does_not_hold;
}

int conduct_and_print(const std::string& name, Size size) {
  const auto of_the_lab = experiments_on_the_lab();
  const auto lab_named =
      std::find_if(of_the_lab.begin(), of_the_lab.end(), [&](const LabExperiment& one) { return one.name == name; });
  if (lab_named != of_the_lab.end()) return conduct_and_print(*lab_named, size);
  const auto all = experiments();
  const auto named = std::find_if(all.begin(), all.end(), [&](const Experiment& one) { return one.name == name; });
  if (named == all.end()) {
    std::fprintf(stderr, "validate: there is no experiment '%s'; validate --list names them\n", name.c_str());
    return bad_usage;
  }
  const Result result = conduct(*named, size, size == Size::full ? named->full : named->reduced);
  std::printf("%s\n", to_json(result).dump(2).c_str());
  return result.passed() ? holds : does_not_hold;
}

}  // namespace

int main(int count, char** values) try {
  const std::string what = count > 1 ? values[1] : "";
  if (count == 2 && what == "--list") return list();
  if (count == 3 && what == "--full") return conduct_and_print(values[2], Size::full);
  if (count == 3 && what == "--reduced") return conduct_and_print(values[2], Size::reduced);
  std::fprintf(stderr, "usage: validate --list | --full NAME | --reduced NAME\n");
  return bad_usage;
} catch (const std::exception& error) {
  std::fprintf(stderr, "validate: %s\n", error.what());
  return bad_usage;
}
