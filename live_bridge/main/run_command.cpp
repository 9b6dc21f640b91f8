#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "live_bridge/main/commands.hpp"
#include "live_bridge/main/configuration.hpp"
#include "live_bridge/main/configuration_reader.hpp"
#include "live_bridge/main/service_manager.hpp"
#include "live_bridge/sip/stack.hpp"
#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/bridge.hpp"

namespace twinline::live {
namespace {

/// Signals that this program answers to, as a file that the loop reads. Blocked before any thread starts, so that all
/// threads leave them to it.
class Signals {
 public:
  Signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    signal(SIGPIPE, SIG_IGN);
    file_ = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  }
  ~Signals() { close(file_); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  int file() const { return file_; }
  /// The next one that came; 0 when there is none.
  int next() const {
    signalfd_siginfo info{};
    return read(file_, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
  }

 private:
  int file_ = -1;
};

void reload(Bridge& bridge, const std::string& file, const std::optional<scenarios::Bridge>& configuration) {
  if (!configuration) {
    log_error("{} has problems; the configuration stays as it is", file);
    return;
  }
  const std::string refused = bridge.reload(*configuration);
  if (refused.empty()) {
    log_info("{} is in force", file);
  } else {
    log_error("{}: {}; the configuration stays as it is", file, refused);
  }
}

}  // namespace

int run(const CommandOptions& options) {
  if (options.verbose) set_log_level(LogLevel::debug);
  const auto configuration = usable(options.file);
  if (!configuration) return bad_input;
  const Signals signals;
  try {
    const auto loop = sip::make_loop();
    {
      const std::string file = std::filesystem::absolute(options.file).string();
      Bridge bridge(*loop, *configuration,
                    {{"twinline-bridge", "shadow", file, "--json"}, {"twinline-bridge", "explain", file}});
      ConfigurationReader again(*loop, options.file, [&](const std::optional<scenarios::Bridge>& read) {
        reload(bridge, options.file, read);
      });
      loop->watch(signals.file(), [&] {
        while (const int signal = signals.next()) {
          if (signal == SIGHUP) {
            again.read();
          } else {
            tell_service_manager("STOPPING=1");
            bridge.drain();
          }
        }
      });
      const WatchdogBeat beat(bridge.timers(), bridge.clock());
      tell_service_manager("READY=1");
      log_info("taking calls");
      loop->run();
      loop->unwatch(signals.file());
    }
    log_info("stopped");
    return fine;
  } catch (const std::exception& error) {
    fmt::print(stderr, "twinline-bridge: {}\n", error.what());
    return failed;
  }
}

}  // namespace twinline::live
