// Whose turn it is on a campaign's list, and who answers.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "policies/acd/acd.hpp"
#include "sim/people/called_customers.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline::sim {
namespace {

scenarios::Scenario scenario_with(scenarios::Campaign campaign) {
  scenarios::Scenario scenario;
  scenario.centre = small_centre();
  scenario.callers.resize(scenario.centre.call_types.size());
  scenarios::Day day;
  day.midnight = world_start;
  day.opens = world_start + 8h;
  day.closes = world_start + 18h;
  scenario.horizon.days = {day};
  scenario.horizon.end = world_start + 24h;
  campaign.type = sales;
  scenario.campaigns = {std::move(campaign)};
  return scenario;
}

scenarios::Campaign five_records() {
  scenarios::Campaign campaign;
  campaign.records = 5;
  campaign.retries = 1;
  campaign.retry_after = 30min;
  campaign.from = 9h;
  campaign.until = 17h;
  campaign.ringing.answers = 1;
  return campaign;
}

const Time ten = world_start + 10h;

}  // namespace

TEST_CASE("a campaign rings for idle agents within its hours and tries again later", "[people][campaigns]") {
  const scenarios::Scenario scenario = scenario_with(five_records());
  Campaigns campaigns(scenario);
  Driven centre;
  centre.ready(ann);
  centre.ready(bob);
  centre.ready(eve);  // has not the skill
  std::vector<CampaignRecord> taken;
  campaigns.take(centre.acd.view(), world_start + 8h + 30min, taken);
  CHECK(taken.empty());
  CHECK(campaigns.next_hours(world_start) == world_start + 9h);
  CHECK(campaigns.next_hours(world_start + 17h) == never);
  campaigns.take(centre.acd.view(), ten, taken);
  REQUIRE(taken.size() == 2);
  const CampaignRecord first = taken[0];
  campaigns.take(centre.acd.view(), ten, taken);
  CHECK(taken.empty());  // both agents are dialled for
  campaigns.rung(first, ten, false, 25s);
  CHECK(campaigns.try_later(first, ten));
  campaigns.take(centre.acd.view(), ten + 31min, taken);
  REQUIRE(taken.size() == 1);
  CHECK(taken[0].number == first.number);
  CHECK(taken[0].tries == 1);
  CHECK_FALSE(campaigns.try_later(taken[0], ten));
}

TEST_CASE("a campaign leaves agents to others, and has so many lines", "[people][campaigns]") {
  scenarios::Campaign campaign = five_records();
  SECTION("kept free") { campaign.keep_free = 1; }
  SECTION("lines") { campaign.lines = 1; }
  const scenarios::Scenario scenario = scenario_with(campaign);
  Campaigns campaigns(scenario);
  Driven centre;
  centre.ready(ann);
  centre.ready(bob);
  std::vector<CampaignRecord> taken;
  campaigns.take(centre.acd.view(), ten, taken);
  CHECK(taken.size() == 1);
}

TEST_CASE("who answers is the customer's own, by the try, and keys are nobody else's", "[people][campaigns]") {
  scenarios::Campaign campaign = five_records();
  campaign.ringing.answers = .4;
  campaign.machine = .2;
  const scenarios::Scenario scenario = scenario_with(campaign);
  const CalledCustomers customers(scenario, random::StreamSeed{1, 0});
  using By = CalledCustomers::Rung::By;
  std::array<int, 3> counted{};
  std::set<CallKey> keys;
  for (std::uint32_t number = 0; number < 1000; ++number) {
    const CampaignRecord record{0, number, 0};
    const CalledCustomers::Rung rung = customers.ring(record);
    CHECK(rung.answered == customers.ring(record).answered);
    ++counted.at(static_cast<std::size_t>(rung.answered));
    keys.insert(customers.campaigns().key(record));
    keys.insert(customers.campaigns().key({0, number, 1}));
  }
  CHECK(keys.size() == 2000);
  CHECK(counted[static_cast<std::size_t>(By::person)] == Approx(400).margin(60));
  CHECK(counted[static_cast<std::size_t>(By::machine)] == Approx(200).margin(50));
}

TEST_CASE("a scheduled callback is made at a full slot", "[people][callback]") {
  scenarios::Scenario scenario = scenario_with(five_records());
  scenarios::Callback callback;
  callback.delay.parameters = {100.0};
  SECTION("immediate") {
    callback.kind = scenarios::CallbackKind::immediate;
    scenario.callers[0].callback = callback;
    CHECK(CalledCustomers(scenario, random::StreamSeed{1, 0}).first_call(sales, 16, ten) == ten + 100s);
  }
  SECTION("scheduled") {
    callback.kind = scenarios::CallbackKind::scheduled;
    scenario.callers[0].callback = callback;
    CHECK(CalledCustomers(scenario, random::StreamSeed{1, 0}).first_call(sales, 16, ten) == ten + 15min);
  }
}

}  // namespace twinline::sim
