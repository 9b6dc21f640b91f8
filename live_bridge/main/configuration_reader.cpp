#include "live_bridge/main/configuration_reader.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

#include "live_bridge/main/configuration.hpp"

namespace twinline::live {

ConfigurationReader::ConfigurationReader(EventLoop& loop, std::string file, Done done)
    : loop_(loop),
      configuration_(std::move(file)),
      done_(std::move(done)),
      finished_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (finished_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  loop_.watch(finished_, [this] { finish(); });
}

ConfigurationReader::~ConfigurationReader() {
  if (reading_.valid()) reading_.wait();
  loop_.unwatch(finished_);
  close(finished_);
}

void ConfigurationReader::read() {
  again_ = reading_.valid();
  if (!again_) begin();
}

void ConfigurationReader::begin() {
  reading_ = std::async(std::launch::async, [file = configuration_, finished = finished_] {
    auto read = usable(file);
    eventfd_write(finished, 1);
    return read;
  });
}

void ConfigurationReader::finish() {
  eventfd_t count = 0;
  eventfd_read(finished_, &count);
  auto read = reading_.get();
  if (std::exchange(again_, false)) {
    begin();
  } else {
    done_(std::move(read));
  }
}

}  // namespace twinline::live
