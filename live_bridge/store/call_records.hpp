// Call detail records, derived from the journal's entries and nothing else, into SQLite or PostgreSQL. Writing is a
// thread's job: routing never waits for a database, and what could not be written is caught up from the journal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::store {

class CallRecords {
 public:
  /// Starts the thread, which opens the database, makes its tables where they are missing, keeps trying while it is
  /// away, and catches up with the journal that the settings name. `centre` is the one in force; a later one is read
  /// from the journal. `world_start` is the instant of Time 0, ISO 8601 with offset, as in the journal's header; throws
  /// std::invalid_argument when it is none.
  CallRecords(const scenarios::StoreSettings& settings, Centre centre, const std::string& world_start);

  /// Writes what is in memory. Where the database is away, or still far behind, the next start catches up.
  ~CallRecords();
  CallRecords(const CallRecords&) = delete;
  CallRecords& operator=(const CallRecords&) = delete;

  /// One journal entry, counted from 1 over the whole journal, each once and in order, after the journal has handed it
  /// to the kernel. Never blocks. Entries that the database has already are passed over.
  void add(std::uint64_t entry, Time at, const Fact& fact, const Happenings& happenings);

  /// The last entry that is safely in the database, as far as is known; 0 before it was reached for the first time.
  std::uint64_t written() const;

  /// Whether records are being written: not while the database is away, nor while the journal cannot be read.
  bool is_up() const;

 private:
  class Writer;
  std::unique_ptr<Writer> writer_;
};

/// Builds the records of a whole journal anew, in the database that the settings name, in place of those that it has of
/// this journal. Nothing is deleted for its age. Returns how many calls have a record. Throws JournalError or what the
/// database throws; what was written by then is right, and the next attempt begins anew.
std::uint64_t rebuild_call_records(const std::filesystem::path& journal, const scenarios::StoreSettings& settings);

}  // namespace twinline::live::store
