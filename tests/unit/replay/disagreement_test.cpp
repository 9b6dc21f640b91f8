// One occasion, two answers, and the cause that is named.
#include "reports/replay/disagreement.hpp"

#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

#include "reports/replay/overheard_routing.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline::journal {
namespace {

using Script = ScriptedRouting::Script;

/// A call for ann and bob, both idle, comes in; the causes of the disagreements in the order of the occasions, joined
/// by blanks. "-" where both say the same.
std::string causes(const Script& recorded, const Script& other, bool with_agents = true) {
  std::string heard;
  Overhearing overhearing;
  overhearing.make_other = [&](const Centre&) { return std::make_unique<ScriptedRouting>(other); };
  overhearing.tell = [&](const Overheard& said) {
    const auto cause = disagreement_in(said);
    if (said.occasion.kind != Occasion::Kind::call_waits) return;
    heard += (heard.empty() ? "" : " ") + std::string{cause ? name_of(*cause) : "-"};
    CHECK(call_at_issue(said) == said.occasion.call);
  };
  const Centre centre = small_centre();
  Driven driven(centre, overheard(std::move(overhearing))(centre, {}, std::make_unique<ScriptedRouting>(recorded)));
  if (with_agents) {
    driven.ready(ann);
    driven.ready(bob);
  }
  driven.call(sales);
  return heard;
}

const Script assign_ann = [](const View&, const Occasion& occasion, Decisions& decisions) {
  if (occasion.call) decisions.assign(occasion.call, ann);
};
const Script assign_bob = [](const View&, const Occasion& occasion, Decisions& decisions) {
  if (occasion.call) decisions.assign(occasion.call, bob);
};
const Script hold = [](const View&, const Occasion& occasion, Decisions& decisions) {
  if (occasion.call) decisions.hold(occasion.call);
};
const Script say_nothing = [](const View&, const Occasion&, Decisions&) {};

Script hold_until(Duration later) {
  return [later](const View& view, const Occasion& occasion, Decisions& decisions) {
    if (!occasion.call) return;
    decisions.hold(occasion.call);
    decisions.reconsider_at(occasion.call, view.now + later);
  };
}

Script move_to(std::size_t queue) {
  return [queue](const View& view, const Occasion& occasion, Decisions& decisions) {
    if (!occasion.call) return;
    decisions.hold(occasion.call);
    if (view.call(occasion.call).queue != QueueIndex{queue}) decisions.requeue(occasion.call, QueueIndex{queue});
  };
}

TEST_CASE("disagreement: the same decisions are none") {
  CHECK(causes(assign_ann, assign_ann) == "-");
  CHECK(causes(hold_until(30s), hold_until(30s)) == "-");
  CHECK(causes(say_nothing, say_nothing, false) == "-");
}

TEST_CASE("disagreement: each cause has its name") {
  CHECK(causes(assign_ann, assign_bob) == "other_agent");
  CHECK(causes(assign_ann, hold) == "holds");
  CHECK(causes(hold, assign_ann) == "assigns");
  CHECK(causes(hold, hold_until(30s)) == "other_time");
  CHECK(causes(hold_until(20s), hold_until(30s)) == "other_time");
  CHECK(causes(hold, move_to(1)).starts_with("other_queue"));
  CHECK(causes(say_nothing, hold, false) == "holds");
  CHECK(causes(hold, say_nothing, false) == "assigns");
  CHECK(causes(assign_ann, [](const View&, const Occasion&, Decisions&) { throw std::runtime_error("no"); }) ==
        "threw");
  CHECK(causes(assign_ann, [](const View&, const Occasion&, Decisions&) { throw 1; }) == "threw");
}

TEST_CASE("disagreement: what the ACD would reject is invalid, whatever else it is") {
  CHECK(causes(assign_ann, say_nothing) == "invalid");  // idles an agent beside a call without a word
  CHECK(causes(assign_ann, [](const View&, const Occasion& occasion, Decisions& decisions) {
          decisions.assign(occasion.call, eve);  // is not there, and has not the skill
        }) == "invalid");
  CHECK(causes(assign_ann, [](const View&, const Occasion& occasion, Decisions& decisions) {
          decisions.assign({occasion.call.slot, 77}, bob);
        }) == "invalid");
  CHECK(causes(assign_ann, [](const View&, const Occasion& occasion, Decisions& decisions) {
          decisions.assign(occasion.call, bob);
          decisions.assign(occasion.call, ann);
        }) == "invalid");
  CHECK(causes(hold, [](const View&, const Occasion& occasion, Decisions& decisions) {
          decisions.hold(occasion.call);
          decisions.requeue(occasion.call, QueueIndex{9U});
        }) == "invalid");
  CHECK(causes(hold, [](const View& view, const Occasion& occasion, Decisions& decisions) {
          decisions.hold(occasion.call);
          decisions.reconsider_at(occasion.call, view.now);
        }) == "invalid");
}

TEST_CASE("disagreement: a freed agent given another call is told as that") {
  std::string heard;
  Overhearing overhearing;
  const auto nth_waiting = [](bool last) {
    return [last](const View& view, const Occasion& occasion, Decisions& decisions) {
      if (occasion.kind != Occasion::Kind::agent_free) return;
      const LineView& line = view.line(view.lines_for(GroupIndex{0U}).front());
      decisions.assign(view.call(last ? line.last : line.first).id, occasion.agent);
    };
  };
  overhearing.make_other = [&](const Centre&) { return std::make_unique<ScriptedRouting>(nth_waiting(true)); };
  overhearing.tell = [&](const Overheard& said) {
    if (const auto cause = disagreement_in(said)) heard += name_of(*cause);
  };
  const Centre centre = small_centre();
  Driven driven(centre,
                overheard(std::move(overhearing))(centre, {}, std::make_unique<ScriptedRouting>(nth_waiting(false))));
  driven.call(sales);
  driven.call(sales);
  driven.ready(ann);
  CHECK(heard == "other_call");
}

}  // namespace
}  // namespace twinline::journal
