#include "live_bridge/recording/archivist.hpp"

#include <chrono>
#include <fstream>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/unit/recording/capture_sample.hpp"

namespace twinline::live::recording {
namespace {

using namespace samples;

const std::string live_call = "00000000000000ab", dead_call = "00000000000000cd", done_call = "00000000000000ef";

void capture(const std::filesystem::path& spool, const std::string& name, bool finished) {
  CaptureText text;
  text.say(0, 4000, 0, '\x2a');
  text.write(spool / "pcaps" / (name + ".pcap"));
  std::filesystem::create_directories(spool / "metadata");
  if (finished) std::ofstream(spool / "metadata" / ("rtpengine-meta-" + name + ".txt")) << "twinline kind=talk\n";
}

template <class Fits>
bool comes_true(const Fits& fits) {
  for (int step = 0; step < 300; ++step) {
    if (fits()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return false;
}

TEST_CASE(
    "the archivist takes in what is finished at once, what nobody goes on with later, and what is live not at all") {
  const store_test::Folder folder;
  scenarios::RecordingSettings settings;
  settings.spool_folder = (folder / "spool").string();
  settings.archive_folder = (folder / "archive").string();
  settings.key_file = (folder / "keys").string();
  settings.keep = Duration{std::chrono::hours{24 * 365 * 100}};  // the sample was recorded long ago, or will be
  capture(folder / "spool", done_call + "-1f", true);
  capture(folder / "spool", dead_call + "-1f", false);
  capture(folder / "spool", live_call + "-1f", false);
  const Archive archive(settings);
  {
    Archivist archivist(settings);
    archivist.recorded_now(live_call, true);
    archivist.write_down({"bridge", "began", live_call, "a test"});
    CHECK(comes_true([&] { return archive.list().size() == 1; }));
    CHECK(archive.list().front().call == done_call);
    CHECK(comes_true([&] { return archive.list().size() == 2; }));
    capture(folder / "spool", done_call + "-2f", true);
  }
  // Taken in on the way out.
  CHECK(archive.list().size() == 3);
  const auto left = Spool(settings.spool_folder).captures();
  REQUIRE(left.size() == 1);
  CHECK(left.front().call == live_call);
  bool began = false;
  CHECK(archive.audit()
            .check([&](const std::string& line) { began = began || line.find("\"began\"") != line.npos; })
            .problem.empty());
  CHECK(began);
}

TEST_CASE("without a usable key nothing is begun") {
  const store_test::Folder folder;
  scenarios::RecordingSettings settings;
  settings.key_file = (folder / "keys").string();
  std::ofstream(settings.key_file) << "no key\n";
  CHECK_THROWS_AS(Archivist(settings), std::runtime_error);
}

}  // namespace
}  // namespace twinline::live::recording
