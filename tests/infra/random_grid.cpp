#include "tests/infra/random_grid.hpp"

#include <vector>

#include <fmt/format.h>

#include "tests/dice.hpp"

namespace twinline::infra {
namespace {

using tests::Dice;

std::string centre_of(Dice& dice) {
  return fmt::format(
      R"(twinline: 1
seed: {}
site: {{opens: "08:00-18:00"}}
trunks: {{primary: {{lines: {}}}, backup: {{lines: {}}}}}
skills: [banking]
queues: {{main: {{}}}}
ivr:
  look_ups: {{crm: {{takes: 300 ms, fails: 2 %}}}}
  flows:
    front:
      greet: {{announce: hello}}
      choose: {{menu: pick, keys: {{1: know}}, callers: {{hang_up: 5 %, nothing: 5 %, takes: 2 s}}}}
      know: {{look_up: crm, deadline: 1200 ms, otherwise: wait}}
      wait: {{queue: yes}}
calls:
  bank:
    queue: main
    needs: [banking]
    trunks: {{primary: 80 %, backup: 20 %}}
    ivr: front
    arrivals: {{rate: {{"08:00": {} per hour, "10:00": 0 per hour}}}}
    patience: {{exponential: 2 min}}
    redial: {{if_abandoned: 40 %, delay: {{exponential: 3 min}}}}
    handling: {{talk: {{exponential: 2 min}}{}}}
groups:
  office: {{skills: [banking], scheduled: {}, answer_after: 3 s{}}}
  remote: {{skills: [banking], scheduled: {}}}
)",
      dice.below(1000), dice.between(3, 20), dice.between(2, 10), dice.between(30, 120),
      dice.maybe(0.7, ", wrap_up: 15 s"), dice.between(1, 4), dice.maybe(0.3, ", no_answer: {share: 10 %, after: 8 s}"),
      dice.between(1, 2));
}

std::string hosts_of(Dice& dice, std::uint64_t hosts, std::uint64_t sites) {
  std::string text = "  hosts:\n";
  for (std::uint64_t host = 0; host < hosts; ++host) {
    text += fmt::format("    h{}: {{site: s{}, carried_by: processor_sharing", host, dice.below(sites));
    if (dice.chance(0.6)) {
      const std::uint64_t cores = dice.between(1, 3);
      text += fmt::format(", cores: {}", cores);
      text += dice.maybe(0.3, fmt::format(", elastic: {{to: {}, check: 20 s, add_when: {{utilisation: 50 %}}, "
                                          "remove_when: {{utilisation: 20 %}}, provisioning: {{exponential: 40 s}}}}",
                                          cores + 2));
    }
    text += "}\n";
  }
  return text;
}

std::string service_of(Dice& dice, const char* name, std::uint64_t hosts, bool may_drop) {
  const std::uint64_t first = dice.below(hosts);
  std::string text =
      fmt::format("    {}: {{hosts: [h{}{}]", name, first, dice.maybe(0.6, fmt::format(", h{}", (first + 1) % hosts)));
  if (dice.chance(0.5)) text += fmt::format(", detection: {} s", dice.between(1, 60));
  if (dice.chance(0.5)) {
    text += fmt::format(", redundancy: active_standby, switch_over: {} s", dice.between(0, 60));
  }
  return text + (may_drop ? dice.maybe(0.6, ", calls: dropped") : "") + "}\n";
}

std::string request_of(Dice& dice, const char* service, double mean_work) {
  return fmt::format("{{service: {}, work: {{exponential: {:.0f} ms}}{}{}{}}}", service, 1000 * mean_work,
                     dice.maybe(0.6, fmt::format(", time_out: {} s", dice.between(1, 6))),
                     dice.maybe(0.5, fmt::format(", retries: {}", dice.between(1, 3))),
                     dice.maybe(0.3, ", times: 2, request: 1 kB"));
}

std::string steps_of(Dice& dice) {
  std::string text = "  steps:\n    arrival: " + request_of(dice, "signalling", 0.02) + "\n";
  if (dice.chance(0.7)) text += "    prompt: " + request_of(dice, "ivr", 0.4) + "\n";
  if (dice.chance(0.5)) text += "    keys: " + request_of(dice, "ivr", 0.3) + "\n";
  if (dice.chance(0.6)) text += "    look_up: {crm: " + request_of(dice, "crm", 0.5) + "}\n";
  if (dice.chance(0.6)) text += "    ringing: " + request_of(dice, "signalling", 0.1) + "\n";
  if (dice.chance(0.7)) text += "    talk: " + request_of(dice, "crm", 2) + "\n";
  text += dice.maybe(0.6, "    media: {service: signalling, bandwidth: 90 kbit/s}\n");
  return text + dice.maybe(0.7, fmt::format("    silence: {{exponential: {} s}}\n", dice.between(3, 20)));
}

std::string outages_of(Dice& dice, std::uint64_t hosts, std::uint64_t sites) {
  std::string text = "  outages:\n";
  for (std::uint64_t outage = dice.between(2, 7); outage > 0; --outage) {
    const std::string when = dice.chance(0.3) ? fmt::format("at: \"0{}:{:02}\"", dice.between(8, 9), dice.below(60))
                                              : fmt::format("after: {{exponential: {} min}}", dice.between(5, 60));
    const std::vector<std::string> things{fmt::format("host: h{}", dice.below(hosts)),
                                          fmt::format("site: s{}", dice.below(sites)),
                                          dice.chance(0.5) ? "trunk: primary" : "trunk: backup",
                                          sites > 1 ? fmt::format("link: l{}", dice.below(sites - 1)) : "host: h0"};
    text += fmt::format("    - {{{}, {}, lasts: {{exponential: {} s}}}}\n", things[dice.below(things.size())], when,
                        dice.between(5, 600));
  }
  return text;
}

}  // namespace

std::string random_grid(std::uint64_t seed) {
  Dice dice(seed);
  std::string text = centre_of(dice);
  const std::uint64_t sites = dice.between(1, 3), hosts = dice.between(2, 5);
  text += "infrastructure:\n  sites:\n";
  for (std::uint64_t site = 0; site < sites; ++site) {
    const std::string groups = sites == 1 ? "office, remote" : site == 0 ? "office" : "remote";
    text += site < 2 ? fmt::format("    s{}: {{groups: [{}]}}\n", site, groups) : fmt::format("    s{}: {{}}\n", site);
  }
  if (sites > 1) text += "  links:\n";
  for (std::uint64_t link = 0; link + 1 < sites; ++link) {
    text += fmt::format("    l{}: {{between: [s{}, s{}], latency: {} ms}}\n", link, link, link + 1, dice.below(80));
  }
  text += hosts_of(dice, hosts, sites) + "  services:\n";
  text += service_of(dice, "signalling", hosts, true) + service_of(dice, "ivr", hosts, false) +
          service_of(dice, "crm", hosts, false);
  text += fmt::format("  access: {{primary: {{site: s{}, latency: {} ms{}}}, backup: {{site: s{}}}}}\n",
                      dice.below(sites), dice.below(50), dice.maybe(0.7, ", overflow: backup"), dice.below(sites));
  return text + steps_of(dice) + outages_of(dice, hosts, sites);
}

}  // namespace twinline::infra
