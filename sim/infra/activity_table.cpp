#include "sim/infra/activity_table.hpp"

#include <stdexcept>
#include <string>

namespace twinline::infra {

ActivityTable::Slot ActivityTable::add(const Activity& activity) {
  if (find(activity.tag) != no_slot) {
    throw std::invalid_argument("an activity with the tag " + std::to_string(activity.tag) + " is under way");
  }
  if (activity.tag >= slot_of_.size()) slot_of_.resize(activity.tag + 1 + slot_of_.size(), no_slot);
  const Slot slot = free_.empty() ? size() : free_.back();
  slot_of_[activity.tag] = slot;
  if (slot == size()) {
    activities_.push_back(activity);
  } else {
    free_.pop_back();
    activities_[slot] = activity;
  }
  return slot;
}

void ActivityTable::remove(Slot slot) {
  slot_of_[activities_[slot].tag] = no_slot;
  activities_[slot] = {};
  free_.push_back(slot);
}

}  // namespace twinline::infra
