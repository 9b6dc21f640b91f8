#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

/// Tries end with the last attempt that a customer's matter can count.
constexpr double most_retries = 14;

Key rings_key() {
  return key("rings", distribution_shape(), "How long it rings until a customer who answers does.", "10 s");
}

Key ring_limit_key() { return key("ring_limit", duration(above(0)), "After which the centre gives a try up.", "25 s"); }

}  // namespace

ShapePointer callback_shape() {
  return done(record({
      required("kind", one_of_words({"immediate", "scheduled", "virtual_hold"}),
               "when the centre calls: after `delay`, at a time that the customer chose, or when it is the turn of the "
               "place in the queue, which is kept"),
      key("delay", distribution_shape(),
          "From the acceptance to the call, or to the time that the customer would like; not for virtual_hold.", "0 s"),
      key("slot", duration(above(0)), "Scheduled calls are made at the next full multiple of it.", "15 min"),
      key("answers", share(), "Share of the tries that the customer answers.", "85 %"),
      rings_key(),
      ring_limit_key(),
      key("retries", whole(within(0, most_retries)), "Further tries where the customer does not answer.", "2"),
      key("retry_after", duration(above(0)), "From a try without an answer to the next.", "10 min"),
      key("priority", whole(within(0, 9)), "Of the calls back; with virtual_hold only of the retries.",
          "as the call had"),
      key("counts_as", one_of_words({"flow_out", "answered"}),
          "What an accepted callback is in service level and answer rate: see docs/kpis.md.", "flow_out"),
  }));
}

ShapePointer campaigns_shape() {
  return block_of(
      record({
          required("calls", name_in("calls"), "the call type as which its calls are queued and handled"),
          required("records", whole(within(1, 10000000)), "how many customers are on the list"),
          key("from", text(), "Dialling begins at this time of day, such as '09:00'.", "opening time"),
          key("until", text(), "… and ends at this one.", "closing time"),
          key("mode", one_of_words({"preview", "progressive", "predictive"}),
              "Whether an agent reads the record before the customer is rung, one customer is rung for each idle "
              "agent, or more are.",
              "progressive"),
          required("answers", share(), "share of the tries that the customer answers"),
          key("answering_machine", share(), "Share of the tries that a machine takes; the dialler hangs up on it.",
              "0 %"),
          rings_key(),
          ring_limit_key(),
          key("preview", distribution_shape(), "How long an agent reads; for mode preview.", "0 s"),
          key("retries", whole(within(0, most_retries)), "Further tries where the customer is not reached.", "2"),
          key("retry_after", duration(above(0)), "From a try in vain to the next.", "1 h"),
          key("abandon_limit", share(),
              "Predictive: of those who answer, the share per day who may meet no agent in time.", "3 %"),
          key("within", duration(above(0)), "How long somebody who answered waits for an agent.", "2 s"),
          key("keep_free", whole(within(0, 10000)), "Idle agents whom the dialler leaves to other calls.", "0"),
          key("lines", whole(within(0, 100000)), "Customers rung at once, at most; 0: without limit.", "0"),
      }),
      "A list of customers whom the centre calls.");
}

}  // namespace twinline::scenarios
