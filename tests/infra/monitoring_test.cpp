// What the centre hears of its grid, and when.
#include "sim/infra/monitoring.hpp"

#include <catch2/catch.hpp>

#include "tests/infra/grid_samples.hpp"
#include "tests/infra/lived.hpp"

namespace twinline::infra {
namespace {

const std::string two_sites = R"(twinline: 1
seed: 5
site: {opens: "08:00-18:00"}
trunks: {main: {lines: 60}}
skills: [banking]
queues: {main: {}}
calls:
  bank:
    queue: main
    needs: [banking]
    arrivals: {rate: 150 per hour}
    patience: {exponential: 4 min}
    handling: {talk: {exponential: 3 min}, wrap_up: 20 s}
groups:
  office: {skills: [banking], scheduled: 7}
  remote: {skills: [banking], scheduled: 3}
infrastructure:
  monitoring: {every: 7 s}
  sites: {zurich: {groups: [office]}, home: {groups: [remote]}}
  links: {vpn: {between: [zurich, home]}}
  hosts:
    sbc_1: {site: zurich, carried_by: processor_sharing, cores: 1}
    sbc_2: {site: zurich, carried_by: processor_sharing, cores: 1}
  services:
    signalling: {hosts: [sbc_1, sbc_2], redundancy: active_standby, detection: 7 s, switch_over: 12 s}
  access: {main: {site: zurich}}
  steps: {arrival: {service: signalling, work: 100 ms, time_out: 2 s}}
  outages:
)";

struct Heard {
  std::vector<std::pair<Duration, SiteReported>> sites;
  std::vector<std::pair<Duration, ServiceReported>> services;
};

/// What is reported from this time of the day on, counted from it.
Heard heard_after(Duration time_of_day, const std::string& outages) {
  Heard heard;
  const auto model = samples::model_of(two_sites + outages);
  live(*model, 0, [&](const Occurrence& occurrence, const Outcome&, const View&) {
    const Duration since = occurrence.at - model->scenario().horizon.days[0].at(time_of_day);
    if (since < Duration{0}) return;
    if (const auto* site = std::get_if<SiteReported>(&occurrence.fact)) heard.sites.emplace_back(since, *site);
    if (const auto* service = std::get_if<ServiceReported>(&occurrence.fact))
      heard.services.emplace_back(since, *service);
  });
  return heard;
}

}  // namespace

TEST_CASE("a site that is down, or cut off, is found so by the clock", "[infra][monitoring]") {
  const Heard down = heard_after(11h, "    - {site: home, at: \"11:00\", lasts: 30 min}\n");
  REQUIRE(down.sites.size() == 2);
  CHECK(down.sites[0].first == 6s);  // seven seconds do not divide the morning
  CHECK(down.sites[0].second.site == SiteIndex{1U});
  CHECK(down.sites[0].second.state == SiteState::down);
  CHECK(down.sites[1].first == 30min + 5s);
  CHECK(down.sites[1].second.state == SiteState::up);

  const Heard cut = heard_after(11h, "    - {link: vpn, at: \"11:00\", lasts: 30 min}\n");
  REQUIRE(cut.sites.size() == 4);
  CHECK(cut.sites[0].second.state == SiteState::cut_off);
  CHECK(cut.sites[1].second.state == SiteState::cut_off);
  CHECK(cut.sites[2].second.state == SiteState::up);

  // Nobody looks in between.
  CHECK(heard_after(11h, "    - {site: home, at: \"11:00\", lasts: 4 s}\n").sites.empty());
}

TEST_CASE("a failed host is noticed when it is detected, its standby when it serves, its return at once",
          "[infra][monitoring]") {
  const Heard heard = heard_after(11h, "    - {host: sbc_1, at: \"11:00\", lasts: 100 s}\n");
  const auto first_with = [&](bool up, std::uint32_t hosts_up) {
    const auto found = std::find_if(heard.services.begin(), heard.services.end(), [&](const auto& report) {
      return report.second.health.up == up && report.second.health.hosts_up == hosts_up;
    });
    return found == heard.services.end() ? never - world_start : found->first;
  };
  CHECK(first_with(false, 1) == 7s);
  CHECK(first_with(true, 1) == 19s);
  const auto back = std::find_if(heard.services.begin(), heard.services.end(), [](const auto& report) {
    return report.first > 25s && report.second.health.hosts_up == 2;
  });
  REQUIRE(back != heard.services.end());
  CHECK(back->first == 100s);
}

TEST_CASE("a service is reported when something of it changes, with what was answered since", "[infra][monitoring]") {
  const Heard heard = heard_after(0h, "    - {link: vpn, at: \"23:00\", lasts: 1 s}\n");
  std::uint32_t answered = 0;
  for (std::size_t report = 0; report < heard.services.size(); ++report) {
    const auto& [at, told] = heard.services[report];
    CHECK(at % 7s == Duration{0});
    answered += told.health.answered;
    if (told.health.answered > 0) CHECK(told.health.response >= 100ms);
    if (report > 0) CHECK_FALSE(told.health == heard.services[report - 1].second.health);
  }
  CHECK(answered > 1100);
  // Who looks and sees what was there before says nothing.
  CHECK(heard.services.size() < 2 * answered);
}

}  // namespace twinline::infra
