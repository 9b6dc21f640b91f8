#include "live_bridge/world/awaited_callers.hpp"

#include <algorithm>
#include <utility>

#include "live_bridge/wall/log.hpp"

namespace twinline::live {
namespace {

/// T1 of RFC 3261. An INVITE that nobody answers is sent again after it, and then each time after twice as long, so
/// that whoever is away at first hears it at twice that time and T1 at the latest.
constexpr Duration first_interval = 500ms;
constexpr Duration on_the_way = 500ms;
/// By then its peer has given it up (timer B).
constexpr Duration given_up_after = 64 * first_interval;

}  // namespace

AwaitedCallers::AwaitedCallers(store::Dialogs& dialogs, Timers& timers, const Clock& clock, Lost lost)
    : dialogs_(dialogs), clock_(clock), lost_(std::move(lost)), due_(timers, [this](Time now) { give_up(now); }) {}

void AwaitedCallers::leave(const KeptArrival& arrival) { dialogs_.keep(arrival.key, to_bytes(arrival)); }

bool AwaitedCallers::recall(const store::KeptDialog& kept) {
  const auto arrival = kept_arrival_from(kept.bytes);
  if (!arrival) return false;
  const Duration away = clock_.now() - arrival->at;
  const Duration patience = std::min(2 * away + first_interval + on_the_way, given_up_after);
  awaited_.push_back({*arrival, arrival->at + patience});
  arm();
  return true;
}

void AwaitedCallers::came(std::uint64_t invite) {
  const auto found = std::find_if(awaited_.begin(), awaited_.end(),
                                  [invite](const Awaited& awaited) { return awaited.arrival.invite == invite; });
  if (found == awaited_.end()) return;
  log_info("the caller whose INVITE was at hand when the process was ended is here");
  dialogs_.forget(found->arrival.key);
  awaited_.erase(found);
  arm();
}

void AwaitedCallers::give_up(Time now) {
  for (std::size_t place = 0; place < awaited_.size();) {
    if (awaited_[place].until > now) {
      ++place;
      continue;
    }
    const KeptArrival arrival = awaited_[place].arrival;
    awaited_.erase(awaited_.begin() + static_cast<std::ptrdiff_t>(place));
    dialogs_.forget(arrival.key);
    lost_(arrival);
  }
  arm();
}

void AwaitedCallers::arm() {
  if (awaited_.empty()) return due_.cancel();
  due_.set(std::min_element(awaited_.begin(), awaited_.end(), [](const Awaited& a, const Awaited& b) {
             return a.until < b.until;
           })->until);
}

}  // namespace twinline::live
