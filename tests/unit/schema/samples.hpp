// What the tests of the loader share: a menu of policies, folders, and scenarios from text.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include <unistd.h>

#include "scenarios/schema/load.hpp"
#include "tests/project_files.hpp"
#include "tests/small_centre.hpp"

namespace twinline::scenarios::samples {

using tests::changed;
using tests::library_files;
using tests::project;

struct OverflowParams {
  Duration overflow_after = 60s;
  static constexpr auto schema = fields(
      field("overflow_after", &OverflowParams::overflow_after, at_least(0s), "When a call may leave its home group."));
};

struct AgeingParams {
  Duration credit_per_level = 90s;
  static constexpr auto schema = fields(
      field("credit_per_level", &AgeingParams::credit_per_level, at_least(0s), "Waiting time that a level is worth."));
};

struct NoParams {
  static constexpr auto schema = fields();
};

template <class Params>
PolicyDescription described(std::string name) {
  return {std::move(name), 1, "A policy of the tests.", describe<Params>(Params::schema),
          [](const std::vector<ParameterText>& given, std::vector<ParameterProblem>& problems) {
            read_parameters<Params>(Params::schema, given, problems);
          }};
}

inline PolicyMenu menu() {
  PolicyMenu menu;
  for (const char* name :
       {"random", "longest_idle_agent", "round_robin", "least_occupied", "most_skilled_first", "least_skilled_first"}) {
    menu.routing.push_back(described<NoParams>(name));
  }
  menu.routing.push_back(described<OverflowParams>("skill_priority"));
  menu.routing.push_back(described<AgeingParams>("priority_ageing"));
  menu.staffing.push_back(described<NoParams>("fixed"));
  menu.ivr.push_back(described<NoParams>("straight"));
  return menu;
}

/// A folder of its own for each test, gone at its end.
class Folder {
 public:
  Folder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("twinline-schema-test-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The problems, one a line, the folder left out of the file names.
inline std::string told(const Loaded& loaded, const Folder& folder) {
  std::string text;
  for (const Problem& problem : loaded.problems) text += to_string(problem) + "\n";
  const std::string prefix = folder.path().string() + "/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
    text.erase(at, prefix.size());
  return text;
}

/// A small scenario without fault; tests change a line of it.
inline const std::string sound = "twinline: 1\n" + tests::small_centre;

inline Loaded load_text(const std::string& text) {
  const Folder folder;
  return load(folder.write("s.yaml", text), menu());
}

/// What is told of a text, as "s.yaml:line:column: …" lines.
inline std::string told_of(const std::string& text) {
  const Folder folder;
  return told(load(folder.write("s.yaml", text), menu()), folder);
}

}  // namespace twinline::scenarios::samples
