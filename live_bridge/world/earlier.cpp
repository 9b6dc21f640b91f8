#include "live_bridge/world/earlier.hpp"

#include <memory>
#include <stdexcept>

#include "live_bridge/wall/log.hpp"
#include "reports/journal/instant_text.hpp"
#include "reports/journal/reader.hpp"
#include "reports/journal/segment_names.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live {
namespace {

scenarios::PolicyChoice choice_of(const journal::PolicyIdentity& identity) {
  return {identity.name, identity.version, identity.parameters};
}

}  // namespace

std::unique_ptr<Acd> acd_of(const journal::Header& header) {
  return std::make_unique<Acd>(header.centre,
                               scenarios::make_policies(header.centre, choice_of(header.routing),
                                                        choice_of(header.staffing), choice_of(header.ivr)),
                               header.policy_seed);
}

std::unique_ptr<Bridge::Earlier> Bridge::read_earlier(const scenarios::StoreSettings& store) {
  if (journal::segments_of(store.journal).empty()) return nullptr;
  journal::Reader reader(store.journal);
  reader.seek_segment(reader.segments().size() - 1);
  auto earlier = std::make_unique<Earlier>();
  Outcome outcome;
  while (const auto record = reader.next()) {
    if (const auto* snapshot = std::get_if<journal::Snapshot>(&*record)) {
      earlier->last = snapshot->at;
      if (earlier->acd) continue;  // the state has been brought here by the entries before
      earlier->acd = acd_of(reader.header());
      earlier->acd->restore(snapshot->state);
    } else if (const auto* entry = std::get_if<journal::Entry>(&*record)) {
      if (!earlier->acd) throw std::runtime_error(store.journal + " does not open with a snapshot");
      outcome.clear();
      earlier->acd->handle(entry->at, entry->fact, outcome);
      earlier->last = entry->at;
      ++earlier->entries;
    }
  }
  if (!earlier->acd) throw std::runtime_error(store.journal + " has no state to go on from");
  earlier->header = reader.header();
  earlier->entries += earlier->header.entries_before;
  earlier->world_start = journal::instant_of(earlier->header.world_start);
  log_info("going on from {}: {} entries", store.journal, earlier->entries);
  return earlier;
}

}  // namespace twinline::live
