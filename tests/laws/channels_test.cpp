// Channels other than voice: one agent with several chats is a birth-death chain, and what is written is never lost.
#include <array>
#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "sim/lab/replication.hpp"
#include "tests/laws/figure.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {
namespace {

const std::string chats = "laws/chat_concurrency.yaml", two_days = "omnichannel.yaml";

/// The stationary law of laws/chat_concurrency.yaml, per hour.
struct Chain {
  double mean_waiting = 0, mean_in_hand = 0, busy = 0;

  Chain() {
    constexpr double arrivals = 30, service = 15, giving_up = 12;
    constexpr std::array<double, 4> pace{0, 1, 0.8, 0.65};
    double sum = 0, state = 1;
    for (std::size_t there = 0; there < 200; ++there) {
      const std::size_t in_hand = std::min<std::size_t>(there, 3);
      const auto waiting = static_cast<double>(there - in_hand), served = static_cast<double>(in_hand);
      if (there > 0) state *= arrivals / (served * pace[in_hand] * service + waiting * giving_up);
      sum += state;
      mean_waiting += waiting * state;
      mean_in_hand += served * state;
      busy += there > 0 ? state : 0;
    }
    mean_waiting /= sum, mean_in_hand /= sum, busy /= sum;
  }
};

}  // namespace

TEST_CASE("law: an agent with several chats, each slowing the others, is a birth-death chain") {
  const auto model = library_model(chats);
  const Chain chain;
  const auto check = [&](const char* kpi, double exact) {
    const Figure found = figure_of(*model, kpi, 5);
    INFO(kpi << " " << found.value << " ± " << found.standard_error << ", exactly " << exact);
    CHECK(std::abs(found.value - exact) < 3 * found.standard_error);
    CHECK(found.standard_error < 0.02 * exact);
  };
  check("mean_wait", chain.mean_waiting / 30 * 3600);
  check("abandonment_rate", 12 * chain.mean_waiting / 30);
  check("occupancy", chain.busy);
  check("concurrency", chain.mean_in_hand / chain.busy);
}

TEST_CASE("law: every ticket that came is closed or in the backlog, and none leaves at closing time") {
  const auto model = library_model(two_days);
  const Centre& centre = model->scenario().centre;
  for (const std::uint64_t index : {0, 1, 2}) {
    std::uint64_t came = 0, at_night = 0;
    run_watched(*model, {3, index}, [&](const Occurrence& occurrence, const Outcome&, const View&) {
      const auto* arrived = std::get_if<CallArrived>(&occurrence.fact);
      if (arrived == nullptr || !waits_while_closed(centre.call_types[arrived->type.value].channel)) return;
      ++came;
      at_night += !model->scenario().horizon.days.front().is_open(occurrence.at) &&
                  occurrence.at < model->scenario().horizon.days.front().midnight + 24h;
      CHECK_FALSE(arrived->trunk);
    });
    CHECK(at_night > 20);
    const reports::ReplicationTotals totals = sim::Replicator(*model, reports::Detail::full).run({3, index});
    CHECK(reports::first_inconsistency(totals) == std::nullopt);
    REQUIRE(totals.channels);
    std::uint64_t closed = 0, open = 0;
    for (std::size_t type = 0; type < centre.call_types.size(); ++type) {
      if (!waits_while_closed(centre.call_types[type].channel)) continue;
      closed += totals.channels->by_call_type[type].closed;
      open += totals.channels->by_call_type[type].open;
      CHECK(totals.by_call_type[type].counts.abandoned + totals.by_call_type[type].counts.flowed_out == 0);
    }
    CHECK(open > 0);
    CHECK(closed + open == came);  // the last day ends after closing time: nobody works after the horizon
  }
}

}  // namespace twinline::laws
