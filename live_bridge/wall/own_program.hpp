// This very program, begun once more with other words on its command line: for work that must not be able to hang or
// crash the process with the calls. Who listens to it, and when it has to end, is for whoever begins it.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace twinline::live {

/// Begins it with these words, the first of them its name; what it prints goes to the file `output`. It has none of
/// this process's other files but the log, signals as a fresh process has them, and a process group of its own. Throws
/// std::system_error.
pid_t begin_own_program(std::vector<std::string> words, int output);

/// What waitpid() says of how a process ended: "exit status 1", "SIGKILL".
std::string end_in_words(int status);

}  // namespace twinline::live
