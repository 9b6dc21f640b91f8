// The load of the calls' sound on the links that it passes. One stream per call would cost the carrier more with every
// call, so all of them together are a background load of each link; of a call only its route matters.
#pragma once

#include <vector>

#include "sim/infra/carrier.hpp"
#include "sim/infra/platform.hpp"

namespace twinline::infra {

class MediaLoad {
 public:
  /// `bandwidth`: bytes per second of one call.
  MediaLoad(Carrier& carrier, std::size_t links, double bandwidth);

  /// Whether calls are any load at all.
  bool is_load() const { return bandwidth_ > 0; }

  void add(const std::vector<LinkIndex>& links) { change(links, 1); }
  void remove(const std::vector<LinkIndex>& links) { change(links, -1); }

 private:
  void change(const std::vector<LinkIndex>& links, int calls);

  Carrier* carrier_;
  std::vector<std::uint32_t> calls_;  ///< by link
  double bandwidth_;
};

}  // namespace twinline::infra
