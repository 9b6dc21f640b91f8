// Calls and time are neither made nor lost, and Little's law holds, in every scenario of the library. All of it is
// checked exactly, in whole calls and nanoseconds, against an account of one's own.
#include <catch2/catch.hpp>

#include "reports/kpi/counters.hpp"
#include "tests/laws/account.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {

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
    CHECK(broken_laws(account, counters.totals(), model->scenario()) == "");
  }
}

}  // namespace twinline::laws
