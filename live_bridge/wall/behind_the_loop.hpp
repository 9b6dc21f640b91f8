// Calls come first: threads for anything else yield to the loop's where processors are scarce.
#pragma once

#include <sys/resource.h>

namespace twinline::live {

/// This thread runs behind the loop's from now on. Niceness is a thread's own on Linux.
inline void run_behind_the_loop() {
  constexpr int niceness = 5;
  thread_local bool behind = false;
  if (!behind) setpriority(PRIO_PROCESS, 0, niceness);
  behind = true;
}

}  // namespace twinline::live
