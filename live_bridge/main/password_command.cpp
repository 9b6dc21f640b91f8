#include <cstdio>
#include <iostream>
#include <string>

#include <fmt/format.h>

#include "live_bridge/desk/desk.hpp"
#include "live_bridge/main/commands.hpp"

namespace twinline::live {

int password() {
  std::string text;
  if (!std::getline(std::cin, text) || text.empty()) {
    fmt::print(stderr, "twinline-bridge password: expected a password on standard input\n");
    return bad_input;
  }
  fmt::print("{}\n", desk::hashed(text));
  return fine;
}

}  // namespace twinline::live
