#include "live_bridge/store/numbered_journal.hpp"

#include <variant>

#include "reports/journal/journal_error.hpp"

namespace twinline::live::store {
namespace {

/// A crash may leave a last segment without a header; nothing is in it then.
bool can_enter(journal::Reader& reader, std::size_t segment) {
  try {
    reader.seek_segment(segment);
    return true;
  } catch (const journal::JournalError&) {
    if (segment + 1 < reader.segments().size()) throw;
    return false;
  }
}

}  // namespace

NumberedJournal::NumberedJournal(const std::filesystem::path& journal, std::uint64_t entry) : reader_(journal) {
  for (std::size_t segment = reader_.segments().size(); segment-- > 0;) {
    if (can_enter(reader_, segment) && reader_.header().entries_before < entry) break;
  }
  last_entry_ = reader_.header().entries_before;
}

std::optional<EntryExcerpt> NumberedJournal::next() {
  while (const auto record = reader_.next()) {
    if (segment_ != reader_.segment()) begin_segment();
    if (const auto* preparation = std::get_if<journal::Preparation>(&*record)) note(*preparation);
    if (const auto* entry = std::get_if<journal::Entry>(&*record)) return take(*entry);
  }
  return std::nullopt;
}

/// A segment says what is in force as it begins, and repeats what is prepared.
void NumberedJournal::begin_segment() {
  segment_ = reader_.segment();
  last_entry_ = reader_.header().entries_before;
  centre_ = std::make_shared<const Centre>(reader_.header().centre);
  prepared_.clear();
}

void NumberedJournal::note(const journal::Preparation& preparation) {
  if (const auto* centre = std::get_if<Centre>(&preparation.what)) {
    prepared_.insert_or_assign(preparation.number, std::make_shared<const Centre>(*centre));
  }
}

EntryExcerpt NumberedJournal::take(const journal::Entry& entry) {
  EntryExcerpt excerpt = excerpt_of(++last_entry_, entry.at, entry.fact, entry.happenings);
  if (const auto number = centre_change_in(excerpt.happenings)) {
    const auto prepared = prepared_.find(*number);
    if (prepared != prepared_.end()) centre_ = prepared->second;
  }
  return excerpt;
}

}  // namespace twinline::live::store
