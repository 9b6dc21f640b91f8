// The event loop of test programs that need a thread of the bridge without its SIP stack: poll(2), nothing more.
#pragma once

#include <map>
#include <vector>

#include <poll.h>

#include "live_bridge/wall/event_loop.hpp"

namespace twinline::live {

class PollLoop : public EventLoop {
 public:
  void watch(int file, Ready ready) override { watchers_[file] = std::move(ready); }
  void unwatch(int file) override { watchers_.erase(file); }

  void run() override {
    running_ = true;
    while (running_) {
      std::vector<pollfd> files;
      for (const auto& [file, ready] : watchers_) files.push_back({file, POLLIN, 0});
      poll(files.data(), files.size(), -1);
      for (const pollfd& file : files) {
        const auto watcher = watchers_.find(file.fd);  // an earlier one may have unwatched it
        if (file.revents == 0 || watcher == watchers_.end()) continue;
        const Ready ready = watcher->second;
        ready();
      }
    }
  }
  void stop() override { running_ = false; }

 private:
  std::map<int, Ready> watchers_;
  bool running_ = false;
};

}  // namespace twinline::live
