#include <algorithm>

#include <fmt/format.h>

#include "live_bridge/world/live_call.hpp"

namespace twinline::live {
namespace {

/// An unused call under the next name of its slot.
LiveCall renewed(const LiveCall& old) {
  LiveCall fresh;
  fresh.id = {old.id.slot, old.id.generation + 1};
  return fresh;
}

}  // namespace

media::MediaId media_name(CallKey key) { return fmt::format("{:016x}", key); }

void CallTable::grow() {
  const CallSlot slot{calls_.size()};
  calls_.emplace_back().id = {slot, 0};
  free_.push_back(slot.value);
}

LiveCall& CallTable::add() {
  if (free_.empty()) grow();
  LiveCall& call = calls_[free_.back()];
  free_.pop_back();
  call.used = true;
  ++size_;
  return call;
}

void CallTable::free(LiveCall& call) {
  const std::uint32_t slot = call.id.slot.value;
  call = renewed(call);
  free_.push_back(slot);
  --size_;
}

LiveCall* CallTable::find(CallId id) {
  if (id.slot.value >= calls_.size()) return nullptr;
  LiveCall& call = calls_[id.slot.value];
  return call.used && call.id == id ? &call : nullptr;
}

LiveCall& CallTable::add_as(CallId id) {
  while (calls_.size() <= id.slot.value) grow();
  free_.erase(std::remove(free_.begin(), free_.end(), id.slot.value), free_.end());
  LiveCall& call = calls_[id.slot.value];
  call.id = id;
  call.used = true;
  ++size_;
  return call;
}

}  // namespace twinline::live
