// Brings what the media server has captured into the archive, on a thread of its own: the thread with the calls never
// waits for a disk. It looks into the spool once a second, so that a crash needs no other way than the usual one: what
// is finished is taken in, what nobody goes on with is taken in too, what is too old is deleted.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "live_bridge/recording/archive.hpp"
#include "live_bridge/recording/spool.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::recording {

class Archivist {
 public:
  /// Throws std::runtime_error where the keys cannot be read or made: recordings that cannot be kept are not made.
  explicit Archivist(const scenarios::RecordingSettings& settings);
  /// Takes in what is finished by then.
  ~Archivist();
  Archivist(const Archivist&) = delete;
  Archivist& operator=(const Archivist&) = delete;

  /// Calls that are being recorded, by pseudonym: their captures are left alone until they are finished.
  void recorded_now(const std::string& call, bool recorded);
  /// Into the audit trail, soon; from the loop's thread.
  void write_down(AuditEntry entry);

 private:
  struct Noted {
    UtcTime at;
    AuditEntry entry;
  };

  void run();
  void write_what_is_noted();
  void look_into_spool(bool last);
  void take_in(const Capture& capture);
  void keep_no_longer_than_allowed();

  const scenarios::RecordingSettings settings_;
  Archive archive_;
  Spool spool_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stop_ = false, news_ = false;
  std::deque<Noted> noted_;
  std::set<std::string> recorded_now_;
  // The thread's own.
  std::set<std::string> nobodys_;     ///< captures that nobody went on with when they were last looked at
  std::set<std::string> complained_;  ///< captures that could not be taken in, which is said once
  std::string last_trouble_;          ///< of everything at once, said when it begins and when it is another
  UtcTime next_look_for_nobodys_, next_removal_;
  std::thread thread_;
};

}  // namespace twinline::live::recording
