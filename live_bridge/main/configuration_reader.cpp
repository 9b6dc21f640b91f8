#include "live_bridge/main/configuration_reader.hpp"

#include <utility>

#include "live_bridge/main/configuration.hpp"

namespace twinline::live {

ConfigurationReader::ConfigurationReader(EventLoop& loop, std::string file, Done done)
    : configuration_(std::move(file)), done_(std::move(done)), finished_(loop, [this] { finish(); }) {}

ConfigurationReader::~ConfigurationReader() {
  if (reading_.valid()) reading_.wait();
}

void ConfigurationReader::read() {
  again_ = reading_.valid();
  if (!again_) begin();
}

void ConfigurationReader::begin() {
  reading_ = std::async(std::launch::async, [file = configuration_, &finished = finished_] {
    auto read = usable(file);
    finished.ring();
    return read;
  });
}

void ConfigurationReader::finish() {
  auto read = reading_.get();
  if (std::exchange(again_, false)) {
    begin();
  } else {
    done_(std::move(read));
  }
}

}  // namespace twinline::live
