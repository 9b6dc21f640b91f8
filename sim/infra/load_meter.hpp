// Counts what a host or a link has had to do: how long, how crowded, how much. A link counts as a host with one core.
#pragma once

#include <cstdint>

#include "sim/infra/carrier.hpp"

namespace twinline::infra {

class LoadMeter {
 public:
  explicit LoadMeter(std::uint32_t cores) : cores_(cores) {}

  /// `now` never goes back, here and below.
  void began(Time now) {
    count_until(now);
    ++load_.running;
  }
  void ended(Time now) {
    count_until(now);
    --load_.running;
  }
  void finished_well(std::uint64_t bytes) {
    ++load_.finished;
    load_.bytes += bytes;
  }
  void set_cores(Time now, std::uint32_t cores) {
    count_until(now);
    cores_ = cores;
  }
  /// Whether something else leaves next to nothing to those that run.
  void set_crowded_out(Time now, bool crowded_out) {
    count_until(now);
    crowded_out_ = crowded_out;
  }

  Load load(Time now) const {
    LoadMeter until_now = *this;
    until_now.count_until(now);
    until_now.load_.queue = load_.running > cores_ ? load_.running - cores_ : 0;
    return until_now.load_;
  }

 private:
  void count_until(Time now) {
    const Duration elapsed = now - counted_until_;
    load_.busy += elapsed * (load_.running < cores_ ? load_.running : cores_);
    if (crowded_out_ || load_.running > cores_) load_.saturated += elapsed;
    counted_until_ = now;
  }

  std::uint32_t cores_;
  bool crowded_out_ = false;
  Time counted_until_ = world_start;
  Load load_;
};

}  // namespace twinline::infra
