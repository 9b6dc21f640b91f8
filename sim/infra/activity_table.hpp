// The activities that a carrier has under way, by slot and by tag. Slots are small and used again; a tag is its
// starter's.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/infra/carrier.hpp"

namespace twinline::infra {

/// Where an activity is at this moment.
enum class Stage : std::uint8_t {
  none,          ///< the slot is free
  delayed,       ///< a message's latency, or something that takes no time
  served,        ///< on a processor-sharing server
  with_simgrid,  ///< work on a host
  on_links,      ///< a message that takes bandwidth
  over,          ///< has ended at this instant and is not yet reported
};

struct Activity {
  Tag tag = 0;
  HostIndex from{}, to{};                         ///< the same for work on a host
  const std::vector<LinkIndex>* links = nullptr;  ///< that a message passes; null for work
  std::uint64_t bytes = 0;
  Stage stage = Stage::none;
  bool ok = true;
};

class ActivityTable {
 public:
  using Slot = std::uint32_t;

  /// Throws std::invalid_argument for a tag that is there.
  Slot add(const Activity& activity);
  void remove(Slot slot);
  /// The slot of a tag that is there, or `no_slot`.
  Slot find(Tag tag) const { return tag < slot_of_.size() ? slot_of_[tag] : no_slot; }

  Activity& operator[](Slot slot) { return activities_[slot]; }
  /// Slots below this one may hold something.
  Slot size() const { return static_cast<Slot>(activities_.size()); }

  static constexpr Slot no_slot = 0xffffffffU;

 private:
  std::vector<Activity> activities_;
  std::vector<Slot> free_;
  std::vector<Slot> slot_of_;  ///< by tag
};

}  // namespace twinline::infra
