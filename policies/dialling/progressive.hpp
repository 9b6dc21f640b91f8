// Progressive dialling: one customer is rung for each idle agent, so nobody who answers waits for one.
#pragma once

#include "policies/dialling/pacing_policy.hpp"

namespace twinline {

class ProgressivePacing final : public PacingPolicy {
 public:
  std::uint32_t dials(const DiallingView& view) const override {
    const std::size_t taken = view.ringing_since.size() + view.in_line;
    return view.idle > taken ? view.idle - static_cast<std::uint32_t>(taken) : 0;
  }
};

}  // namespace twinline
