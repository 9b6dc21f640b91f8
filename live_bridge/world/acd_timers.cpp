#include "live_bridge/world/acd_timers.hpp"

namespace twinline::live {

AcdTimers::Owned& AcdTimers::owned(const TimerId& id) {
  auto& table = id.owner == TimerId::Owner::call ? calls_ : id.owner == TimerId::Owner::agent ? agents_ : policies_;
  if (id.position >= table.size()) table.resize(id.position + 1);
  auto& entry = table[id.position];
  if (!entry) {
    entry = std::make_unique<Owned>();
    entry->timer = Timers::Timer(timers_, [this, timer = entry.get()](Time) { fired_(timer->id); });
  }
  return *entry;
}

void AcdTimers::perform(const StartTimer& wish) {
  Owned& entry = owned(wish.timer);
  entry.id = wish.timer;
  entry.timer.set(wish.at);
}

void AcdTimers::perform(const CancelTimer& wish) {
  Owned& entry = owned(wish.timer);
  if (entry.id.generation == wish.timer.generation) entry.timer.cancel();
}

}  // namespace twinline::live
