#include "sim/main/interruption.hpp"

#include <csignal>

namespace twinline::cli {
namespace {

std::atomic<bool> was_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may not wait for a lock");

extern "C" void interrupt(int signal) {
  was_interrupted = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

const std::atomic<bool>& interruption() {
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  return was_interrupted;
}

}  // namespace twinline::cli
