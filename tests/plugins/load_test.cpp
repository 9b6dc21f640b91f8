// What is loaded and what is refused, and the words for it.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <signal.h>
#include <unistd.h>

#include "scenarios/plugins/plugin.hpp"
#include "scenarios/plugins/trial.hpp"
#include "scenarios/schema/sha256.hpp"
#include "tests/plugins/plugins.hpp"

namespace twinline::plugin_test {
namespace {

using Catch::Contains;
using Catch::Equals;
using scenarios::trial;

std::string refusal_of(const std::string& file) {
  try {
    static_cast<void>(scenarios::load_plugin(file));
  } catch (const scenarios::PluginError& error) {
    return error.what();
  }
  return "loaded";
}

std::string refusal_of_odd(const std::string& way) {
  const Odd odd(way);
  const std::string refusal = refusal_of(odd_policy);
  return refusal.starts_with(odd_policy + ": ") ? refusal.substr(odd_policy.size() + 2) : refusal;
}

}  // namespace

TEST_CASE("plug-in: what it says of itself, and the sum of its bytes") {
  const scenarios::Plugin plugin = scenarios::load_plugin(quick_hands);
  CHECK(plugin.file == quick_hands);
  CHECK(plugin.info().name == "quick_hands");
  CHECK(plugin.info().version == 1);
  std::ifstream file(quick_hands, std::ios::binary);
  CHECK(plugin.sha256 == scenarios::sha256(std::string{std::istreambuf_iterator<char>(file), {}}));
  REQUIRE(plugin.description->routing != nullptr);
  const auto parameters = plugin.description->routing->parameters();
  REQUIRE(parameters.size() == 2);
  CHECK(parameters[0].name == "prior");
  CHECK(parameters[0].default_value == "4 min");
}

TEST_CASE("plug-in: two files are two policies, whatever the loader calls them") {
  CHECK(scenarios::load_plugin(quick_hands).info().name == "quick_hands");
  CHECK(scenarios::load_plugin(odd_policy).info().name == "odd");
}

TEST_CASE("plug-in: files that are none") {
  CHECK_THAT(refusal_of("nowhere.so"), Equals("nowhere.so: cannot be read: No such file or directory"));
  CHECK_THAT(refusal_of("/"), Equals("/: is not a regular file"));
  const std::string source = TWINLINE_SOURCE_DIR "/tests/plugins/lacking.cpp";
  CHECK_THAT(refusal_of(source),
             Contains("lacking.cpp: is no shared object (") && Contains("expected what twinline_add_policy() builds"));
  CHECK_THAT(refusal_of(TWINLINE_UNRELATED),
             Contains("exports no twinline_policy(); TWINLINE_POLICY(…) in one of its sources does"));
  CHECK_THAT(refusal_of(TWINLINE_LACKING),
             Contains("needs 'somebody::forgotten(double)', which neither it nor a library that it names has"));
}

TEST_CASE("plug-in: built for something else") {
  CHECK_THAT(refusal_of_odd("other ABI"),
             Equals("was built for ABI 5 of Twinline's contract; this program has ABI 4: build it again"));
  CHECK_THAT(refusal_of_odd("other compiler"), Contains("was built with [a compiler of its own]; this program with ["));
  CHECK_THAT(refusal_of_odd("other headers"), Contains("was built against other headers of the contract"));
  CHECK_THAT(refusal_of_odd("no kind"), Equals("describes no policy"));
  CHECK_THAT(refusal_of_odd("nothing"), Equals("describes no policy"));
}

TEST_CASE("plug-in: what crashes does so in a child, and is named") {
  CHECK_THAT(refusal_of_odd("crash when loaded"), Equals("crashed: SIGSEGV (Segmentation fault)"));
  CHECK_THAT(refusal_of_odd("abort when asked"), Equals("crashed: SIGABRT (Aborted)"));
  CHECK_THAT(refusal_of_odd("exit when loaded"), Equals("ended the process with exit code 0"));
  CHECK_THAT(refusal_of_odd("throw when asked"), Equals("threw an exception: ask me later"));
}

TEST_CASE("trial: what the attempt returns is told, and nothing that it does stays") {
  int touched = 0;
  CHECK(trial([&] {
          touched = 1;
          return std::string{};
        }).empty());
  CHECK(touched == 0);
  const std::string long_text(200'000, 'x');
  CHECK(trial([&] { return long_text; }) == long_text);
  CHECK(trial([]() -> std::string { throw 1; }) == "threw something that is no std::exception");
}

TEST_CASE("trial: who never returns is ended") {
  const auto sleep_on = []() -> std::string {
    for (;;) pause();
  };
  CHECK(trial(sleep_on, 20ms) == "did not return within 20 ms");
}

}  // namespace twinline::plugin_test
