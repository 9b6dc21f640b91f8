// `twinline-bridge recording …`: what people may do with recordings on the machine that has them. Everything is written
// into the audit trail with the account of whoever asked.
#pragma once

#include <string>

namespace twinline::live {

struct RecordingOptions {
  std::string file;  ///< the scenario
  std::string name;  ///< of a recording, or of a call to be held
  std::string into;  ///< a WAV file
  bool json = false;
  bool off = false;     ///< a hold ends
  bool verify = false;  ///< only whether the trail is whole
};

int list_recordings(const RecordingOptions& options);
int get_recording(const RecordingOptions& options);
int hold_recordings(const RecordingOptions& options);
int audit_recordings(const RecordingOptions& options);
/// From now on recordings are encrypted with a fresh key; the running bridge takes it up by itself.
int add_recording_key(const RecordingOptions& options);

}  // namespace twinline::live
