#include "sim/lab/replay.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "reports/journal/entry_text.hpp"
#include "reports/journal/reader.hpp"
#include "reports/replay/replayed_acd.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::sim {
namespace {

/// Policies of the menu, the routing policies with something around them.
journal::PolicyMakers makers(const journal::RoutingWrapper& wrap) {
  auto made = scenarios::policy_makers<journal::PolicyMakers>();
  if (wrap) {
    made.routing = [wrap, plain = made.routing](const Centre& centre, const journal::PolicyIdentity& identity) {
      return wrap(centre, identity, plain(centre, identity));
    };
  }
  return made;
}

void note(const journal::PolicyIdentity& policy, std::vector<journal::PolicyIdentity>& known) {
  if (std::find(known.begin(), known.end(), policy) == known.end()) known.push_back(policy);
}

/// After a record that may have put a policy in force.
void note_policies(const journal::Header& header, ReplayedJournal& journal) {
  note(header.routing, journal.routing);
  note(header.staffing, journal.staffing);
  note(header.ivr, journal.ivr);
}

void note_entry(const journal::Header& header, const journal::Entry& entry, ReplayedJournal& journal) {
  if (journal.first == 0) {
    journal.first = header.entries_before;
    journal.first_at = entry.at;
  }
  journal.last = header.entries_before;
  journal.last_at = entry.at;
  if (std::holds_alternative<PolicyPutInForce>(entry.fact)) note_policies(header, journal);
}

template <class List>
std::optional<ReplayDifference> difference_in(const char* what, const List& expected, const List& found) {
  if (expected == found) return std::nullopt;
  return ReplayDifference{0, {}, what, journal::to_text(expected), journal::to_text(found)};
}

std::optional<ReplayDifference> difference_between(const journal::Entry& entry, const Outcome& outcome) {
  if (auto difference = difference_in("decisions", entry.decisions, outcome.decisions)) return difference;
  if (auto difference = difference_in("wishes", entry.wishes, outcome.wishes)) return difference;
  return difference_in("happenings", entry.happenings, outcome.happenings);
}

}  // namespace

ReplayResult replay(const std::filesystem::path& path, std::size_t from_segment, const EntrySink& sink,
                    const journal::RoutingWrapper& wrap) {
  journal::Reader reader(path);
  if (from_segment >= reader.segments().size()) {
    throw std::invalid_argument("the journal has " + std::to_string(reader.segments().size()) +
                                " segments, counted from 0");
  }
  reader.seek_segment(from_segment);
  ReplayResult result;
  std::optional<journal::ReplayedAcd> acd;
  Outcome outcome;
  outcome.keep_decisions = true;
  while (const auto record = reader.next()) {
    if (!acd) {
      acd.emplace(reader.header(), makers(wrap));
      result.journal.scenario_name = reader.header().scenario_name;
      result.journal.scenario_hash = reader.header().scenario_hash;
      result.journal.world_start = reader.header().world_start;
      note_policies(reader.header(), result.journal);
    }
    if (const auto* snapshot = std::get_if<journal::Snapshot>(&*record)) {
      if (acd->take(*snapshot)) continue;
      result.difference = {result.entries, snapshot->at, "state at a snapshot", "", ""};
      break;
    }
    if (const auto* preparation = std::get_if<journal::Preparation>(&*record)) {
      acd->take(*preparation);
      continue;
    }
    const auto& entry = std::get<journal::Entry>(*record);
    ++result.entries;
    result.decisions += entry.decisions.size();
    outcome.clear();
    acd->take(entry, outcome);
    note_entry(acd->header(), entry, result.journal);
    if (sink) sink(entry, outcome);
    if (auto difference = difference_between(entry, outcome)) {
      difference->entry = result.entries;
      difference->at = entry.at;
      result.difference = std::move(difference);
      break;
    }
  }
  for (const journal::TornTail& tail : reader.torn_tails()) result.warnings.push_back(to_string(tail));
  return result;
}

}  // namespace twinline::sim
