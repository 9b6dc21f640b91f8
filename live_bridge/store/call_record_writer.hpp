// Brings the records of a database up to its journal and keeps them there: folds entries, writes what they end in
// batches, deletes what is too old. It does what it is told by one thread; threads, queues and
// databases that are away are call_records.cpp's business.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "live_bridge/store/call_record_database.hpp"
#include "live_bridge/store/call_record_fold.hpp"
#include "live_bridge/store/instants.hpp"

namespace twinline::live::store {

class CallRecordWriter {
 public:
  /// Told the last entry written after each transaction; false ends catching up before its end.
  using Written = std::function<bool(std::uint64_t entry)>;

  CallRecordWriter(CallRecordDatabase& database, std::filesystem::path journal, Instants instants, Written written);

  /// Reads the journal from the oldest call in progress to its end, and writes the records that are missing. A journal
  /// that ends before what was written, as after a power failure, is believed. False when it was ended before. Throws
  /// JournalError or what the database throws; catching up may then begin anew.
  bool catch_up();

  /// The last entry that was folded.
  std::uint64_t last_entry() const { return last_entry_; }

  void use(std::shared_ptr<const Centre> centre) { fold_.use(std::move(centre)); }

  /// Folds the entry after last_entry(). Its records are written by commit(), or earlier when there are many.
  void take(const EntryExcerpt& excerpt);

  void commit();

  /// Now and then, by the world's time, deletes some of the records of calls that ended longer than `keep` ago. Call it
  /// often.
  void tidy(Duration keep);

  std::uint64_t records_written() const { return records_written_; }

 private:
  bool read_journal();

  CallRecordDatabase* database_;
  std::filesystem::path journal_;
  Instants instants_;
  Written written_;
  CallRecordFold fold_;
  std::vector<CallRecord> records_;  ///< folded and not yet written
  std::uint64_t last_entry_ = 0;
  std::uint64_t records_written_ = 0;
  Time now_{};
  std::optional<Time> tidied_at_;
  bool is_removing_ = false;
};

}  // namespace twinline::live::store
