#include "live_bridge/desk/directory.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "live_bridge/desk/secrets.hpp"
#include "tests/unit/desk/sample_board.hpp"

namespace twinline::live::desk {
namespace {

TEST_CASE("accounts are found by user and by agent") {
  const Directory directory{samples::settings(), samples::centre()};
  CHECK(directory.account("bert")->agent == AgentIndex{1});
  CHECK(directory.account(AgentIndex{2})->user == "carla");
  CHECK(directory.account("dora") == nullptr);
  CHECK(directory.account("") == nullptr);
  CHECK(directory.account(AgentIndex{3}) == nullptr);
  CHECK(directory.account(AgentIndex{}) == nullptr);
}

TEST_CASE("password files are read, and all that are bad are named at once") {
  const auto folder = std::filesystem::temp_directory_path() / ("desk_directory_" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const std::string good = folder / "good", plain = folder / "plain", missing = folder / "missing";
  std::ofstream{good} << hashed("a") << '\n';
  std::ofstream{plain} << "a\n";

  auto settings = samples::settings();
  settings.agents[0].desk_password_file = good;
  CHECK(is_password("a", Directory(settings, samples::centre()).account("anna")->password_hash));

  settings.agents[1].desk_password_file = plain;
  settings.agents[2].desk_password_file = missing;
  CHECK_THROWS_WITH(Directory(settings, samples::centre()),
                    plain +
                        ":1:1: no password hash for bert; expected the line that `twinline-bridge password` writes\n" +
                        missing + ": the desk password file of carla cannot be read");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace twinline::live::desk
