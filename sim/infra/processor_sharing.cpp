#include "sim/infra/processor_sharing.hpp"

#include <algorithm>

#include "sim/infra/instants.hpp"

namespace twinline::infra {

void ProcessorSharingServer::start(Time now, Job job, double core_seconds) {
  attain(now);
  if (final_level_.size() <= job) final_level_.resize(job + 1);
  final_level_[job] = level_ + core_seconds;
  by_final_level_.emplace(final_level_[job], job);
  foresee();
}

void ProcessorSharingServer::remove(Time now, Job job) {
  attain(now);
  by_final_level_.erase({final_level_[job], job});
  foresee();
}

void ProcessorSharingServer::set_cores(Time now, std::uint32_t cores) {
  attain(now);
  cores_ = cores;
  foresee();
}

void ProcessorSharingServer::set_pace(Time now, double pace) {
  attain(now);
  pace_ = pace;
  foresee();
}

void ProcessorSharingServer::take_finished(Time now, std::vector<Job>& finished) {
  attain(now);
  // next_time() was rounded, too: who would end within this very nanosecond has ended.
  while (!by_final_level_.empty() && later_by(now, (by_final_level_.begin()->first - level_) / rate_) <= now) {
    finished.push_back(by_final_level_.begin()->second);
    by_final_level_.erase(by_final_level_.begin());
  }
  foresee();
}

void ProcessorSharingServer::attain(Time now) {
  level_ += rate_ * in_seconds(now - now_);
  now_ = now;
}

void ProcessorSharingServer::foresee() {
  if (by_final_level_.empty()) {
    // Levels start from nothing again, and with them their rounding errors.
    level_ = rate_ = 0;
    next_time_ = never;
    return;
  }
  rate_ = pace_ * std::min(1.0, static_cast<double>(cores_) / static_cast<double>(by_final_level_.size()));
  next_time_ = std::max(now_, later_by(now_, (by_final_level_.begin()->first - level_) / rate_));
}

}  // namespace twinline::infra
