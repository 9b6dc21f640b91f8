#include "sim/infra/media_load.hpp"

namespace twinline::infra {

MediaLoad::MediaLoad(Carrier& carrier, std::size_t links, double bandwidth)
    : carrier_(&carrier), calls_(links, 0), bandwidth_(bandwidth) {}

void MediaLoad::change(const std::vector<LinkIndex>& links, int calls) {
  for (const LinkIndex link : links) {
    calls_[link.value] += static_cast<std::uint32_t>(calls);
    carrier_->set_background_load(link, bandwidth_ * calls_[link.value]);
  }
}

}  // namespace twinline::infra
