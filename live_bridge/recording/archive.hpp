// The recordings that are kept: one sealed WAV file for each stretch of a talk that was recorded without a break, and
// who did what with them. On a disk and nowhere else, so that the bridge, the desk and the command line see the same.
// What is recorded, and when, is not decided here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "live_bridge/audit/audit_trail.hpp"
#include "live_bridge/recording/spool.hpp"
#include "live_bridge/wall/utc.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::recording {

struct Recording {
  std::string name;
  std::string call;  ///< the pseudonym, as in the call records
  UtcTime began;
  double seconds = 0;
  std::string kind, type, queue;
  bool sides_known = false;  ///< if not, who is left and who is right was guessed
  bool on_hold = false;
};

/// In words for whoever asked: there is no such recording, or it cannot be had.
class NoRecording : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Archive {
 public:
  using ByteSink = std::function<void(std::span<const std::uint8_t>)>;

  explicit Archive(scenarios::RecordingSettings settings);

  /// Oldest first. A file that cannot be read is logged and left out.
  std::vector<Recording> list() const;

  /// The WAV file, in pieces. Audited before the first byte is handed out. Throws NoRecording, and std::runtime_error
  /// where it was changed.
  void get(const std::string& name, const std::string& who, const ByteSink& sink) const;

  /// A legal hold: no recording of this call is deleted while it is on. Throws NoRecording where the call has none.
  void hold(const std::string& call, bool on, const std::string& who) const;

  /// Decodes, seals, and removes the capture when the disk has the recording. Doing it twice does no harm. A capture
  /// without sound leaves nothing. Throws std::runtime_error, and leaves the capture where it is.
  void take_in(const Spool& spool, const Capture& capture) const;

  /// Deletes what is older than the settings say and not on hold; tells how many.
  std::size_t remove_expired(UtcTime now) const;

  /// What a crash left half-written.
  void remove_half_written() const;

  const AuditTrail& audit() const { return audit_; }

 private:
  std::filesystem::path file_of(const std::string& name) const;
  std::filesystem::path hold_file(const std::string& call) const;
  bool has_call(const std::string& call) const;

  scenarios::RecordingSettings settings_;
  std::filesystem::path folder_;
  AuditTrail audit_;
};

}  // namespace twinline::live::recording
