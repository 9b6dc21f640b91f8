#include "live_bridge/main/recording_commands.hpp"

#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "live_bridge/main/commands.hpp"
#include "live_bridge/main/configuration.hpp"
#include "live_bridge/recording/archive.hpp"
#include "live_bridge/recording/keyring.hpp"
#include "live_bridge/recording/listing.hpp"
#include "live_bridge/wall/whole_file.hpp"
#include "reports/journal/instant_text.hpp"

namespace twinline::live {
namespace {

/// The settings of the file; none, and why is told, where it records nobody or cannot be used.
std::optional<scenarios::RecordingSettings> settings_in(const std::string& file) {
  const auto bridge = usable(file);
  if (!bridge) return std::nullopt;
  if (!bridge->settings.recording) fmt::print(stderr, "{}: has no bridge.recording: nobody is recorded\n", file);
  return bridge->settings.recording;
}

std::string account() {
  const passwd* const entry = getpwuid(getuid());
  return entry ? entry->pw_name : fmt::format("user {}", getuid());
}

int refused(const recording::NoRecording& none) {
  fmt::print(stderr, "twinline-bridge recording: {}\n", none.what());
  return bad_input;
}

}  // namespace

int list_recordings(const RecordingOptions& options) {
  const auto settings = settings_in(options.file);
  if (!settings) return bad_input;
  const recording::Archive archive(*settings);
  archive.audit().append(utc_now(), {account(), "listed", "", "on the command line"});
  const auto recordings = archive.list();
  if (options.json) {
    fmt::print("{}\n", recording::json_of(recordings));
    return fine;
  }
  fmt::print("{:<34} {:<20} {:>9}  {:<8} {:<20} {}\n", "recording", "began (UTC)", "seconds", "kind", "call type", "");
  for (const recording::Recording& each : recordings) {
    fmt::print("{:<34} {:<20} {:>9.1f}  {:<8} {:<20} {}\n", each.name, journal::text_of(each.began).substr(0, 19),
               each.seconds, each.kind, each.type, each.on_hold ? "on hold" : "");
  }
  return fine;
}

int get_recording(const RecordingOptions& options) {
  const auto settings = settings_in(options.file);
  if (!settings) return bad_input;
  try {
    NewFile wav(options.into);
    recording::Archive(*settings).get(options.name, account(),
                                      [&](std::span<const std::uint8_t> bytes) { wav.write(bytes); });
    wav.commit();
  } catch (const recording::NoRecording& none) {
    return refused(none);
  }
  return fine;
}

int hold_recordings(const RecordingOptions& options) {
  const auto settings = settings_in(options.file);
  if (!settings) return bad_input;
  try {
    recording::Archive(*settings).hold(options.name, !options.off, account());
  } catch (const recording::NoRecording& none) {
    return refused(none);
  }
  return fine;
}

int audit_recordings(const RecordingOptions& options) {
  const auto settings = settings_in(options.file);
  if (!settings) return bad_input;
  const auto result = recording::Archive(*settings).audit().check([&](const std::string& line) {
    if (!options.verify) fmt::print("{}\n", line);
  });
  if (!result.problem.empty()) {
    fmt::print(stderr, "{}\n", result.problem);
    return failed;
  }
  if (options.verify) fmt::print("{} lines, whole; the sum of the last is {}\n", result.lines, result.last_sum);
  return fine;
}

int add_recording_key(const RecordingOptions& options) {
  const auto settings = settings_in(options.file);
  if (!settings) return bad_input;
  const std::string name = recording::add_key(settings->key_file);
  recording::Archive(*settings).audit().append(utc_now(), {account(), "new_key", "", name});
  fmt::print("{} encrypts from now on\n", name);
  return fine;
}

}  // namespace twinline::live
