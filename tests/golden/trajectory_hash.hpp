// A fingerprint of a whole trajectory: when each fact came and everything that came of it, field by field, in order. A
// field that is added to a happening is in it without being told. What was added after the first trajectories had been
// approved is in it only where it says something: so those keep their fingerprints.
#pragma once

#include <bit>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>
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
  void mix(Direction direction) {
    if (direction != Direction::inbound) mix(static_cast<std::uint64_t>(direction));
  }
  void mix(const HandlingEnded& handling) {
    const auto fields = journal::test::fields_of(handling);
    constexpr std::size_t before_reached = std::tuple_size_v<decltype(fields)> - 1;
    [&]<std::size_t... field>(std::index_sequence<field...>) { (this->mix(std::get<field>(fields)), ...); }
    (std::make_index_sequence<before_reached>{});
    if (!handling.reached) mix(handling.reached);
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
