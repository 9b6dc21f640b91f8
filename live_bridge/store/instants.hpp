// Instants of the world as people and databases write them: ISO 8601 in UTC, with microseconds, always of the same
// length, so that their order as text is their order in time.
#pragma once

#include <string>

#include "policies/contract/time.hpp"
#include "reports/journal/instant_text.hpp"

namespace twinline::live::store {

class Instants {
 public:
  /// `world_start` is the instant of Time 0, ISO 8601 with `Z` or an offset. Throws std::invalid_argument, quoting it,
  /// for anything else.
  explicit Instants(const std::string& world_start);

  /// "2026-03-02T08:00:00.250000Z"
  std::string text(Time at) const;

 private:
  journal::UtcTime world_start_;
};

}  // namespace twinline::live::store
