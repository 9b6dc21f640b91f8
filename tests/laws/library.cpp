#include "tests/laws/library.hpp"

#include <filesystem>
#include <stdexcept>

#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/load.hpp"
#include "tests/project_files.hpp"

namespace twinline::laws {
namespace {

const std::filesystem::path library = tests::project() / "scenarios/library";

std::unique_ptr<const sim::Model> model_of(scenarios::Loaded loaded, const std::string& path) {
  if (!loaded.scenario) {
    std::string message = path + " does not load";
    for (const scenarios::Problem& problem : loaded.problems) message += "\n" + to_string(problem);
    throw std::runtime_error(message);
  }
  return std::make_unique<const sim::Model>(std::move(*loaded.scenario));
}

}  // namespace

std::vector<std::string> library_paths() {
  std::vector<std::string> paths;
  for (const auto& file : tests::fast_library_files())
    paths.push_back(file.lexically_relative(library).generic_string());
  return paths;
}

std::unique_ptr<const sim::Model> library_model(const std::string& path, const scenarios::Overlays& overlays) {
  return model_of(scenarios::load(library / path, scenarios::policy_menu(), overlays), path);
}

std::unique_ptr<const sim::Model> library_model_as_arm(const std::string& path, const std::string& arm) {
  return model_of(scenarios::load_arm(library / path, scenarios::policy_menu(), arm), path);
}

std::unique_ptr<const sim::Model> shortened_library_model(const std::string& path) {
  auto model = library_model(path);
  const bool is_steady_state = model->scenario().horizon.warm_up > Duration{0};
  return is_steady_state ? library_model(path, {{"horizon.duration", "24 h"}}) : std::move(model);
}

}  // namespace twinline::laws
