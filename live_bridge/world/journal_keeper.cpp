#include "live_bridge/world/journal_keeper.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "live_bridge/wall/log.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/journal/segment.hpp"
#include "reports/journal/segment_names.hpp"

namespace twinline::live {
namespace {

void sync(const std::filesystem::path& file) {
  const int opened = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0 || fdatasync(opened) < 0) log_error("{} is not synced: {}", file.string(), std::strerror(errno));
  if (opened >= 0) close(opened);
}

}  // namespace

JournalKeeper::JournalKeeper(std::filesystem::path journal, Duration every)
    : journal_(std::move(journal)), every_(every), thread_([this] { run(); }) {}

JournalKeeper::~JournalKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopping_.notify_one();
  thread_.join();
}

void JournalKeeper::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_.wait_for(lock, every_, [this] { return stop_; })) {
    lock.unlock();
    look_after_segments();
    lock.lock();
  }
}

void JournalKeeper::look_after_segments() {
  try {
    const auto segments = journal::segments_of(journal_);
    if (segments.empty()) return;
    sync(segments.back());
    for (std::size_t position = 0; position + 1 < segments.size(); ++position) {
      if (segments[position] > packed_) pack(segments[position]);
    }
  } catch (const journal::JournalError& error) {
    log_error("{}", error.what());
  }
}

/// Once each: a segment that a crash left open stays as it is, which costs space and nothing else.
void JournalKeeper::pack(const std::filesystem::path& segment) {
  packed_ = segment;
  try {
    journal::compress_segment(segment);
  } catch (const journal::JournalError& error) {
    log_info("{}", error.what());
  }
}

}  // namespace twinline::live
