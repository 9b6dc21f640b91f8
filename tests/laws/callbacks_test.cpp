// Virtual hold: whoever hangs up to be called back loses no place, and nobody else gains one.
#include <map>

#include <catch2/catch.hpp>

#include "sim/people/caller_key.hpp"
#include "tests/laws/dialler_experiment.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {
namespace {

/// When an agent first had each customer's matter in hand.
std::map<CallKey, Time> first_answers(const sim::Model& model) {
  std::map<CallKey, Time> answers;
  run_watched(model, {5, 0}, [&](const Occurrence& occurrence, const Outcome& outcome, const View&) {
    for (const Happening& happening : outcome.happenings) {
      const auto* ended = std::get_if<WaitEnded>(&happening);
      if (ended && ended->how == WaitEnd::answered) answers.emplace(sim::matter_of(ended->key), occurrence.at);
    }
  });
  return answers;
}

std::unique_ptr<const sim::Model> shop_with(const char* acceptance) {
  return library_model("callbacks.yaml", {{"calls.order.patience", "{exponential: 1000 h}"},
                                          {"calls.order.callback_acceptance", acceptance},
                                          {"calls.order.callback.answers", "100 %"},
                                          {"calls.order.callback.rings", "0 s"}});
}

}  // namespace

TEST_CASE("law: virtual hold keeps the place: everybody is served when they would have been without it") {
  const auto holding = first_answers(*shop_with("0 %"));
  const auto half = first_answers(*shop_with("50 %"));
  REQUIRE(holding.size() > 500);
  CHECK(half == holding);
}

TEST_CASE("law: a callback is tried as often as said, and then given up") {
  int rung = 0, tried_too_often = 0;
  const auto model = library_model("callbacks.yaml", {{"calls.order.callback.answers", "0 %"}});
  run_watched(*model, {5, 0}, [&](const Occurrence&, const Outcome& outcome, const View&) {
    for (const Happening& happening : outcome.happenings) {
      const auto* ended = std::get_if<CallEnded>(&happening);
      if (!ended || ended->labels.direction != Direction::callback) continue;
      ++rung;
      tried_too_often += ended->labels.attempt > 2;
      CHECK(ended->outcome == CallOutcome::not_reached);
    }
  });
  CHECK(rung > 50);
  CHECK(tried_too_often == 0);
}

TEST_CASE("law: a dialler puts customers through to agents whose phones would ring for too long") {
  const auto model = library_model("laws/dialler_day.yaml", {{"groups.agents.answer_after", "10 s"}});
  CHECK(dialled_day(*model, 5).abandonment < 0.1);
}

TEST_CASE("law: a predictive dialler keeps its limit day by day, with busier agents than a progressive one") {
  for (const LabRow& row : dialler_rows(4, 0, Size::reduced)) {
    INFO(row.quantity << " is " << row.measured << ", expected " << row.source << ' ' << row.expected);
    CHECK(row.passed);
  }
}

}  // namespace twinline::laws
