// An event loop on poll(2) and nothing more, in the place of the SIP stack's: for tests of what runs in one.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include <poll.h>

#include "live_bridge/wall/event_loop.hpp"

namespace twinline::live::test {

class PollLoop final : public EventLoop {
 public:
  void watch(int file, Ready ready) override { watchers_[file] = std::move(ready); }
  void unwatch(int file) override { watchers_.erase(file); }
  void stop() override { running_ = false; }
  void run() override {
    running_ = true;
    while (running_) turn(-1);
  }

  /// Waits once, at most so many milliseconds (-1: as long as it takes), and tells whoever can read.
  void turn(int milliseconds) {
    std::vector<pollfd> files;
    for (const auto& [file, ready] : watchers_) files.push_back({file, POLLIN, 0});
    if (poll(files.data(), files.size(), milliseconds) <= 0) return;
    for (const pollfd& file : files) {
      const auto found = watchers_.find(file.fd);  // an earlier one may have unwatched it
      if (file.revents == 0 || found == watchers_.end()) continue;
      const Ready ready = found->second;  // a copy: it may unwatch itself
      ready();
    }
  }

 private:
  std::map<int, Ready> watchers_;
  bool running_ = false;
};

}  // namespace twinline::live::test
