// The process in which a candidate's shadow runs beside the bridge: begun, listened to on the loop's thread, ended and
// reaped. It is this very program with other words on its command line, behind the bridge for processors and with none
// of its files; when the bridge dies, nobody reads it any more, and it ends by itself. What it says is
// shadow_report.hpp's to read, when there is to be one the rollout's to decide.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "live_bridge/wall/event_loop.hpp"
#include "policies/contract/time.hpp"

namespace twinline::live::rollout {

class ShadowProcess {
 public:
  /// A whole line, without its end.
  using Said = std::function<void(std::string_view line)>;

  /// Begins this program with these words, the first of them its name. One that cannot begin has ended already.
  ShadowProcess(EventLoop& loop, std::vector<std::string> words, Said said);
  /// Ends it and returns when it is gone, after half a second by force.
  ~ShadowProcess();
  ShadowProcess(const ShadowProcess&) = delete;
  ShadowProcess& operator=(const ShadowProcess&) = delete;

  /// Asks it to end. It has a second from the next tick on.
  void end();

  /// A few times a second. True once: when it has ended and nobody had asked it to.
  bool tick(Time now);

  bool was_told_to_end() const { return told_to_end_; }
  bool has_ended() const { return process_ == 0; }
  /// In words: "exit status 1", "SIGKILL". Empty before.
  const std::string& how_it_ended() const { return how_it_ended_; }

 private:
  void begin(std::vector<std::string> words);
  void hear();
  void tell_lines();
  void stop_hearing();
  bool reap();

  EventLoop& loop_;
  Said said_;
  pid_t process_ = 0;
  int output_ = -1;    ///< what it prints; -1: nothing is heard any more
  std::string heard_;  ///< the beginning of a line
  std::string how_it_ended_;
  bool told_to_end_ = false, end_was_told_ = false;
  Time force_at_ = never;
};

}  // namespace twinline::live::rollout
