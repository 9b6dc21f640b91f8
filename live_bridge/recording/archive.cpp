#include "live_bridge/recording/archive.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "live_bridge/recording/keyring.hpp"
#include "live_bridge/recording/mixdown.hpp"
#include "live_bridge/recording/sealed_file.hpp"
#include "live_bridge/recording/wav.hpp"
#include "live_bridge/wall/log.hpp"
#include "live_bridge/wall/whole_file.hpp"
#include "reports/journal/instant_text.hpp"

namespace twinline::live::recording {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* extension = ".recording";

/// Names come from the command line and from browsers, and become paths.
bool is_name(const std::string& text) {
  constexpr std::size_t longest = 100;
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '-';
  });
}

std::string note_of(const Capture& capture, const Mixdown& mixdown, bool sides_known) {
  const UtcTime began{std::chrono::microseconds{mixdown.began}};
  return Json{{"call", capture.call},
              {"began", journal::text_of(began)},
              {"seconds", static_cast<double>(mixdown.frames) / samples_per_second},
              {"kind", capture.label.kind},
              {"type", capture.label.type},
              {"queue", capture.label.queue},
              {"sides_known", sides_known}}
      .dump();
}

Recording recording_of(const std::filesystem::path& file) {
  const Json note = Json::parse(head_of(file).note);
  return {file.stem().string(), note.at("call"),        journal::instant_of(note.at("began").get<std::string>()),
          note.at("seconds"),   note.at("kind"),        note.at("type"),
          note.at("queue"),     note.at("sides_known"), false};
}

std::span<const std::uint8_t> bytes_of(std::span<const std::int16_t> frames) {
  static_assert(std::endian::native == std::endian::little, "WAV files have the low byte first");
  return {reinterpret_cast<const std::uint8_t*>(frames.data()), frames.size_bytes()};
}

}  // namespace

Archive::Archive(scenarios::RecordingSettings settings)
    : settings_(std::move(settings)), folder_(settings_.archive_folder), audit_(folder_ / "audit.jsonl") {}

std::filesystem::path Archive::file_of(const std::string& name) const { return folder_ / (name + extension); }
std::filesystem::path Archive::hold_file(const std::string& call) const { return folder_ / (call + ".hold"); }

std::vector<Recording> Archive::list() const {
  std::vector<Recording> all;
  if (!std::filesystem::exists(folder_)) return all;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (entry.path().extension() != extension) continue;
    try {
      all.push_back(recording_of(entry.path()));
      all.back().on_hold = std::filesystem::exists(hold_file(all.back().call));
    } catch (const std::exception& error) {
      log_warning("a recording is left out: {}", error.what());
    }
  }
  std::sort(all.begin(), all.end(), [](const Recording& a, const Recording& b) {
    return std::tie(a.began, a.name) < std::tie(b.began, b.name);
  });
  return all;
}

void Archive::get(const std::string& name, const std::string& who, const ByteSink& sink) const {
  if (!is_name(name) || !std::filesystem::exists(file_of(name))) {
    throw NoRecording(fmt::format("there is no recording '{}'", name));
  }
  audit_.append(utc_now(), {who, "got", name, ""});
  open_sealed(file_of(name), Keyring(settings_.key_file), sink);
}

bool Archive::has_call(const std::string& call) const {
  const auto all = list();
  return std::any_of(all.begin(), all.end(), [&](const Recording& recording) { return recording.call == call; });
}

void Archive::hold(const std::string& call, bool on, const std::string& who) const {
  if (!is_name(call) || !has_call(call)) throw NoRecording(fmt::format("there is no recording of a call '{}'", call));
  audit_.append(utc_now(), {who, on ? "held" : "released", call, ""});
  if (on) {
    write_whole(hold_file(call), "");
  } else {
    std::filesystem::remove(hold_file(call));
  }
}

void Archive::take_in(const Spool& spool, const Capture& capture) const {
  const Sides sides{capture.label.caller, capture.label.agent, settings_.agent_side};
  const auto packets = spool.packets(capture);
  // A WAV file begins with its length, so the sound is gone through twice.
  const Mixdown measured = mix_down(packets, sides, [](std::span<const std::int16_t>) {});
  std::string about = "nothing was heard; nothing is kept";
  if (measured.frames > 0) {
    SealedWriter sealed(file_of(capture.name), Keyring(settings_.key_file), note_of(capture, measured, sides.known()));
    sealed.write(wav_head(measured.frames));
    mix_down(packets, sides, [&](std::span<const std::int16_t> frames) { sealed.write(bytes_of(frames)); });
    sealed.commit();
    about = fmt::format("{:.1f} s, {} packets lost{}", static_cast<double>(measured.frames) / samples_per_second,
                        measured.lost, sides.known() ? "" : ", sides guessed");
  }
  audit_.append(utc_now(), {"bridge", "archived", capture.name, about});
  spool.remove(capture);
}

std::size_t Archive::remove_expired(UtcTime now) const {
  std::size_t removed = 0;
  for (const Recording& recording : list()) {
    if (recording.on_hold || recording.began + settings_.keep > now) continue;
    audit_.append(now, {"bridge", "deleted", recording.name, "its time was over"});
    std::filesystem::remove(file_of(recording.name));
    ++removed;
  }
  return removed;
}

void Archive::remove_half_written() const {
  if (!std::filesystem::exists(folder_)) return;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const bool half_written = entry.path().string().ends_with(std::string{extension} + ".growing");
    if (half_written) std::filesystem::remove(entry.path());
  }
}

}  // namespace twinline::live::recording
