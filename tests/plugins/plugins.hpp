// The shared objects that these tests load, and an environment in which the odd one misbehaves.
#pragma once

#include <cstdlib>
#include <string>

namespace twinline::plugin_test {

inline const std::string quick_hands = TWINLINE_QUICK_HANDS;
inline const std::string odd_policy = TWINLINE_ODD_POLICY;
inline const std::string standby = TWINLINE_STANDBY;
inline const std::string turn_away = TWINLINE_TURN_AWAY;

/// While it lives, odd_policy does as is said here.
class Odd {
 public:
  explicit Odd(const std::string& way) { setenv("TWINLINE_ODD", way.c_str(), 1); }
  ~Odd() { unsetenv("TWINLINE_ODD"); }
  Odd(const Odd&) = delete;
  Odd& operator=(const Odd&) = delete;
};

}  // namespace twinline::plugin_test
