// The media server's spool: captures that are finished, and what they are of. A capture is finished when the server has
// put its notes beside it (rtpengine: metadata/rtpengine-meta-NAME.txt for pcaps/NAME.pcap). Captures are in the plain;
// whoever takes one in removes it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "live_bridge/recording/mixdown.hpp"

namespace twinline::live::recording {

/// What the bridge told the media server when the recording began, in words `key=value`.
struct Label {
  std::string kind;  ///< talk, or message
  std::string type, queue;
  std::vector<std::uint16_t> caller, agent;  ///< ports
};

std::string to_text(const Label& label);
/// What the text says; nothing of it is required.
Label label_from(const std::string& text);

struct Capture {
  std::string name;  ///< the call's pseudonym, a hyphen, and what the media server put behind it
  std::string call;
  Label label;
  bool finished = false;  ///< the media server has done with it
};

class Spool {
 public:
  explicit Spool(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Those of this bridge, which are named by a pseudonym; others' are left alone. Throws std::filesystem errors.
  std::vector<Capture> captures() const;

  std::filesystem::path packets(const Capture& capture) const;
  /// Throws std::filesystem::filesystem_error where it cannot.
  void remove(const Capture& capture) const;

 private:
  std::filesystem::path notes(const std::string& name) const;
  std::filesystem::path growing_notes(const std::string& name) const;

  std::filesystem::path folder_;
};

}  // namespace twinline::live::recording
