#include "sim/infra/activity_table.hpp"

#include <stdexcept>
#include <string>

namespace twinline::infra {

ActivityTable::Slot ActivityTable::add(const Activity& activity) {
  const Slot slot = free_.empty() ? size() : free_.back();
  if (!slot_of_.try_emplace(activity.tag, slot).second) {
    throw std::invalid_argument("an activity with the tag " + std::to_string(activity.tag) + " is under way");
  }
  if (slot == size()) {
    activities_.push_back(activity);
  } else {
    free_.pop_back();
    activities_[slot] = activity;
  }
  return slot;
}

void ActivityTable::remove(Slot slot) {
  slot_of_.erase(activities_[slot].tag);
  activities_[slot] = {};
  free_.push_back(slot);
}

ActivityTable::Slot ActivityTable::find(Tag tag) const {
  const auto found = slot_of_.find(tag);
  return found == slot_of_.end() ? no_slot : found->second;
}

}  // namespace twinline::infra
