#include "sim/lab/replay.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

#include "policies/acd/acd.hpp"
#include "policies/acd/defect.hpp"
#include "reports/journal/entry_text.hpp"
#include "reports/journal/reader.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::sim {
namespace {

scenarios::PolicyChoice choice_of(const journal::PolicyIdentity& identity) {
  return {identity.name, identity.version, identity.parameters};
}

std::unique_ptr<RoutingPolicy> wrapped(const RoutingWrapper& wrap, const Centre& centre,
                                       std::unique_ptr<RoutingPolicy> policy) {
  return wrap ? wrap(centre, std::move(policy)) : std::move(policy);
}

std::unique_ptr<Acd> make_acd(const journal::Header& header, const RoutingWrapper& wrap) {
  Policies policies = scenarios::make_policies(header.centre, choice_of(header.routing), choice_of(header.staffing),
                                               choice_of(header.ivr));
  policies.routing = wrapped(wrap, header.centre, std::move(policies.routing));
  return std::make_unique<Acd>(header.centre, std::move(policies), header.policy_seed);
}

/// A process that reloads once a second does not reach this in a day.
void require_sane(std::uint32_t number) {
  constexpr std::uint32_t most = 100'000;
  if (number > most)
    throw std::invalid_argument("the journal has a preparation with the number " + std::to_string(number));
}

/// Gives the ACD what the journal says the world gave it, under the number that the journal says.
void prepare(Acd& acd, const journal::Preparation& preparation, const RoutingWrapper& wrap) {
  require_sane(preparation.number);
  acd.prepare_next_as(preparation.number);
  if (const auto* centre = std::get_if<Centre>(&preparation.what)) {
    acd.prepare(*centre);
  } else {
    const auto& policy = std::get<journal::Preparation::Policy>(preparation.what);
    const scenarios::PolicyChoice chosen = choice_of(policy.identity), any_staffing{"fixed", 0, {}},
                                  any_ivr{"straight", 0, {}}, any_routing{"longest_idle_agent", 0, {}};
    switch (policy.kind) {
      case PolicyKind::routing:
        acd.prepare(
            wrapped(wrap, acd.centre(), scenarios::make_policies(acd.centre(), chosen, any_staffing, any_ivr).routing));
        break;
      case PolicyKind::staffing:
        acd.prepare(scenarios::make_policies(acd.centre(), any_routing, chosen, any_ivr).staffing);
        break;
      case PolicyKind::ivr:
        acd.prepare(scenarios::make_policies(acd.centre(), any_routing, any_staffing, chosen).ivr);
        break;
    }
  }
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

ReplayResult replay(const std::filesystem::path& path, std::size_t from_segment, const HappeningsSink& sink,
                    const RoutingWrapper& wrap) {
  journal::Reader reader(path);
  if (from_segment >= reader.segments().size()) {
    throw std::invalid_argument("the journal has " + std::to_string(reader.segments().size()) +
                                " segments, counted from 0");
  }
  reader.seek_segment(from_segment);
  ReplayResult result;
  std::unique_ptr<Acd> acd;
  Outcome outcome;
  outcome.keep_decisions = true;
  while (const auto record = reader.next()) {
    if (const auto* snapshot = std::get_if<journal::Snapshot>(&*record)) {
      if (!acd) {
        acd = make_acd(reader.header(), wrap);
        acd->restore(snapshot->state);
      } else if (acd->save() != snapshot->state) {
        result.difference = {result.entries, snapshot->at, "state at a snapshot", "", ""};
        break;
      }
      continue;
    }
    if (!acd) throw std::invalid_argument("the journal does not open with a snapshot");
    if (const auto* preparation = std::get_if<journal::Preparation>(&*record)) {
      prepare(*acd, *preparation, wrap);
      continue;
    }
    const auto& entry = std::get<journal::Entry>(*record);
    ++result.entries;
    result.decisions += entry.decisions.size();
    if (const auto defect = acd::defect_of({entry.at, entry.fact}, acd->view())) {
      throw std::invalid_argument("entry " + std::to_string(result.entries) + " cannot have happened: " + *defect);
    }
    outcome.clear();
    acd->handle(entry.at, entry.fact, outcome);
    if (sink) sink(entry.at, outcome.happenings);
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
