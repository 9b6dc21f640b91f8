// Calls and time are neither made nor lost, and Little's law holds, in every scenario of the library. All of it is
// checked exactly, in whole calls and nanoseconds, against an account of one's own.
#include <algorithm>

#include <catch2/catch.hpp>

#include "reports/kpi/counters.hpp"
#include "tests/laws/account.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {
namespace {

/// What is written waits for agents who do not come any more when the horizon is over.
Left left_at_the_end(const Centre& centre) {
  const bool lies_there = std::any_of(centre.call_types.begin(), centre.call_types.end(),
                                      [](const CallType& type) { return waits_while_closed(type.channel); });
  return lies_there ? Left::somebody : Left::nobody;
}

}  // namespace

TEST_CASE("calls, waits and work are conserved in every scenario of the library") {
  for (const std::string& path : library_paths()) {
    INFO(path);
    const auto model = shortened_library_model(path);
    const scenarios::Horizon& horizon = model->scenario().horizon;
    Account account(world_start + horizon.warm_up);
    reports::Counters counters(model->scenario().centre, model->grid(), reports::Detail::full);
    const Time end =
        run_watched(*model, {7, 0}, [&](const Occurrence& occurrence, const Outcome& outcome, const View& view) {
          account.look(occurrence, outcome.happenings, view);
          account.count_calls(view);
          counters.fold(occurrence.at, outcome.happenings);
        });
    account.finish(end);
    CHECK(account.attempts > 50);
    counters.finish(end);
    CHECK(broken_laws(account, counters.totals(), model->scenario(), left_at_the_end(model->scenario().centre)) == "");
  }
}

}  // namespace twinline::laws
