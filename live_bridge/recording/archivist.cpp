#include "live_bridge/recording/archivist.hpp"

#include <algorithm>
#include <utility>

#include "live_bridge/recording/keyring.hpp"
#include "live_bridge/wall/log.hpp"

namespace twinline::live::recording {
namespace {

constexpr Duration look_every = 1s;
/// A capture that has no notes and whose call is not recorded belongs to a media server that died; unless the server is
/// just about to write them.
constexpr Duration time_to_finish = 2s;
constexpr Duration longest_between_removals{1h};

}  // namespace

Archivist::Archivist(const scenarios::RecordingSettings& settings)
    : settings_(settings), archive_(settings), spool_(settings.spool_folder) {
  const Keyring usable(settings.key_file);
  archive_.remove_half_written();
  next_look_for_nobodys_ = utc_now() + time_to_finish;
  next_removal_ = utc_now();
  thread_ = std::thread([this] { run(); });
}

Archivist::~Archivist() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void Archivist::recorded_now(const std::string& call, bool recorded) {
  const std::lock_guard lock(mutex_);
  if (recorded) {
    recorded_now_.insert(call);
  } else {
    recorded_now_.erase(call);
  }
}

void Archivist::write_down(AuditEntry entry) {
  {
    const std::lock_guard lock(mutex_);
    noted_.push_back({utc_now(), std::move(entry)});
    news_ = true;
  }
  woken_.notify_one();
}

void Archivist::run() {
  for (bool last = false; !last;) {
    {
      std::unique_lock lock(mutex_);
      woken_.wait_for(lock, look_every, [this] { return stop_ || news_; });
      last = stop_;
      news_ = false;
    }
    try {
      write_what_is_noted();
      look_into_spool(last);
      keep_no_longer_than_allowed();
      last_trouble_.clear();
    } catch (const std::exception& error) {
      if (std::exchange(last_trouble_, error.what()) != error.what()) log_error("recordings: {}", error.what());
    }
  }
}

void Archivist::write_what_is_noted() {
  while (true) {
    Noted first;
    {
      const std::lock_guard lock(mutex_);
      if (noted_.empty()) return;
      first = noted_.front();
    }
    archive_.audit().append(first.at, first.entry);  // where that fails, it stays noted
    const std::lock_guard lock(mutex_);
    noted_.pop_front();
  }
}

void Archivist::look_into_spool(bool last) {
  const UtcTime now = utc_now();
  const bool look_for_nobodys = now >= next_look_for_nobodys_ && !last;
  std::set<std::string> recorded, nobodys;
  {
    const std::lock_guard lock(mutex_);
    recorded = recorded_now_;
  }
  for (const Capture& capture : spool_.captures()) {
    if (capture.finished) {
      take_in(capture);
    } else if (look_for_nobodys && !recorded.contains(capture.call)) {
      if (nobodys_.contains(capture.name)) {
        take_in(capture);
      } else {
        nobodys.insert(capture.name);
      }
    }
  }
  if (!look_for_nobodys) return;
  nobodys_ = std::move(nobodys);
  next_look_for_nobodys_ = now + time_to_finish;
}

void Archivist::take_in(const Capture& capture) {
  try {
    archive_.take_in(spool_, capture);
    complained_.erase(capture.name);
  } catch (const std::exception& error) {
    if (!complained_.insert(capture.name).second) return;
    log_error("a recording stays in the spool, in the plain: {}", error.what());
  }
}

void Archivist::keep_no_longer_than_allowed() {
  const UtcTime now = utc_now();
  if (now < next_removal_) return;
  next_removal_ = now + std::clamp<Duration>(settings_.keep / 10, look_every, longest_between_removals);
  if (const std::size_t removed = archive_.remove_expired(now); removed > 0) {
    log_info("{} recordings were kept long enough and are deleted", removed);
  }
}

}  // namespace twinline::live::recording
