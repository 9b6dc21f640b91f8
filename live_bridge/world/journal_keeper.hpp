// What the journal needs besides being written: its bytes brought to the disk every now and then, and segments that are
// full packed. Both take the time of a disk, so a thread of its own does them; the thread with the calls never waits.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "policies/contract/time.hpp"

namespace twinline::live {

class JournalKeeper {
 public:
  /// Syncs the newest segment of this journal every so often, and packs all before it.
  JournalKeeper(std::filesystem::path journal, Duration every);
  ~JournalKeeper();
  JournalKeeper(const JournalKeeper&) = delete;
  JournalKeeper& operator=(const JournalKeeper&) = delete;

 private:
  void run();
  void look_after_segments();
  void pack(const std::filesystem::path& segment);

  std::filesystem::path journal_;
  Duration every_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stop_ = false;
  std::filesystem::path packed_;  ///< the last one that was
  std::thread thread_;
};

}  // namespace twinline::live
