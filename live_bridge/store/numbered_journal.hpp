// A journal as call records read it: excerpts of its entries, numbered from 1 over all segments, with the centre that
// was in force. Reading begins in the middle, where the oldest call arrived that still matters.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "live_bridge/store/call_record_fold.hpp"
#include "policies/contract/centre.hpp"
#include "reports/journal/reader.hpp"

namespace twinline::live::store {

class NumberedJournal {
 public:
  /// Opens the journal where next() returns this entry after less than a segment of others; at its beginning when
  /// earlier segments were deleted. Throws JournalError, as everything here.
  NumberedJournal(const std::filesystem::path& journal, std::uint64_t entry);

  /// The next entry; none at the end of what was there when the journal was opened.
  std::optional<EntryExcerpt> next();

  /// In force after the entry that next() returned.
  const std::shared_ptr<const Centre>& centre() const { return centre_; }

  /// The number of the entry that next() returned; before the first one, that of the entry before it.
  std::uint64_t last_entry() const { return last_entry_; }

 private:
  void begin_segment();
  void note(const journal::Preparation& preparation);
  EntryExcerpt take(const journal::Entry& entry);

  journal::Reader reader_;
  std::uint64_t last_entry_ = 0;
  std::optional<std::size_t> segment_;
  std::shared_ptr<const Centre> centre_;
  std::map<std::uint32_t, std::shared_ptr<const Centre>> prepared_;
};

}  // namespace twinline::live::store
