#include "live_bridge/recording/archive.hpp"

#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "live_bridge/recording/choice.hpp"
#include "live_bridge/recording/keyring.hpp"
#include "tests/unit/recording/capture_sample.hpp"

namespace twinline::live::recording {
namespace {

using namespace samples;
using namespace std::string_literals;

const std::string call = "00000000000000ab", other_call = "00000000000000cd";

/// A spool with what a media server would put there, and an archive.
class Office {
 public:
  Office() : spool(folder / "spool") {
    settings.spool_folder = (folder / "spool").string();
    settings.archive_folder = (folder / "archive").string();
    settings.key_file = (folder / "keys").string();
    settings.keep = 24h;
  }

  /// 100 ms of the caller.
  void capture(const std::string& name, bool finished = true, const std::string& notes = "caller=4000 agent=4002") {
    CaptureText text;
    for (std::uint32_t packet = 0; packet < 5; ++packet) text.say(packet * 20, 4000, packet * 160, '\x2a');
    text.write(folder / "spool" / "pcaps" / (name + ".pcap"));
    if (!finished) return;
    std::filesystem::create_directories(folder / "spool" / "metadata");
    std::ofstream(folder / "spool" / "metadata" / ("rtpengine-meta-" + name + ".txt"))
        << "/path\n\n\ntwinline kind=talk type=question queue=main " << notes << "\n\n";
  }

  Archive archive() const { return Archive(settings); }

  std::string audit() const {
    std::string all;
    const auto check = archive().audit().check([&](const std::string& line) {
      const auto begin = line.find("\"did\":\"") + 7;
      all += line.substr(begin, line.find('"', begin) - begin) + " ";
    });
    CHECK(check.problem.empty());
    return all;
  }

  store_test::Folder folder;
  Spool spool;
  scenarios::RecordingSettings settings;
};

TEST_CASE("the spool shows this bridge's captures, and whether they are finished") {
  Office office;
  CHECK(office.spool.captures().empty());
  office.capture(call + "-1f");
  office.capture(other_call + "-2f", false);
  office.capture("somebody-elses");
  office.capture("00000000000000AB-1f");
  const auto captures = office.spool.captures();
  REQUIRE(captures.size() == 2);
  CHECK(captures[0].name == call + "-1f");
  CHECK(captures[0].call == call);
  CHECK(captures[0].finished);
  CHECK(captures[0].label.type == "question");
  CHECK(captures[0].label.caller == std::vector<std::uint16_t>{4000});
  CHECK(captures[0].label.agent == std::vector<std::uint16_t>{4002});
  CHECK_FALSE(captures[1].finished);
  CHECK(captures[1].label.caller.empty());
}

TEST_CASE("what a label says comes back, and what is none is taken for nothing") {
  const Label back = label_from(to_text({"talk", "question", "main", {1, 65535}, {}}));
  CHECK(back.kind == "talk");
  CHECK(back.queue == "main");
  CHECK(back.caller == std::vector<std::uint16_t>{1, 65535});
  CHECK(back.agent.empty());
  CHECK(label_from("caller=65536,x,,-1,7 agent kind=").caller == std::vector<std::uint16_t>{7});
}

TEST_CASE("a capture becomes a recording, and nothing plain is left") {
  Office office;
  office.capture(call + "-1f");
  office.archive().take_in(office.spool, office.spool.captures().front());
  CHECK(office.spool.captures().empty());
  CHECK(std::filesystem::is_empty(office.folder / "spool" / "metadata"));
  const auto listed = office.archive().list();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].name == call + "-1f");
  CHECK(listed[0].call == call);
  CHECK(listed[0].seconds == 0.1);
  CHECK(listed[0].type == "question");
  CHECK(listed[0].began == UtcTime{std::chrono::seconds{first_second}});
  CHECK(listed[0].sides_known);

  std::string wav;
  office.archive().get(call + "-1f", "anna", [&](auto bytes) { wav.append(bytes.begin(), bytes.end()); });
  CHECK(wav.size() == 44 + 800 * 4);
  CHECK(wav.starts_with("RIFF"));
  CHECK(office.audit() == "archived got ");
}

TEST_CASE("taking in again what a crash left in the spool does no harm") {
  Office office;
  office.capture(call + "-1f");
  const Capture capture = office.spool.captures().front();
  office.archive().take_in(office.spool, capture);
  office.capture(call + "-1f");  // the crash came before it was removed
  office.archive().take_in(office.spool, capture);
  CHECK(office.archive().list().size() == 1);
  CHECK(office.spool.captures().empty());
}

TEST_CASE("what cannot be sealed stays in the spool") {
  Office office;
  office.capture(call + "-1f");
  std::ofstream(office.folder / "keys") << "no key\n";
  CHECK_THROWS_AS(office.archive().take_in(office.spool, office.spool.captures().front()), std::runtime_error);
  CHECK(office.spool.captures().size() == 1);
  CHECK(office.archive().list().empty());
}

TEST_CASE("a capture without sound leaves nothing but a line in the trail") {
  Office office;
  office.capture(call + "-1f", true, "caller=5000 agent=5002");
  office.archive().take_in(office.spool, office.spool.captures().front());
  CHECK(office.archive().list().empty());
  CHECK(office.spool.captures().empty());
  CHECK(office.audit() == "archived ");
}

TEST_CASE("recordings are deleted when their time is over, but for those on hold") {
  Office office;
  for (const std::string& each : {call, other_call}) {
    office.capture(each + "-1f");
    office.archive().take_in(office.spool, office.spool.captures().front());
  }
  const Archive archive = office.archive();
  const UtcTime recorded{std::chrono::seconds{first_second}};
  archive.hold(call, true, "anna");
  CHECK(archive.list()[0].on_hold);
  CHECK(archive.remove_expired(recorded + 24h - 1s) == 0);
  CHECK(archive.remove_expired(recorded + 24h + 1s) == 1);
  REQUIRE(archive.list().size() == 1);
  CHECK(archive.list()[0].call == call);
  archive.hold(call, false, "anna");
  CHECK(archive.remove_expired(recorded + 24h + 1s) == 1);
  CHECK(archive.list().empty());
  CHECK(office.audit() == "archived archived held deleted released deleted ");
}

TEST_CASE("there is nothing to get or hold under a name that is none") {
  Office office;
  const Archive archive = office.archive();
  std::ofstream(office.folder / "secret.recording") << "x";
  for (const std::string& name : {std::string{}, "../secret"s, "00ff"s, "a/b"s, std::string(5000, 'a')}) {
    CHECK_THROWS_AS(archive.get(name, "anna", [](auto) {}), NoRecording);
    CHECK_THROWS_AS(archive.hold(name, true, "anna"), NoRecording);
  }
  CHECK(office.audit().empty());
}

TEST_CASE("what a crash left half-written is removed, and a file that is none is left out") {
  Office office;
  std::filesystem::create_directories(office.folder / "archive");
  std::ofstream(office.folder / "archive" / "a.recording.growing") << "half";
  std::ofstream(office.folder / "archive" / "b.recording") << "nonsense";
  const Archive archive = office.archive();
  archive.remove_half_written();
  CHECK_FALSE(std::filesystem::exists(office.folder / "archive" / "a.recording.growing"));
  CHECK(archive.list().empty());
}

TEST_CASE("which calls are chosen hangs on their type and their key alone") {
  scenarios::RecordingSettings settings;
  settings.calls = {CallTypeIndex{1}};
  const auto chosen = [&](CallTypeIndex type) {
    int count = 0;
    for (CallKey key = 1; key <= 10'000; ++key) count += is_chosen(settings, type, key) ? 1 : 0;
    return count;
  };
  CHECK(chosen(CallTypeIndex{0}) == 0);
  CHECK(chosen(CallTypeIndex{1}) == 10'000);
  settings.share = 0.1;
  const int tenth = chosen(CallTypeIndex{1});
  CHECK(tenth > 900);  // the standard deviation is 30
  CHECK(tenth < 1100);
  CHECK(chosen(CallTypeIndex{1}) == tenth);
  settings.share = 0;
  CHECK(chosen(CallTypeIndex{1}) == 0);
}

}  // namespace
}  // namespace twinline::live::recording
