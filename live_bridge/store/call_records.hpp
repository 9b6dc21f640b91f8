// Call detail records, derived from the journal's happenings and nothing else, into SQLite or PostgreSQL. Writing is a
// thread's job: routing never waits for a database, and what could not be written is caught up from the journal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "policies/contract/centre.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::store {

class CallRecords {
 public:
  /// Starts the thread, which opens the database, makes its tables where they are missing, and keeps trying while it
  /// is away. `world_start` is the instant of Time 0, ISO 8601.
  CallRecords(const scenarios::StoreSettings& settings, Centre centre, const std::string& world_start);
  ~CallRecords();
  CallRecords(const CallRecords&) = delete;
  CallRecords& operator=(const CallRecords&) = delete;

  /// The happenings of one journal entry, counted from 1 over the whole journal. Never blocks. Entries that the
  /// database has already are passed over.
  void add(std::uint64_t entry, Time at, const Happenings& happenings);

  /// The last entry that is safely in the database; 0 when none is, or the database is away.
  std::uint64_t written() const;
  bool is_up() const;

 private:
  class Writer;
  std::unique_ptr<Writer> writer_;
};

}  // namespace twinline::live::store
