// What tests write to a probe's standard input, line by line; at its end the loop stops.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <utility>

#include <unistd.h>

#include "live_bridge/wall/event_loop.hpp"

namespace twinline::live::test {

class LineInput {
 public:
  LineInput(EventLoop& loop, std::function<void(const std::string&)> obey) : loop_(loop), obey_(std::move(obey)) {
    loop_.watch(STDIN_FILENO, [this] { read_more(); });
  }
  ~LineInput() { loop_.unwatch(STDIN_FILENO); }
  LineInput(const LineInput&) = delete;
  LineInput& operator=(const LineInput&) = delete;

 private:
  void read_more() {
    std::array<char, 65536> buffer;
    const ssize_t size = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size <= 0) {
      loop_.stop();
      return;
    }
    input_.append(buffer.data(), static_cast<std::size_t>(size));
    for (std::size_t end = input_.find('\n'); end != std::string::npos; end = input_.find('\n')) {
      const std::string line = input_.substr(0, end);
      input_.erase(0, end + 1);
      obey_(line);
    }
  }

  EventLoop& loop_;
  std::function<void(const std::string&)> obey_;
  std::string input_;
};

}  // namespace twinline::live::test
