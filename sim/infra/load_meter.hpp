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
  /// Something else takes this share, between 0 and 1, and perhaps leaves next to nothing to those that run.
  void set_background(Time now, double share, bool crowds_out) {
    count_until(now);
    background_ = share;
    crowded_out_ = crowds_out;
  }

  /// `now` may lie ahead, if nothing happens until then.
  Load load(Time now) const {
    LoadMeter until_now = *this;
    until_now.count_until(now);
    until_now.load_.queue = load_.running > cores_ ? load_.running - cores_ : 0;
    return until_now.load_;
  }

 private:
  void count_until(Time now) {
    const Duration elapsed = now - counted_until_;
    const std::uint32_t at_work = load_.running < cores_ ? load_.running : cores_;
    load_.busy += elapsed * at_work;
    if (at_work < cores_ && background_ > 0) {
      load_.busy += Duration{static_cast<Duration::rep>(static_cast<double>(elapsed.count()) * background_)};
    }
    if (crowded_out_ || load_.running > cores_) load_.saturated += elapsed;
    counted_until_ = now;
  }

  std::uint32_t cores_;
  double background_ = 0;
  bool crowded_out_ = false;
  Time counted_until_ = world_start;
  Load load_;
};

}  // namespace twinline::infra
