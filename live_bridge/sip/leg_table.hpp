// Names of legs: a slot and the generation of its tenant. A name that outlived its leg finds nobody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "live_bridge/sip/leg.hpp"

namespace twinline::live::sip {

template <class Tenant>
class LegTable {
 public:
  LegId add(Tenant& tenant) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(slots_.size()));
      slots_.emplace_back();
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    slots_[slot].tenant = &tenant;
    return {slot, slots_[slot].generation};
  }

  /// nullptr where the leg is gone.
  Tenant* find(LegId leg) const {
    if (leg.slot >= slots_.size() || slots_[leg.slot].generation != leg.generation) return nullptr;
    return slots_[leg.slot].tenant;
  }

  void release(LegId leg) {
    if (!find(leg)) return;
    slots_[leg.slot].tenant = nullptr;
    ++slots_[leg.slot].generation;
    free_.push_back(leg.slot);
  }

  std::size_t size() const { return slots_.size() - free_.size(); }

 private:
  struct Slot {
    Tenant* tenant = nullptr;
    std::uint32_t generation = 0;
  };

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace twinline::live::sip
