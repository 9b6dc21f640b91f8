#include "reports/render/terminal.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "reports/render/text_table.hpp"
#include "tests/unit/render/sample_results.hpp"

namespace twinline::reports {
namespace {

const TerminalStyle plain{false, 90};

TEST_CASE("a run on the terminal") {
  CHECK(terminal_table(samples::run(), plain) ==
        R"(Scenario bank · 40 replications · seed 42 · Europe/Zurich · 15-minute intervals · twinline
0.1.0

KPI              Mean   95 %  Definition
─────────────  ──────  ─────  ──────────────────────────────────
Offered calls    2210   ± 31  Calls that entered a queue.
Service level  84.1 %  ± 0.6  Answered within 20 s over offered.
ASA            21.4 s  ± 0.9  Mean wait of answered calls.
)");
}

TEST_CASE("a run on the terminal says how what the calls ran on did") {
  RunResult result = samples::run();
  result.kpis.push_back({"availability", "Availability", "", Unit::share, Direction::higher_is_better});
  result.estimates = {{"availability", "", {{"host", "sbc_1"}}, 0.9, {}, 1}};
  CHECK_THAT(terminal_table(result, plain), !Catch::Contains("sbc_1"));
  result.infrastructure.emplace();
  CHECK_THAT(terminal_table(result, plain), Catch::Contains("host sbc_1") && Catch::Contains("90.0 %"));
}

TEST_CASE("a comparison on the terminal ends with its conclusion") {
  CHECK(terminal_table(samples::comparison(), plain) ==
        R"(Scenario bank · 40 paired replications · seed 42 · Europe/Zurich · 15-minute intervals ·
twinline 0.1.0

skills against fifo

KPI              fifo  skills   Difference  95 %           Verdict
─────────────  ──────  ──────  ───────────  ─────────────  ────────────────────────
Offered calls    2210    2210            0  [−3, +3]       no meaningful difference
Service level  77.3 %  84.1 %  +6.8 points  [+5.8, +7.8]   better
ASA            30.4 s  21.4 s       −9.0 s  [−12.0, −6.0]  better

Guardrail                         Limit  95 %          Held
──────────────────────────  ───────────  ────────────  ────
Service level, queue loans  −1.0 points  [−2.0, +1.0]  no

skills is better than fifo in service level and ASA; no meaningful difference in offered
calls; guardrail not held: service level, queue loans.

Intervals are Student's t over replications, for a number that was fixed beforehand.
)");
}

TEST_CASE("queues get a table where there are several") {
  RunResult result = samples::run();
  result.estimates.push_back({"offered", "", {{"queue", "retail"}}, 1500, 20.0, 40});
  CHECK(terminal_table(result, plain).find("Queue") == std::string::npos);
  result.estimates.push_back({"offered", "", {{"queue", "loans"}}, 710.5, 0.75, 40});
  CHECK(terminal_table(result, plain).find(R"(
Queue   Offered calls
──────  ─────────────
retail           1500
loans             710
)") != std::string::npos);
}

TEST_CASE("colour is used when told, and changes nothing else") {
  const std::string coloured = terminal_table(samples::comparison(), {true, 90});
  CHECK(coloured.find("\x1b[32mbetter\x1b[0m") != std::string::npos);
  CHECK(coloured.find("\x1b[31mno\x1b[0m") != std::string::npos);
  std::string stripped;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') {
      i = coloured.find('m', i);
    } else {
      stripped += coloured[i];
    }
  }
  CHECK(stripped == terminal_table(samples::comparison(), plain));
}

TEST_CASE("no line of a run is wider than the terminal") {
  RunResult result = samples::run();
  result.estimates[1].definition = "A definition so long that it cannot possibly stand beside the numbers of its KPI.";
  const int width = GENERATE(45, 60, 80, 120);
  std::istringstream lines{terminal_table(result, {false, width})};
  for (std::string line; std::getline(lines, line);) CHECK(display_width(line) <= static_cast<std::size_t>(width));
}

TEST_CASE("one replication has no interval") {
  RunResult result = samples::run();
  for (Estimate& estimate : result.estimates) estimate.half_width.reset();
  CHECK(terminal_table(result, plain).find("±") == std::string::npos);
}

TEST_CASE("text is as wide as it looks") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("− ± é") == 5);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("\xFF\xFE") == 2);
  CHECK(display_width("\xE2\x88") == 2);
}

TEST_CASE("text is cut between characters") {
  CHECK(cut_to_width("résumé", 6) == "résumé");
  CHECK(cut_to_width("résumé", 4) == "rés…");
  CHECK(cut_to_width("日本語", 4) == "日…");
  CHECK(cut_to_width("abc", 0).empty());
}

TEST_CASE("lines break between words") {
  CHECK(wrapped("one two three", 7) == "one two\nthree");
  CHECK(wrapped("incomprehensible word", 5) == "incomprehensible\nword");
}

TEST_CASE("a table that is too wide cuts headings or cells, as its columns say, and nothing else") {
  TextTable table;
  table.column("A very long name", Align::right, TextTable::Yields::heading);
  table.column("Words", Align::left, TextTable::Yields::cells);
  table.column("Verdict", Align::left);
  table.row({{"12.5 s"}, {"many words"}, {"no difference"}});
  CHECK(table.text(80, false) ==
        "A very long name  Words       Verdict\n────────────────  ──────────  ─────────────\n"
        "          12.5 s  many words  no difference\n");
  CHECK(table.text(28, false) ==
        "A ver…  Words  Verdict\n──────  ─────  ─────────────\n12.5 s  many…  no difference\n");
}

TEST_CASE("columns of wide characters stay aligned") {
  TextTable table;
  table.column("Name", Align::left);
  table.column("N", Align::right);
  table.row({{"日本"}, {"1"}});
  table.row({{"abcdef"}, {"23"}});
  CHECK(table.text(80, false) == "Name     N\n──────  ──\n日本     1\nabcdef  23\n");
}

}  // namespace
}  // namespace twinline::reports
