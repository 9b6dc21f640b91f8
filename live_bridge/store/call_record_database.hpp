// The tables of call records, and how far they follow their journal. Records and the number of the last journal entry
// that is in them change in one transaction, so that a crash at any instant neither loses nor doubles a call. One
// database may hold the records of several journals; a journal is known by its world's start.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "live_bridge/store/call_record_fold.hpp"
#include "live_bridge/store/sql_connection.hpp"

namespace twinline::live::store {

class CallRecordDatabase {
 public:
  /// Makes the tables where there are none. `world_start` as Instants writes it. Throws what the connection throws, as
  /// every function here, and std::runtime_error for tables of another version.
  CallRecordDatabase(std::unique_ptr<SqlConnection> connection, const std::string& world_start);

  /// The last entry whose records are here; 0 at first.
  std::uint64_t written() const { return written_; }

  /// The entry from which the fold may begin anew: in which the oldest call in progress arrived.
  std::uint64_t resume() const { return resume_; }

  /// The records of all entries after written() up to this one.
  void write(std::span<const CallRecord> records, std::uint64_t entry, std::uint64_t resume);

  /// Takes back what came of entries after this one. Which calls were in progress then is not known any more, so the
  /// fold begins at the journal's beginning.
  void rewind(std::uint64_t entry);

  /// Deletes records of calls that ended before this instant, `at_most` of them. Returns how many there were.
  std::uint64_t remove_older_than(const std::string& instant, std::uint64_t at_most);

 private:
  void make_tables();
  void find_journal(const std::string& world_start);
  void insert(const CallRecord& record);
  void set_progress(std::uint64_t written, std::uint64_t resume);

  std::unique_ptr<SqlConnection> connection_;
  std::int64_t journal_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t resume_ = 1;
};

}  // namespace twinline::live::store
