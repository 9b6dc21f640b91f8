// A fingerprint of a whole trajectory: when each fact came and everything that came of it, field by field, in order. A
// field that is added to a happening is in it without being told.
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "policies/contract/happenings.hpp"
#include "sim/random/stream.hpp"
#include "tests/unit/journal/reflected.hpp"

namespace twinline::golden {

class TrajectoryHash {
 public:
  void include(Time at, const Happenings& happenings) {
    mix(at);
    mix(happenings.size());
    for (const Happening& happening : happenings) {
      mix(happening.index());
      std::visit([this](const auto& kind) { this->mix(kind); }, happening);
    }
  }
  std::uint64_t value() const { return hash_; }

 private:
  template <class Value>
  void mix(const Value& value) {
    if constexpr (std::is_enum_v<Value>) {
      mix(static_cast<std::uint64_t>(value));
    } else if constexpr (std::is_floating_point_v<Value>) {
      mix(std::bit_cast<std::uint64_t>(value));
    } else if constexpr (std::is_integral_v<Value>) {
      hash_ = random::mixing::finalise(hash_ + random::mixing::root_two) ^ static_cast<std::uint64_t>(value);
    } else {
      std::apply([this](const auto&... fields) { (this->mix(fields), ...); }, journal::test::fields_of(value));
    }
  }
  void mix(Time at) { mix(at.time_since_epoch()); }
  void mix(Duration duration) { mix(duration.count()); }
  template <class Tag>
  void mix(Index<Tag> index) {
    mix(index.value);
  }

  std::uint64_t hash_ = 0;
};

}  // namespace twinline::golden
