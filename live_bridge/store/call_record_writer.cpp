#include "live_bridge/store/call_record_writer.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "live_bridge/store/numbered_journal.hpp"
#include "live_bridge/wall/log.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/journal/segment_names.hpp"

namespace twinline::live::store {
namespace {

constexpr std::size_t records_in_a_transaction = 500;
constexpr std::uint64_t entries_in_a_transaction = 50'000;
constexpr std::uint64_t removed_in_a_transaction = 500;
constexpr Duration tidy_every = 10min;

}  // namespace

CallRecordWriter::CallRecordWriter(CallRecordDatabase& database, std::filesystem::path journal, Instants instants,
                                   Written written)
    : database_(&database),
      journal_(std::move(journal)),
      instants_(instants),
      written_(std::move(written)),
      fold_(instants) {}

bool CallRecordWriter::catch_up() {
  if (journal::segments_of(journal_).empty()) {
    last_entry_ = 0;
    if (database_->written() == 0) return true;
    throw journal::JournalError(journal_, "there is no such journal, though there are call records of it");
  }
  if (!read_journal()) return false;
  if (last_entry_ < database_->written()) {
    log_warning("{}: ends with entry {}; what call records had of {} more is taken back", journal_.string(),
                last_entry_, database_->written() - last_entry_);
    database_->rewind(last_entry_);
    if (!read_journal()) return false;
  }
  commit();
  return true;
}

/// What was written before is folded only, so that the calls which were in progress then are known.
bool CallRecordWriter::read_journal() {
  NumberedJournal journal{journal_, database_->resume()};
  std::shared_ptr<const Centre> centre;
  fold_ = CallRecordFold{instants_};
  records_.clear();
  last_entry_ = journal.last_entry();
  if (last_entry_ > database_->written()) {
    log_warning("{}: begins after entry {}; the call records have no more than entry {}", journal_.string(),
                last_entry_, database_->written());
  }
  while (const auto excerpt = journal.next()) {
    if (centre != journal.centre()) fold_.use(centre = journal.centre());
    take(*excerpt);
    if (last_entry_ % entries_in_a_transaction != 0) continue;
    commit();
    if (!written_(database_->written())) return false;
  }
  return true;
}

void CallRecordWriter::take(const EntryExcerpt& excerpt) {
  const std::size_t before = records_.size();
  fold_.fold(excerpt, records_);
  if (excerpt.entry <= database_->written()) records_.resize(before);
  last_entry_ = excerpt.entry;
  now_ = excerpt.at;
  if (records_.size() >= records_in_a_transaction) commit();
}

void CallRecordWriter::commit() {
  if (last_entry_ > database_->written()) {
    database_->write(records_, last_entry_, fold_.oldest_arrival().value_or(last_entry_ + 1));
    records_written_ += records_.size();
    records_.clear();
  }
  written_(database_->written());
}

void CallRecordWriter::tidy(Duration keep) {
  if (!tidied_at_ || now_ - *tidied_at_ >= tidy_every) {
    tidied_at_ = now_;
    is_removing_ = true;
  }
  if (!is_removing_) return;
  const std::string oldest_kept = instants_.text(now_ - keep);
  is_removing_ = database_->remove_older_than(oldest_kept, removed_in_a_transaction) == removed_in_a_transaction;
}

}  // namespace twinline::live::store
