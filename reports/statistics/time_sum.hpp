// A sum of durations that is exact however many there are: 10^8 calls of a few minutes overflow 64 bits of
// nanoseconds, and a floating-point sum would depend on the order in which parts were merged.
#pragma once

#include <compare>
#include <cstdint>

#include "policies/contract/time.hpp"

namespace twinline::statistics {

class TimeSum {
 public:
  // The 128-bit integer is an extension of both compilers we build with.
  __extension__ using Nanoseconds = __int128;

  constexpr TimeSum() = default;
  constexpr explicit TimeSum(Duration duration) : nanoseconds_(duration.count()) {}
  constexpr explicit TimeSum(Nanoseconds nanoseconds) : nanoseconds_(nanoseconds) {}

  constexpr void add(Duration duration) { nanoseconds_ += duration.count(); }

  /// Adds a duration that counts several times, as the presence of a group of agents does.
  constexpr void add(Duration duration, std::int64_t times) {
    nanoseconds_ += static_cast<Nanoseconds>(duration.count()) * times;
  }

  constexpr TimeSum& operator+=(const TimeSum& other) {
    nanoseconds_ += other.nanoseconds_;
    return *this;
  }
  constexpr TimeSum& operator-=(const TimeSum& other) {
    nanoseconds_ -= other.nanoseconds_;
    return *this;
  }
  friend constexpr TimeSum operator+(TimeSum a, const TimeSum& b) { return a += b; }
  friend constexpr TimeSum operator-(TimeSum a, const TimeSum& b) { return a -= b; }
  friend constexpr bool operator==(const TimeSum&, const TimeSum&) = default;
  friend constexpr auto operator<=>(const TimeSum&, const TimeSum&) = default;

  constexpr Nanoseconds nanoseconds() const { return nanoseconds_; }

  /// The sum in seconds, rounded once per step: conversion and division are both correctly rounded.
  constexpr double in_seconds() const { return static_cast<double>(nanoseconds_) / 1e9; }

 private:
  Nanoseconds nanoseconds_ = 0;
};

}  // namespace twinline::statistics
