#include "live_bridge/wall/wake.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

namespace twinline::live {

Wake::Wake(EventLoop& loop, std::function<void()> woken) : loop_(loop), file_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (file_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  loop_.watch(file_, [this, woken = std::move(woken)] {
    eventfd_t rings = 0;
    eventfd_read(file_, &rings);
    woken();
  });
}

Wake::~Wake() {
  silence();
  close(file_);
}

void Wake::ring() const { eventfd_write(file_, 1); }

void Wake::silence() {
  if (!std::exchange(silent_, true)) loop_.unwatch(file_);
}

}  // namespace twinline::live
