// The program behind the suite `fuzz` and its stage of scripts/validate:
//   fuzz [--seconds N] [--seed N] [--folder DIR] [--refusals]
//   fuzz FILE…
// The first tries the kept corpus, then for half of the time each mutated scenarios and generated ones, the same for a
// seed; texts that fail are kept in DIR. --refusals says on stderr why generated scenarios did not load. The second
// tries these files alone. Ends with "N passed, N failed"; exit status 1 when anything failed.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "scenarios/menu/policy_menus.hpp"
#include "tests/fuzz/generated_scenario.hpp"
#include "tests/fuzz/guarded_trials.hpp"
#include "tests/fuzz/mutated_text.hpp"
#include "tests/fuzz/without_faults.hpp"
#include "tests/project_files.hpp"

using namespace twinline;
using namespace twinline::fuzz;

namespace {

/// A generator whose scenarios do not load tests nothing but messages.
constexpr double least_share_loaded = 0.5;
constexpr std::uint64_t many = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t most_facts_generated = 60'000, most_facts_mutated = 4'000;

struct Settings {
  double seconds = 50;
  std::uint64_t seed = 1;
  std::filesystem::path folder = "build/fuzz";
  bool tells_refusals = false;
  std::vector<std::filesystem::path> files;
};

Settings settings_of(const std::vector<std::string>& words) {
  Settings settings;
  for (std::size_t position = 0; position < words.size(); ++position) {
    const std::string& word = words[position];
    const auto value = [&] {
      if (position + 1 == words.size()) throw std::invalid_argument(word + " wants a value");
      return words[++position];
    };
    if (word == "--seconds") {
      settings.seconds = std::stod(value());
    } else if (word == "--seed") {
      settings.seed = std::stoull(value());
    } else if (word == "--folder") {
      settings.folder = value();
    } else if (word == "--refusals") {
      settings.tells_refusals = true;
    } else if (word.starts_with("--")) {
      throw std::invalid_argument("unknown option " + word);
    } else {
      settings.files.emplace_back(word);
    }
  }
  return settings;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::invalid_argument("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> corpus_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(tests::project() / "tests/fuzz/corpus"))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// What scenarios of the library name lies beside them: it must lie beside the mutated ones too.
void copy_companions(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const auto& entry : std::filesystem::directory_iterator(tests::project() / "scenarios/library")) {
    if (!entry.is_regular_file() || entry.path().extension() == ".yaml") continue;
    std::filesystem::copy_file(entry.path(), folder / entry.path().filename(),
                               std::filesystem::copy_options::overwrite_existing);
  }
}

bool held(const Campaign& campaign, const Tally& tally) {
  fmt::print("{}: {} texts, {} loaded, {} failed, {:.0f} facts; {:.0f} texts a second\n", campaign.name, tally.trials,
             tally.loaded, tally.failed, static_cast<double>(tally.facts),
             static_cast<double>(tally.trials) / std::max(tally.seconds, 1e-3));
  return tally.failed == 0 && tally.trials > 0;
}

bool files_hold(const Settings& settings, std::string name, const std::vector<std::filesystem::path>& files) {
  std::vector<std::string> texts;
  for (const auto& file : files) texts.push_back(read(file));
  const Campaign campaign{std::move(name), [&](std::uint64_t trial) { return texts[trial]; }, texts.size(), 1e9,
                          most_facts_generated};
  return held(campaign, run_guarded(campaign, settings.folder, [&](const std::string& problem) {
                if (settings.tells_refusals) fmt::print(stderr, "{}\n", problem);
              }));
}

bool mutated_hold(const Settings& settings) {
  std::vector<std::string> texts;
  for (const auto& file : tests::library_files()) texts.push_back(read(file));
  for (const auto& file : corpus_files()) texts.push_back(read(file));
  const auto text = [&](std::uint64_t trial) {
    tests::Dice dice(settings.seed, trial);
    return mutated_text(dice.one_of(texts), texts, dice);
  };
  const Campaign campaign{"mutated", text, many, settings.seconds / 2, most_facts_mutated};
  return held(campaign, run_guarded(campaign, settings.folder, [](const std::string&) {}));
}

bool generated_hold(const Settings& settings) {
  const scenarios::PolicyMenu menu = scenarios::policy_menu();
  const auto text = [&](std::uint64_t trial) {
    tests::Dice dice(settings.seed, trial);
    return without_faults(generated_scenario(dice, menu), settings.folder / "generated.yaml", menu);
  };
  const Campaign campaign{"generated", text, many, settings.seconds / 2, most_facts_generated};
  const Tally tally = run_guarded(campaign, settings.folder, [&](const std::string& problem) {
    if (settings.tells_refusals) fmt::print(stderr, "{}\n", problem);
  });
  const bool enough_load = static_cast<double>(tally.loaded) >= least_share_loaded * static_cast<double>(tally.trials);
  if (!enough_load) fmt::print("generated: fewer than half of the scenarios load\n");
  return held(campaign, tally) && enough_load;
}

}  // namespace

int main(int count, char** words) {
  try {
    const Settings settings = settings_of({words + 1, words + count});
    copy_companions(settings.folder);
    std::vector<bool> results;
    if (!settings.files.empty()) {
      results = {files_hold(settings, "files", settings.files)};
    } else {
      results = {files_hold(settings, "corpus", corpus_files()), mutated_hold(settings), generated_hold(settings)};
    }
    const auto failed = std::count(results.begin(), results.end(), false);
    fmt::print("{} passed, {} failed\n", results.size() - static_cast<std::size_t>(failed), failed);
    return failed == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "fuzz: {}\n", error.what());
    return 2;
  }
}
