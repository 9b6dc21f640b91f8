// How often somebody may try and fail: so many times in a span of time, counted by whatever names the somebody. The
// memory is bounded: when there are too many names, the one that tried longest ago is forgotten.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "policies/contract/time.hpp"

namespace twinline::live::desk {

class AttemptLimit {
 public:
  /// `attempts` within `span`, for at most `names` names.
  AttemptLimit(std::uint32_t attempts, Duration span, std::size_t names)
      : attempts_(attempts), span_(span), names_(names) {}

  /// Zero: this attempt may be made, and is counted until success() says that it did not fail. Otherwise how long to
  /// wait; nothing is counted then.
  Duration try_now(const std::string& name, Time now);

  /// The attempts of this name so far are forgotten.
  void success(const std::string& name) { counts_.erase(name); }

  /// Takes back one attempt, and only that.
  void take_back(const std::string& name);

  std::size_t names() const { return counts_.size(); }

 private:
  struct Count {
    Time span_began, tried;
    std::uint32_t attempts = 0;
  };
  Count& count_of(const std::string& name, Time now);

  std::uint32_t attempts_;
  Duration span_;
  std::size_t names_;
  std::map<std::string, Count> counts_;
};

}  // namespace twinline::live::desk
