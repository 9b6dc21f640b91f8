// What becomes of customers' matters: nothing of it is made or lost, the closed form is met, and the same customers
// meet the same chance whatever the centre does.
#include <cmath>
#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "sim/people/caller_key.hpp"
#include "tests/laws/figure.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {
namespace {

using reports::JourneyCount;
using reports::JourneyCounts;

const std::string bank = "journeys.yaml", closed_form = "laws/recontacts.yaml";

JourneyCounts matters_of(const sim::Model& model, sim::ReplicationSeed seed) {
  const reports::ReplicationTotals totals = sim::Replicator(model, reports::Detail::full).run(seed);
  CHECK(reports::first_inconsistency(totals) == std::nullopt);
  REQUIRE(totals.journeys);
  return totals.journeys->total();
}

/// What the facts of the same replication say.
struct Seen {
  std::uint64_t arrivals = 0, redials = 0, transfers = 0, talks = 0, served = 0;
  std::map<std::uint64_t, std::uint64_t> tries;               ///< by matter
  std::map<std::uint64_t, std::vector<Time>> later_arrivals;  ///< by matter: of those that are no redials
};

Seen facts_of(const sim::Model& model, sim::ReplicationSeed seed) {
  Seen seen;
  run_watched(model, seed, [&](const Occurrence& occurrence, const Outcome& outcome, const View&) {
    if (const auto* arrived = std::get_if<CallArrived>(&occurrence.fact)) {
      ++seen.arrivals;
      seen.redials += arrived->attempt > 0;
      ++seen.tries[sim::matter_of(arrived->key)];
      if (arrived->attempt == 0 && sim::attempt_of(arrived->key) > 0) {
        seen.later_arrivals[sim::matter_of(arrived->key)].push_back(occurrence.at);
      }
    }
    seen.transfers += std::holds_alternative<CallTransferred>(occurrence.fact);
    for (const Happening& happening : outcome.happenings) {
      if (const auto* wait = std::get_if<WaitEnded>(&happening)) seen.talks += wait->how == WaitEnd::answered;
      if (const auto* ended = std::get_if<CallEnded>(&happening)) seen.served += ended->outcome == CallOutcome::served;
    }
  });
  return seen;
}

const scenarios::Overlays never_resolved{
    {"calls.question.resolution", "0 %"},
    {"calls.question.escalation.share", "0 %"},
    {"calls.question.complaint.if_unresolved", "0 %"},
    {"calls.question.transfers.share", "0 %"},
    {"calls.question.recontact", "{if_unresolved: 100 %, as: question, delay: {constant: 10 min}}"}};

}  // namespace

TEST_CASE("law: contacts are first attempts, redials, recontacts and reworks, and every matter ends or stays open") {
  for (const std::uint64_t index : {0, 1, 2}) {
    const auto model = library_model(bank);
    const JourneyCounts counts = matters_of(*model, {7, index});
    const Seen seen = facts_of(*model, {7, index});
    CHECK(seen.arrivals == counts[JourneyCount::first_attempts] + counts[JourneyCount::redials] +
                               counts[JourneyCount::recontacts] + counts[JourneyCount::reworks]);
    CHECK(seen.redials == counts[JourneyCount::redials]);
    CHECK(seen.tries.size() == counts[JourneyCount::first_attempts]);
    CHECK(seen.transfers == counts[JourneyCount::transfers]);
    CHECK(seen.talks == counts[JourneyCount::talks]);
    CHECK(seen.served >= counts[JourneyCount::served]);
    CHECK(seen.served <= counts[JourneyCount::served] + counts[JourneyCount::reworks]);
    // All mechanisms are on, so nothing of this holds for want of matter.
    using enum JourneyCount;
    for (const JourneyCount what :
         {redials, recontacts, reworks, served_again, settled_first, unresolved, transfers, transfers_without_context,
          escalations, levels_passed, complaints, resolved, left_unresolved, given_up, still_open, beyond_horizon}) {
      INFO("count " << static_cast<int>(what));
      CHECK(counts[what] > 0);
    }
  }
}

TEST_CASE("law: what a cut horizon leaves is still open, and what the warm-up saw does not count") {
  for (const char* run_out : {"cut", "until_empty"}) {
    const auto model = library_model(bank, {{"horizon.run_out", run_out}, {"horizon.warm_up", "12 h"}});
    const JourneyCounts counts = matters_of(*model, {7, 0});
    const JourneyCounts all = matters_of(*library_model(bank, {{"horizon.run_out", run_out}}), {7, 0});
    CHECK(counts[JourneyCount::still_open] > counts[JourneyCount::beyond_horizon]);
    CHECK(counts[JourneyCount::first_attempts] < all[JourneyCount::first_attempts]);
    CHECK(counts[JourneyCount::still_open] <= all[JourneyCount::still_open]);
  }
}

TEST_CASE("law: nobody tries more often than a matter can count, and then gives up") {
  const auto model = library_model(bank, never_resolved);
  const Seen seen = facts_of(*model, {7, 0});
  std::uint64_t most = 0;
  for (const auto& [matter, tries] : seen.tries) most = std::max(most, tries);
  CHECK(most == sim::last_attempt + 1U);
  CHECK(matters_of(*model, {7, 0})[JourneyCount::left_unresolved] > 0);
}

TEST_CASE("law: who would come again while the site is closed comes within the hour after it opens") {
  const auto model = library_model(bank, {{"calls.question.recontact.delay", "{uniform: {low: 10 h, high: 14 h}}"}});
  const std::vector<scenarios::Day>& days = model->scenario().horizon.days;
  std::size_t next_day = 0;
  for (const auto& [matter, times] : facts_of(*model, {7, 0}).later_arrivals) {
    for (const Time at : times) {
      const bool is_open = std::any_of(days.begin(), days.end(), [&](const auto& day) { return day.is_open(at); });
      CHECK(is_open);
      next_day += std::any_of(days.begin(), days.end(),
                              [&](const auto& day) { return at >= day.opens && at < day.opens + 1h; });
    }
  }
  CHECK(next_day > 20);
}

TEST_CASE("law: contacts per matter, first-contact resolution and the resolution rate are those of the closed form") {
  const auto model = library_model(closed_form);
  const std::map<std::string, double> expected{{"contacts_per_matter", 1.25},
                                               {"first_contact_resolution", 0.8},
                                               {"resolution_rate", 0.75},
                                               {"repeat_contacts", 0.2}};
  for (const auto& [kpi, value] : expected) {
    const Figure figure = figure_of(*model, kpi, 3);
    INFO(kpi << " " << figure.value << " with standard error " << figure.standard_error);
    CHECK(std::abs(figure.value - value) < 3 * figure.standard_error);
    CHECK(figure.standard_error < 0.005 * value);
  }
}

TEST_CASE("law: customers meet the same chance whatever the centre does") {
  const auto who_comes_again = [](const char* agents) {
    std::set<std::uint64_t> matters;
    const auto model = library_model(closed_form, {{"groups.agents.scheduled", agents}});
    for (const auto& [matter, times] : facts_of(*model, {7, 0}).later_arrivals) matters.insert(matter);
    return matters;
  };
  const auto few = who_comes_again("4"), many = who_comes_again("30");
  CHECK(few.size() > 500);
  CHECK(few == many);
}

TEST_CASE("law: a flow tells customers who have been served before from those who have not") {
  const auto model =
      library_model(bank, {{"ivr",
                            "{flows: {front: {known: {branch_on: contacts, values: {0: first}, otherwise: again}, "
                            "first: {queue: yes}, again: {queue_as: complaint}}}}"},
                           {"calls.question.ivr", "front"}});
  const CallTypeIndex question{0}, complaint{3};
  std::map<CallKey, CallTypeIndex> expected;  // of calls that have not waited yet
  std::size_t first = 0, again = 0;
  run_watched(*model, {7, 0}, [&](const Occurrence& occurrence, const Outcome& outcome, const View&) {
    if (const auto* arrived = std::get_if<CallArrived>(&occurrence.fact); arrived && arrived->type == question) {
      expected[arrived->key] = arrived->attributes.front().value == 0 ? question : complaint;
    }
    for (const Happening& happening : outcome.happenings) {
      const auto* began = std::get_if<WaitBegan>(&happening);
      const auto known = began ? expected.find(began->key) : expected.end();
      if (known == expected.end()) continue;
      CHECK(began->labels.type == known->second);
      ++(known->second == question ? first : again);
      expected.erase(known);
    }
  });
  CHECK(first > 1500);
  CHECK(again > 100);
}

TEST_CASE("law: a window that ends before anybody comes again sees all settled") {
  const auto model = library_model(closed_form, {{"journeys", "{fcr_window: 9 s}"}});
  const JourneyCounts counts = matters_of(*model, {7, 0});
  CHECK(counts[JourneyCount::first_served] == counts[JourneyCount::served]);
  CHECK(counts[JourneyCount::settled_first] == counts[JourneyCount::served]);
}

}  // namespace twinline::laws
