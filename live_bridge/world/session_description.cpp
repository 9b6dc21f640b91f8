#include "live_bridge/world/session_description.hpp"

namespace twinline::live {

bool puts_on_hold(std::string_view sdp) {
  // A direction within the audio section counts over one of the session; the first audio section is the one in use.
  bool on_hold = false, in_audio = false;
  while (!sdp.empty()) {
    const std::size_t end = sdp.find('\n');
    std::string_view line = sdp.substr(0, end);
    sdp.remove_prefix(end == std::string_view::npos ? sdp.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.starts_with("m=")) {
      if (in_audio) break;
      in_audio = line.starts_with("m=audio ");
    } else if (line == "a=sendonly" || line == "a=inactive") {
      on_hold = true;
    } else if (line == "a=sendrecv" || line == "a=recvonly") {
      on_hold = false;
    }
  }
  return on_hold;
}

}  // namespace twinline::live
