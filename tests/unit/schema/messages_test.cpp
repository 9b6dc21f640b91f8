// What a person reads when a scenario is wrong, word for word.
#include <chrono>

#include <catch2/catch.hpp>

#include "tests/unit/schema/samples.hpp"

using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

TEST_CASE("a sound scenario has no problem") { CHECK(told_of(sound).empty()); }

TEST_CASE("a scenario that is wrong in many places tells all of them in file order") {
  const std::string text = R"(twinline: 1
seeed: 3
site: {time_zone: Europe/Zurrich, opens: {mon-fri: "18:00-08:00", mon: "08:00-12:00"}, interval: 7 min}
horizon: {from: 2026-02-30, days: 0}
segments: {gold: {share: 15}, standard: {value: 8 EUR}}
queues:
  retail: {service_level: {threshold: 30 kg, target: 80, definition: answered}}
  retail: {}
calls:
  retail_question:
    queue: retial
    needs: [retial]
    arrivals: {rate: {"08:00": -5 per hour, "25:00": 10 per hour}}
    patience: {exponential: -30 s}
    handling: {talk: {lognormal: {mean: 180, sd: 3 s}, constant: 3 s}, wrap_up: }
    language: German
    redial: {if_abandoned: 40 %}
  loans:
    arrivals: {volume: {file: nowhere.csv}}
    handling: {talk: [1, 2]}
groups:
  juniors: {scheduled: {"08:00": 24.5}, skills: {retail: {level: 11}}, shrinkage: {absence: 6 %}, cost: 34 CHF}
policies:
  routing: longest_idle
  staffing: {params: {a: 1}}
arms:
  A: {groups.junior.scheduled: 3}
  B: {policies.routing: {name: skill_priority, params: {overflow_after: -1 s, x: 2}}}
compare: {kpis: [service_levl], guardrails: {laons.asa: 3 kg}}
provenance: {calls.loans.talk: assumed}
)";
  CHECK(told_of(text) == R"(s.yaml:2:1: unknown key 'seeed'; did you mean 'seed'?
s.yaml:3:19: unknown time zone 'Europe/Zurrich'; did you mean 'Europe/Zurich'?
s.yaml:3:52: opens on mon-fri is '18:00-08:00'; expected opening hours such as '08:00-20:00', the end after the start, or 'closed'
s.yaml:3:67: mon is in two keys; name each day once
s.yaml:3:98: interval is 7 min; it must divide the day
s.yaml:4:17: from is '2026-02-30'; expected a date such as '2026-03-02'
s.yaml:4:35: days is 0; it must be at least 1
s.yaml:5:26: share is 15; it must be at most 100 %; did you mean '15 %'?
s.yaml:5:49: '8 EUR' is not in the site's currency, CHF; give all money in one currency
s.yaml:7:39: threshold is '30 kg'; expected a duration with its unit, such as '30 s' or '5 min'
s.yaml:7:54: target is 80; it must be at most 100 %; did you mean '80 %'?
s.yaml:7:70: definition is 'answered'; did you mean 'answered_in_threshold_over_offered'?
s.yaml:8:3: key 'retail' is given twice; it stands in line 7 already
s.yaml:11:12: unknown queue 'retial'; did you mean 'retail'?
s.yaml:12:13: no group has the skill 'retial'; did you mean 'retail'?
s.yaml:13:32: rate at 08:00 is -5 per hour; it must be at least 0 per hour
s.yaml:13:45: unknown key '25:00'; expected a time of day such as '08:00'
s.yaml:14:29: patience mean is -30 s; it must be above 0 s
s.yaml:15:41: talk mean is '180'; expected a duration with its unit, such as '30 s' or '5 min'; did you mean '180 s'?
s.yaml:15:56: talk has both 'lognormal' and 'constant'; keep one
s.yaml:15:72: wrap_up is empty; expected a duration with its unit such as '30 s', or a distribution such as {exponential: 4 min}, or one for each time of day
s.yaml:16:5: 'language' is not yet supported; remove it
s.yaml:17:5: redial lacks the key 'delay': until they call again
s.yaml:19:31: file 'nowhere.csv' does not exist
s.yaml:20:22: talk is a list; expected a duration with its unit such as '30 s', or a distribution such as {exponential: 4 min}, or one for each time of day
s.yaml:22:34: scheduled at 08:00 is '24.5'; expected a whole number
s.yaml:22:50: warning: no call needs the skill 'retail'; did you mean 'retial'?
s.yaml:22:66: level is 11; it must be at most 10
s.yaml:22:72: 'shrinkage' is not yet supported; remove it
s.yaml:22:105: cost is '34 CHF'; expected an amount of money per hour such as '34 CHF per hour'
s.yaml:24:12: unknown policy 'longest_idle'; did you mean 'longest_idle_agent'?
s.yaml:25:3: staffing lacks the key 'name': name on the menu, see `twinline policies`
s.yaml:25:23: policy 'fixed' has no parameter 'a'; it takes none
s.yaml:27:7: path 'groups.junior.scheduled' leads nowhere at 'junior'; did you mean 'juniors'?
s.yaml:28:73: overflow_after is -1 s; it must be at least 0 s
s.yaml:28:79: policy 'skill_priority' has no parameter 'x'; expected overflow_after
s.yaml:29:18: unknown KPI 'service_levl'; did you mean 'service_level'?
s.yaml:29:46: unknown queue 'laons'
s.yaml:29:57: laons.asa is '3 kg'; expected a difference such as '1 pp', '2 s' or 0.5
s.yaml:30:14: path 'calls.loans.talk' leads nowhere at 'talk'
)");
}

TEST_CASE("one slip, one message") {
  const auto [from, to, message] = GENERATE(table<std::string, std::string, std::string>({
      {"twinline: 1", "twinline: 2", "s.yaml:1:11: twinline is 2; it must be at most 1\n"},
      {"60 per hour", "60",
       "s.yaml:6:22: rate is '60'; expected a rate with its unit, such as '120 per hour' or '4.2 per min'; "
       "did you mean '60 per hour'?\n"},
      {"60 per hour", "-3 per min", "s.yaml:6:22: rate is -3 per min; it must be at least 0 per hour\n"},
      {"needs: banking", "needs: [banking, loans]",
       "s.yaml:5:22: no group has the skill 'loans'; give it to a group\n"},
      {"needs: banking", "needs: loans",
       "s.yaml:5:12: no group has the skill 'loans'; give it to a group\n"
       "s.yaml:10:35: warning: no call needs the skill 'banking'\n"},
      {"{rate: 60 per hour}", "{}", "s.yaml:6:5: arrivals needs one of rate, volume or replay\n"},
      {"{rate: 60 per hour}", "{rate: 60 per hour, volume: {\"08:00\": [3]}}",
       "s.yaml:6:35: arrivals has both 'rate' and 'volume'; keep one\n"},
      {"{rate: 60 per hour}", "{replay: x.tl, growth: {by: 2 %}}",
       "s.yaml:6:24: file 'x.tl' does not exist\n"
       "s.yaml:6:38: 'growth' says nothing of replayed calls; remove it\n"},
      {"{rate: 60 per hour}", "{rate: 60 per hour, growth: {by: -100 %}}",
       "s.yaml:6:48: by is -100 %; it must be above -100 %\n"},
      {"queues:", "surges: {letter: {at: '9 Uhr', customers: 10, response: 3 %, delay: 1 h}}\nqueues:",
       "s.yaml:2:23: at is '9 Uhr'; expected a time of day such as '09:00'\n"},
      {"queues:", "surges: {letter: {after: 1 h, on: 2026-01-05, customers: 10, response: 3 %, delay: 1 h}}\nqueues:",
       "s.yaml:2:35: on is the day of 'at', which is missing\n"},
      {"queues:",
       "surges: {letter: {at: '09:00', customers: 10, response: 3 %, delay: 1 h, calls: {question: 90 %}}}\nqueues:",
       "s.yaml:2:81: the shares of the call types add up to 90 %; they must be 100 %\n"},
      {"queues:", "surges: {letter: {at: '09:00', customers: 10, response: 3 %, delay: 1 h, calls: qestion}}\nqueues:",
       "s.yaml:2:81: unknown call type 'qestion'; did you mean 'question'?\n"},
      {"queues:", "notices: {page: {reach: 50 %}}\nqueues:",
       "s.yaml:2:11: page keeps nobody from calling; say stay_away or call_later\n"},
      {"queues:", "notices: {page: {stay_away: 60 %, lasts: 1 h, call_later: {share: 50 %, delay: 1 h}}}\nqueues:",
       "s.yaml:2:11: page: stay_away and call_later add up to 110 %; at most 100 %\n"
       "s.yaml:2:42: lasts is counted from 'at', which is missing\n"},
      {"scheduled: 4", "scheduled: 4, capacity: 3, pace: [1, 0.8]",
       "s.yaml:10:45: pace has 2 rates; give one for each of 1 to 3 contacts, the capacity\n"},
      {"scheduled: 4", "scheduled: 4, capacity: 3, pace: [0.9, 0.95, 0.5]",
       "s.yaml:10:46: pace begins with 0.9; alone, a contact goes on at 1\n"
       "s.yaml:10:51: pace rises to 0.95; with more in hand none goes on faster\n"
       "s.yaml:10:57: 3 contacts at 0.5 each are less in all than 2 at 0.95; give at least 0.6333\n"},
      {"{main: {}}\ncalls:\n",
       "{main: {}}\ntrunks: {t: {lines: 3}}\ncalls:\n  letter: {channel: email, trunks: t, arrivals: {rate: 1 per "
       "hour}, handling: {talk: 1 min}}\n",
       "s.yaml:5:36: who comes by email needs no trunk; remove trunks\n"
       "s.yaml:6:3: 'question' comes by voice and 'letter' by email to one queue: of the two only what is written "
       "waits while the site is closed; give each a queue\n"},
      {"scheduled: 4", "scheduled: 400000", "s.yaml:10:23: scheduled is 400000; it must be at most 20000\n"},
      {"scheduled: 4", "scheduled: {\"8:00\": 3, \"08:00\": 4}", "s.yaml:10:35: 08:00 is given twice\n"},
      {"{exponential: 5 min}", "{exponential: 5 min, at_least: 3 s, at_most: 2 s}",
       "s.yaml:7:60: at_most is not above at_least\n"},
      {"{exponential: 5 min}", "{exponential: 5 min, at_most: 2 s}",
       "s.yaml:7:45: fewer than 1 % of the draws would lie within at_most\n"},
      {"{rate: 60 per hour}", "{rate: 60 per hour, growth: {by: 5 %, per: 1 s}}",
       "s.yaml:6:15: calls of type 'question' come at up to inf an hour, growth and special days included; at most "
       "1e+09\n"},
      {"{main: {}}", "{}", "s.yaml:2:9: queues is empty; expected at least one queue\n"},
      {"scheduled: 4", "scheduled: {}", "s.yaml:10:12: scheduled lacks a key: a time of day such as '08:00'\n"},
      {"{exponential: 5 min}", "{\"08:00\": {exponential: 5 min}}",
       "s.yaml:7:15: nothing is said of the time before 08:00; begin with '00:00'\n"},
      {"{exponential: 5 min}", "{uniform: {low: 5 s, high: 4 s}}", "s.yaml:7:42: high is not above low\n"},
      {"{exponential: 5 min}", "{hyperexponential: {means: [1 s, 2 s], weights: [1]}}",
       "s.yaml:7:63: 1 weights for 2 means; give one for each\n"},
      {"{main: {}}", "{main: {treatments: [{after: 3 s, voicemail: yes, every: 5 s}]}}",
       "s.yaml:2:66: only announce and expected_wait are repeated; remove 'every'\n"},
      {"{main: {}}", "{main: {treatments: [{after: 3 s, overflow_to: main}]}}",
       "s.yaml:2:56: queue 'main' leads to itself\n"},
      {"{main: {}}", "{main: {treatments: [{after: 3 s, callback: no}]}}",
       "s.yaml:2:53: callback is 'no'; expected yes\n"},
      {"{main: {}}", "{main: {}, other: {}}",
       "s.yaml:4:3: call type 'question' lacks the key 'queue': there are 2 queues\n"},
      {"calls:\n  question:\n",
       "trunks: {main: {lines: 3}, spare: {lines: 4}}\ncalls:\n  question:\n    trunks: {main: 60 %, spar: 30 %}\n",
       "s.yaml:6:13: the shares of the trunks add up to 90 %; they must be 100 %\n"
       "s.yaml:6:26: unknown trunk 'spar'; did you mean 'spare'?\n"},
      {"needs: banking", "trunks: [main]\n    needs: banking", "s.yaml:5:14: unknown trunk 'main'; there is none\n"},
      {"queues:", "forecast: {file: x.yaml}\nqueues:", "s.yaml:2:1: 'forecast' is not yet supported; remove it\n"},
      {"queues:", "segments: {a: {share: 70 %}, b: {share: 20 %}}\nqueues:",
       "s.yaml:2:12: the shares of the segments add up to 90 %; they must be 100 %\n"},
      {"queues:", "horizon: {duration: 2 h, warm_up: 2 h}\nqueues:",
       "s.yaml:2:35: warm_up is as long as the whole horizon; nothing is left\n"},
      {"queues:", "compare: {kpis: [asa], sides: {aht: one}}\nqueues:",
       "s.yaml:2:32: sides speaks of 'aht', which is not in compare.kpis\n"},
      {"queues:", "compare: {kpis: [aht], sides: {aht: one}}\nqueues:",
       "s.yaml:2:37: sides of aht is one, but it has no better and worse; expected two\n"},
      {"queues:", "compare: {kpis: [aht], sides: {aht: 1}}\nqueues:",
       "s.yaml:2:37: aht is '1'; expected one of one or two\n"},
      {"queues:", "compare: {stop: {budget: 100}}\nqueues:",
       "s.yaml:2:17: stop needs compare.kpis: it says on what the experiment is to be decided\n"},
      {"queues:", "compare: {kpis: [wait_p90], stop: {when: decided}}\nqueues:",
       "s.yaml:2:18: wait_p90 is a quantile, on which no experiment can be stopped; leave it out of compare.kpis, it "
       "is "
       "reported all the same\n"},
      {"queues:", "compare: {kpis: [asa], stop: {budget: 49}}\nqueues:",
       "s.yaml:2:39: budget is 49; it must be at least 50\n"},
      {"queues:", "horizon: {duration: 100 h, warm_up: 2 h, steady_state: {batches: 30}}\nqueues:",
       "s.yaml:2:37: steady_state finds the warm-up itself; remove warm_up\n"},
      {"queues:",
       "horizon: {duration: 100 h, steady_state: {batches: 30}}\nvariance_reduction: {antithetic: yes}\nqueues:",
       "s.yaml:3:21: steady_state has no replications to draw together; remove variance_reduction\n"},
      {"queues:", "site: {opens: \"08:00-20:00\"}\nhorizon: {duration: 100 h, steady_state: {batches: 30}}\nqueues:",
       "s.yaml:2:15: there is no steady state: the centre closes; remove horizon.steady_state\n"},
      {"queues:", "growth: {by: 2 %}\nhorizon: {duration: 100 h, steady_state: {batches: 30}}\nqueues:",
       "s.yaml:2:9: there is no steady state: the rates grow; remove horizon.steady_state\n"},
      {"queues:", "site: {opens: \"08:00-20:00\"}\nhorizon: {duration: 100 h, warm_up: 9 h}\nqueues:",
       "s.yaml:3:37: warning: warm_up leaves out real hours: the centre closes, so this is no steady-state model\n"},
      {"queues:", "variance_reduction: {busyness_strata: 4}\nqueues:",
       "s.yaml:2:39: busyness_strata has nothing to spread: the scenario has no busyness by day\n"},
      {"queues:",
       "busyness: {day: {gamma: {shape: 9}}}\nvariance_reduction: {antithetic: yes, busyness_strata: 5}\nqueues:",
       "s.yaml:3:56: busyness_strata is 5; with antithetic pairs it must be even\n"},
      {"queues:", "kpi_check: {kpis: [asa, wait_p90, occupancy, asaa]}\nqueues:",
       "s.yaml:2:25: wait_p90 is a quantile, which has no value in a single replication to hold against another; leave "
       "it out of kpi_check.kpis\n"
       "s.yaml:2:35: occupancy has no better and worse; leave it out of kpi_check.kpis\n"
       "s.yaml:2:46: unknown KPI 'asaa'; did you mean 'asa'?\n"},
      {"queues:", "compare: {kpis: [aht, main.asa]}\nkpi_check: {tolerance: {main.asa: -1 s, asa: 1 s}}\nqueues:",
       "s.yaml:3:35: tolerance of main.asa is -1 s; it must be at least 0\n"
       "s.yaml:3:41: tolerance speaks of 'asa', which is not in what kpi_check checks; it is main.asa\n"},
      {"queues:", "kpi_check: {of_baseline: {asa: 120 %}, budget: 299}\nqueues:",
       "s.yaml:2:32: asa is 120 %; it must be at most 100 %\n"
       "s.yaml:2:48: budget is 299; it must be at least 300\n"},
      {"queues:", "skills: [bankng]\nqueues:",
       "s.yaml:6:12: unknown skill 'banking'; did you mean 'bankng'?\n"
       "s.yaml:11:35: unknown skill 'banking'; did you mean 'bankng'?\n"},
      {"queues:", "policies: {routing: {name: skill_priority, version: 3}}\nqueues:",
       "s.yaml:2:53: policy 'skill_priority' has no version 3; expected 1\n"},
      {"queues:", "description: !!binary abc\nqueues:",
       "s.yaml:2:14: tag 'tag:yaml.org,2002:binary' has no meaning in a scenario; remove it\n"},
      {"groups:", "groups: [\n", "s.yaml:12:1: this is not YAML: end of sequence flow not found\n"},
  }));
  CAPTURE(to);
  CHECK(told_of(changed(sound, from, to)) == message);
}

TEST_CASE("a file that is no scenario is refused at once") {
  const Folder folder;
  const auto started = std::chrono::steady_clock::now();
  const auto told_of_file = [&](const std::string& name) { return told(load(folder.path() / name, menu()), folder); };
  folder.write("empty.yaml", "");
  folder.write("comment.yaml", "# nothing but a comment\n");
  folder.write("list.yaml", "- a\n- b\n");
  folder.write("binary.yaml", std::string("twinline: 1\n\0\xff", 14));
  folder.write("latin.yaml", "twinline: 1\nname: Z\xfcrich\n");
  folder.write("two.yaml", sound + "---\ntwinline: 1\n");
  folder.write("deep.yaml", std::string(1'000'000, '['));
  folder.write("dashes.yaml", [] {
    std::string text;
    for (int i = 0; i < 500'000; ++i) text += "- ";
    return text;
  }());
  folder.write("laughs.yaml", [] {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 40; ++i) {
      const std::string before = "*a" + std::to_string(i - 1);
      text +=
          "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + ", " + before + "]\n";
    }
    return text;
  }());
  folder.write("garbage.yaml", "");
  std::filesystem::resize_file(folder.path() / "garbage.yaml", std::uintmax_t{200} << 20);
  CHECK(told_of_file("empty.yaml") == "empty.yaml: is empty; expected a scenario, which begins with 'twinline: 1'\n");
  CHECK(told_of_file("comment.yaml") ==
        "comment.yaml: is empty; expected a scenario, which begins with 'twinline: 1'\n");
  CHECK(told_of_file("list.yaml") ==
        "list.yaml: is no map of keys; expected a scenario, which begins with 'twinline: 1'\n");
  CHECK(told_of_file("binary.yaml") == "binary.yaml:2:1: byte 0x00 is not UTF-8 text; is this the right file?\n");
  CHECK(told_of_file("latin.yaml") == "latin.yaml:2:8: byte 0xfc is not UTF-8 text; is this the right file?\n");
  CHECK(told_of_file("two.yaml") == "two.yaml:12:1: a second YAML document; a file holds one scenario\n");
  CHECK(told_of_file("deep.yaml").find("nested too deeply") != std::string::npos);
  CHECK(told_of_file("dashes.yaml").find("nested too deeply") != std::string::npos);
  CHECK(told_of_file("laughs.yaml") ==
        "laughs.yaml: has more than 400000 values, aliases written out; no scenario needs so many\n");
  CHECK(told_of_file("garbage.yaml") == "garbage.yaml: has 200 MiB; at most 4 MiB are read, is this the right file?\n");
  CHECK(told_of_file("absent.yaml") == "absent.yaml: does not exist\n");
  CHECK(to_string(load(folder.path(), menu()).problems.at(0)) ==
        folder.path().string() + ": is a directory; expected a file");
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(60));
}

TEST_CASE("files that a scenario names are checked as well, each at its own lines") {
  const Folder folder;
  folder.write("volume.csv", "weekday,time,calls\nmon,08:00,12\nmno,08:15,3\nmon,8.30,4\nmon,08:45,-1\nmon,09:00\n");
  folder.write("days.ics", "DTSTART;VALUE=DATE:20260101\n");
  folder.write("observed.csv", "secnds\n3\n");
  std::string text = "site: {holidays: {file: days.ics}}\n" + sound;
  text = changed(text, "{exponential: 5 min}", "{empirical: {file: observed.csv}}");
  text = changed(text, "{rate: 60 per hour}", "{volume: {file: volume.csv}}");
  const auto path = folder.write("s.yaml", text);
  CHECK(told(load(path, menu()), folder) == R"(days.ics: is not an iCalendar file; expected BEGIN:VCALENDAR
observed.csv:1:1: unknown column 'secnds'; did you mean 'seconds'?
observed.csv:1:1: column 'seconds' is missing
volume.csv:3:1: weekday is 'mno'; expected a weekday such as 'mon' or 'mon-fri'
volume.csv:4:5: time is '8.30'; expected a time of day such as '08:00'
volume.csv:5:11: calls is -1; it must be at least 0
volume.csv:6:1: 2 cells; expected 3
)");
}

TEST_CASE("a schedule that says nothing is told once, and bears on nothing else") {
  const std::string with_warm_up = changed(sound, "queues:", "horizon: {duration: 100 h, warm_up: 9 h}\nqueues:");
  CHECK(told_of(changed(with_warm_up, "scheduled: 4", "scheduled: ")).find("scheduled is empty; expected a number") !=
        std::string::npos);
  CHECK(told_of(changed(with_warm_up, "scheduled: 4", "scheduled: ")).find("warm_up") == std::string::npos);
}
