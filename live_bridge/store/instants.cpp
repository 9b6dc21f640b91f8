#include "live_bridge/store/instants.hpp"

namespace twinline::live::store {

Instants::Instants(const std::string& world_start) : world_start_(journal::instant_of(world_start)) {}

std::string Instants::text(Time at) const {
  const auto instant = std::chrono::floor<std::chrono::microseconds>(world_start_ + at.time_since_epoch());
  return journal::text_of(instant).erase(26, 3);  // the last three of nine digits
}

}  // namespace twinline::live::store
