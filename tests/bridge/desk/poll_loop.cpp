#include "tests/bridge/desk/poll_loop.hpp"

#include <utility>
#include <vector>

#include <poll.h>

namespace twinline::live::desk_test {

void PollLoop::watch(int file, Ready ready) { watchers_[file] = std::move(ready); }

void PollLoop::unwatch(int file) { watchers_.erase(file); }

void PollLoop::run() {
  while (!stopping_) turn(-1);
}

void PollLoop::turn(int milliseconds) {
  std::vector<pollfd> files;
  for (const auto& watcher : watchers_) files.push_back({watcher.first, POLLIN, 0});
  if (poll(files.data(), files.size(), milliseconds) <= 0) return;
  for (const auto& file : files) {
    const auto watcher = watchers_.find(file.fd);
    if (file.revents == 0 || watcher == watchers_.end()) continue;
    const Ready ready = watcher->second;  // a copy: it may unwatch itself
    ready();
  }
}

}  // namespace twinline::live::desk_test
