#include <vector>

#include <catch2/catch.hpp>

#include "policies/dialling/predictive.hpp"
#include "policies/dialling/progressive.hpp"

namespace twinline {
namespace {

const Time now = world_start + 10h;

DiallingView view_of(std::uint32_t idle, const std::vector<Time>& ringing = {}, const std::vector<Time>& engaged = {},
                     std::uint32_t in_line = 0) {
  return {now, idle, in_line, ringing, engaged};
}

/// Has heard 300 dials of which every third was answered after twelve seconds, and handlings of 100 s.
void teach(PredictivePacing& pacing) {
  for (int dial = 0; dial < 300; ++dial)
    pacing.learn_dial(dial % 3 == 0, dial % 3 == 0 ? Duration{12s} : Duration{25s});
  for (int call = 0; call < 60; ++call) pacing.learn_handling(100s);
}

}  // namespace

TEST_CASE("progressive: one customer for each idle agent", "[dialling]") {
  const ProgressivePacing pacing;
  const std::vector<Time> two_ring{now, now};
  CHECK(pacing.dials(view_of(5)) == 5);
  CHECK(pacing.dials(view_of(5, two_ring, {}, 1)) == 2);
  CHECK(pacing.dials(view_of(1, two_ring)) == 0);
}

TEST_CASE("predictive: foresees nothing before it has seen enough", "[dialling]") {
  const PredictivePacing pacing(.03);
  CHECK(pacing.dials(view_of(4)) == 4);
}

TEST_CASE("predictive: rings more where few answer and agents are about to be free", "[dialling]") {
  PredictivePacing pacing(.03);
  teach(pacing);
  const std::vector<Time> early(30, now - 10s), late(30, now - 95s);
  const std::uint32_t idle_alone = pacing.dials(view_of(4));
  CHECK(idle_alone > 4);  // trust 0.5, a third answers: six for four agents
  CHECK(pacing.dials(view_of(4, {}, early)) == idle_alone);
  CHECK(pacing.dials(view_of(4, {}, late)) > 3 * idle_alone);
  const std::vector<Time> ringing(6, now - 1s);
  CHECK(pacing.dials(view_of(4, ringing)) == 0);
}

TEST_CASE("predictive: whoever has rung for longer than any answer took will not answer", "[dialling]") {
  PredictivePacing pacing(.03);
  teach(pacing);
  const std::vector<Time> just_now(6, now), for_long(6, now - 20s), busy(30, now - 95s);
  CHECK(pacing.dials(view_of(4, for_long, busy)) > pacing.dials(view_of(4, just_now, busy)));
}

TEST_CASE("predictive: trust settles where the share without an agent is below the limit", "[dialling]") {
  PredictivePacing pacing(.03);
  const double before = pacing.trust();
  pacing.learn_contact(false);
  CHECK(pacing.trust() < before);
  const double after = pacing.trust();
  for (int contact = 0; contact < 38; ++contact) pacing.learn_contact(true);
  CHECK(pacing.trust() > after);
  CHECK(pacing.trust() == Approx(before).margin(.001));  // one in 39.2 is 85 % of 3 %
}

TEST_CASE("predictive: a day whose account is spent is dialled progressively, and the next is not", "[dialling]") {
  PredictivePacing pacing(.03);
  teach(pacing);
  for (int contact = 0; contact < 4; ++contact) pacing.learn_contact(false);
  CHECK(pacing.dials(view_of(10)) == 10);
  pacing.begin_day();
  CHECK(pacing.dials(view_of(10)) > 10);
}

TEST_CASE("recent durations: the empirical chance that what lasts will end", "[dialling]") {
  RecentDurations durations;
  CHECK(durations.chance_of_end(1s, 1h) == 0);
  for (const int seconds : {10, 20, 30, 40}) durations.add(std::chrono::seconds{seconds});
  CHECK(durations.mean() == 25s);
  CHECK(durations.share_above(20s) == .5);
  CHECK(durations.chance_of_end(10s, 20s) == Approx(2. / 3));
  CHECK(durations.chance_of_end(50s, 5s) == Approx(.2));
  for (std::size_t more = 0; more < RecentDurations::most; ++more) durations.add(1s);
  CHECK(durations.mean() == 1s);
  CHECK(durations.size() == RecentDurations::most);
}

}  // namespace twinline
