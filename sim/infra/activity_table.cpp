#include "sim/infra/activity_table.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace twinline::infra {

ActivityTable::Slot ActivityTable::add(const Activity& activity) {
  const Slot slot = free_.empty() ? size() : free_.back();
  if (!has_noted(activity.tag, slot)) {
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

/// False for a tag that is there.
bool ActivityTable::has_noted(Tag tag, Slot slot) {
  if (spare_.empty()) return slot_of_.try_emplace(tag, slot).second;
  SlotOf::node_type note = std::move(spare_.back());
  spare_.pop_back();
  note.key() = tag;
  note.mapped() = slot;
  auto noted = slot_of_.insert(std::move(note));
  if (!noted.inserted) spare_.push_back(std::move(noted.node));
  return noted.inserted;
}

void ActivityTable::remove(Slot slot) {
  spare_.push_back(slot_of_.extract(activities_[slot].tag));
  activities_[slot] = {};
  free_.push_back(slot);
}

ActivityTable::Slot ActivityTable::find(Tag tag) const {
  const auto found = slot_of_.find(tag);
  return found == slot_of_.end() ? no_slot : found->second;
}

}  // namespace twinline::infra
