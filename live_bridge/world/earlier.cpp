#include "live_bridge/world/earlier.hpp"

#include <memory>
#include <optional>
#include <stdexcept>

#include "live_bridge/wall/log.hpp"
#include "reports/journal/instant_text.hpp"
#include "reports/journal/reader.hpp"
#include "reports/journal/segment_names.hpp"
#include "reports/replay/replayed_acd.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live {
namespace {

/// Any snapshot but the first is where the entries before it have led to.
void follow(journal::ReplayedAcd& acd, const journal::Record& record, Outcome& outcome) {
  if (const auto* entry = std::get_if<journal::Entry>(&record)) {
    outcome.clear();
    acd.follow(*entry, outcome);
  } else if (const auto* preparation = std::get_if<journal::Preparation>(&record)) {
    acd.take(*preparation);
  } else if (!acd.is_open()) {
    acd.take(std::get<journal::Snapshot>(record));
  }
}

}  // namespace

std::unique_ptr<Bridge::Earlier> Bridge::read_earlier(const scenarios::StoreSettings& store) {
  if (journal::segments_of(store.journal).empty()) return nullptr;
  journal::Reader reader(store.journal);
  reader.seek_segment(reader.segments().size() - 1);
  std::optional<journal::ReplayedAcd> acd;
  Outcome outcome;
  while (const auto record = reader.next()) {
    if (!acd) acd.emplace(reader.header(), scenarios::policy_makers<journal::PolicyMakers>());
    follow(*acd, *record, outcome);
  }
  if (!acd || !acd->is_open()) throw std::runtime_error(store.journal + " has no state to go on from");
  auto earlier = std::make_unique<Earlier>();
  earlier->world_start = journal::instant_of(acd->header().world_start);
  earlier->last = acd->last();
  earlier->header = acd->header();
  earlier->acd = acd->release();
  log_info("going on from {}: {} entries", store.journal, earlier->header.entries_before);
  return earlier;
}

}  // namespace twinline::live
