#include "reports/replay/replay.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "reports/journal/entry_text.hpp"
#include "reports/journal/reader.hpp"

namespace twinline::journal {
namespace {

void note(const PolicyIdentity& policy, std::vector<PolicyIdentity>& known) {
  if (std::find(known.begin(), known.end(), policy) == known.end()) known.push_back(policy);
}

/// After a record that may have put a policy in force.
void note_policies(const Header& header, ReplayedJournal& journal) {
  note(header.routing, journal.routing);
  note(header.staffing, journal.staffing);
  note(header.ivr, journal.ivr);
}

void note_entry(const Header& header, const Entry& entry, ReplayedJournal& journal) {
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
  return ReplayDifference{0, {}, what, to_text(expected), to_text(found)};
}

std::optional<ReplayDifference> difference_between(const Entry& entry, const Outcome& outcome) {
  if (auto difference = difference_in("decisions", entry.decisions, outcome.decisions)) return difference;
  if (auto difference = difference_in("wishes", entry.wishes, outcome.wishes)) return difference;
  return difference_in("happenings", entry.happenings, outcome.happenings);
}

}  // namespace

PolicyMakers with_wrapped_routing(PolicyMakers makers, const RoutingWrapper& wrap) {
  if (!wrap) return makers;
  makers.routing = [wrap, plain = std::move(makers.routing)](const Centre& centre, const PolicyIdentity& identity) {
    return wrap(centre, identity, plain(centre, identity));
  };
  return makers;
}

ReplayResult replay(const std::filesystem::path& path, std::size_t from_segment, const PolicyMakers& makers,
                    const ReplaySink& sink) {
  Reader reader(path);
  if (from_segment >= reader.segments().size()) {
    throw std::invalid_argument("the journal has " + std::to_string(reader.segments().size()) +
                                " segments, counted from 0");
  }
  reader.seek_segment(from_segment);
  ReplayResult result;
  std::optional<ReplayedAcd> acd;
  Outcome outcome;
  outcome.keep_decisions = true;
  bool goes_on = true;
  while (goes_on) {
    const auto record = reader.next();
    if (!record) break;
    if (!acd) {
      acd.emplace(reader.header(), makers);
      result.journal.scenario_name = reader.header().scenario_name;
      result.journal.scenario_hash = reader.header().scenario_hash;
      result.journal.world_start = reader.header().world_start;
      note_policies(reader.header(), result.journal);
    }
    if (const auto* snapshot = std::get_if<Snapshot>(&*record)) {
      if (acd->take(*snapshot)) continue;
      result.difference = {result.entries, snapshot->at, "state at a snapshot", "", ""};
      break;
    }
    if (const auto* preparation = std::get_if<Preparation>(&*record)) {
      acd->take(*preparation);
      continue;
    }
    const auto& entry = std::get<Entry>(*record);
    ++result.entries;
    result.decisions += entry.decisions.size();
    outcome.clear();
    acd->take(entry, outcome);
    note_entry(acd->header(), entry, result.journal);
    if (sink) goes_on = sink(entry, outcome);
    if (auto difference = difference_between(entry, outcome)) {
      difference->entry = result.entries;
      difference->at = entry.at;
      result.difference = std::move(difference);
      break;
    }
  }
  for (const TornTail& tail : reader.torn_tails()) result.warnings.push_back(to_string(tail));
  return result;
}

}  // namespace twinline::journal
