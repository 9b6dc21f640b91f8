#include "live_bridge/world/toll_ledger.hpp"

#include <catch2/catch.hpp>

namespace twinline::live {
namespace {

constexpr AgentIndex anna{0}, bert{1}, flow{};
constexpr TrunkIndex provider{0}, backup{1};
constexpr Time noon = world_start + 12h;

scenarios::BridgeSettings two_trunks() {
  scenarios::BridgeSettings settings;
  settings.toll.allowed_prefixes = {"+4144", "117"};
  settings.toll.concurrent_per_agent = 2;
  settings.toll.per_hour_per_agent = 3;
  settings.toll.longest_call = 30min;
  settings.trunks.resize(2);
  settings.trunks[0].trunk = provider;
  settings.trunks[0].outbound_per_hour = 5;
  settings.trunks[0].longest_outbound = 10min;
  settings.trunks[1].trunk = backup;
  settings.trunks[1].outbound_per_hour = 0;
  return settings;
}

TEST_CASE("nothing may be called but what begins as an allowed prefix") {
  const scenarios::BridgeSettings nothing_said;
  CHECK_FALSE(TollLedger(nothing_said).may_be_called("+41445550100"));
  const auto settings = two_trunks();
  const TollLedger ledger(settings);
  CHECK(ledger.may_be_called("+41445550100"));
  CHECK(ledger.may_be_called("117"));
  for (const char* number :
       {"", "+", "+41", "+414", "+41435550100", "0041445550100", "4144", "+4144555@elsewhere", "+4144;phone-context=x",
        "+41445550100x", "+4144 555", "+4144+900", "+414400000000000000000000000000000"}) {
    CAPTURE(number);
    CHECK_FALSE(ledger.may_be_called(number));
  }
  CHECK(ledger.verdict("+900123", anna, provider, noon) == TollVerdict::forbidden_number);
}

TEST_CASE("an agent has so many calls to the outside at once, and in any hour") {
  const auto settings = two_trunks();
  TollLedger ledger(settings);
  const auto may = [&](AgentIndex agent, Time now) { return ledger.verdict("117", agent, backup, now); };
  auto first = ledger.enter(anna, backup, noon);
  {
    auto second = ledger.enter(anna, backup, noon + 10min);
    CHECK(may(anna, noon + 10min) == TollVerdict::too_many_at_once);
    CHECK(may(bert, noon + 10min) == TollVerdict::allowed);
    auto moved = std::move(second);
    CHECK(may(anna, noon + 10min) == TollVerdict::too_many_at_once);
  }
  CHECK(may(anna, noon + 10min) == TollVerdict::allowed);
  first = ledger.enter(anna, backup, noon + 20min);
  CHECK(may(anna, noon + 1h - 1ns) == TollVerdict::agents_hour_full);
  CHECK(may(bert, noon + 1h - 1ns) == TollVerdict::allowed);
  CHECK(may(anna, noon + 1h) == TollVerdict::allowed);
}

TEST_CASE("who may have no call at once has none") {
  auto settings = two_trunks();
  settings.toll.concurrent_per_agent = 0;
  CHECK(TollLedger(settings).verdict("117", anna, backup, noon) == TollVerdict::too_many_at_once);
  CHECK(TollLedger(settings).verdict("117", flow, backup, noon) == TollVerdict::allowed);
}

TEST_CASE("a trunk takes so many calls in any hour, those of flows among them") {
  const auto settings = two_trunks();
  TollLedger ledger(settings);
  for (int call = 0; call < 5; ++call) ledger.enter(flow, provider, noon);
  CHECK(ledger.verdict("117", flow, provider, noon) == TollVerdict::trunks_hour_full);
  CHECK(ledger.verdict("117", flow, backup, noon) == TollVerdict::allowed);
  CHECK(ledger.verdict("117", flow, provider, noon + 1h) == TollVerdict::allowed);
}

TEST_CASE("the shorter bound ends a call to the outside") {
  const auto settings = two_trunks();
  const TollLedger ledger(settings);
  CHECK(ledger.longest(provider) == 10min);
  CHECK(ledger.longest(backup) == 30min);
}

TEST_CASE("the book of the hour outlives the process, and so do the calls that go on") {
  const auto settings = two_trunks();
  TollLedger before(settings);
  for (int call = 0; call < 3; ++call) before.enter(anna, provider, noon);
  TollLedger ledger(settings);
  ledger.restore(before.save());
  CHECK(ledger.verdict("117", anna, backup, noon + 1min) == TollVerdict::agents_hour_full);
  CHECK(ledger.verdict("117", bert, provider, noon + 1min) == TollVerdict::allowed);
  const auto one = ledger.go_on(bert), another = ledger.go_on(bert);
  CHECK(ledger.verdict("117", bert, provider, noon + 1min) == TollVerdict::too_many_at_once);
  const auto bytes = before.save();
  CHECK_THROWS_AS(ledger.restore(std::span(bytes).first(bytes.size() - 1)), std::runtime_error);
}

}  // namespace
}  // namespace twinline::live
