#include "live_bridge/main/service_manager.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace twinline::live {

void tell_service_manager(std::string_view state) {
  const char* path = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address{};
  if (path == nullptr || *path == '\0' || std::string_view{path}.size() >= sizeof address.sun_path) return;
  const std::string_view name{path};
  address.sun_family = AF_UNIX;
  std::copy(name.begin(), name.end(), address.sun_path);
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract socket
  const int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (file < 0) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  sendto(file, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), length);
  close(file);
}

WatchdogBeat::WatchdogBeat(Timers& timers, const Clock& clock)
    : clock_(clock), timer_(timers, [this](Time) { beat(); }) {
  const char* granted = std::getenv("WATCHDOG_USEC");
  if (granted == nullptr) return;
  const std::string_view text{granted};
  std::int64_t microseconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), microseconds);
  if (microseconds <= 0) return;
  every_ = std::chrono::microseconds{microseconds} / 2;
  beat();
}

void WatchdogBeat::beat() {
  tell_service_manager("WATCHDOG=1");
  timer_.set(clock_.now() + every_);
}

}  // namespace twinline::live
