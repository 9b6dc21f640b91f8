// Tables of callers: what they know, and what is said of their defects without saying whose they are.
#include "scenarios/schema/caller_table.hpp"

#include <catch2/catch.hpp>

#include "scenarios/schema/look_up_source.hpp"

using namespace twinline;
using namespace twinline::scenarios;

namespace {

constexpr AttributeIndex segment{0U}, preferred{1U}, ticket{2U};

const std::vector<ToldAttribute> known{{"segment", segment, {{"gold", 1}, {"standard", 0}}},
                                       {"preferred_agent", preferred, {{"anna", 0}, {"bert", 1}}},
                                       {"open_ticket", ticket, {}}};

std::optional<CallerTable> table_of(std::string_view text) {
  Problems problems;
  auto table = CallerTable::read(text, "callers.csv", known, problems);
  for (const Problem& problem : problems.sorted("callers.csv")) UNSCOPED_INFO(to_string(problem));
  return table;
}

std::string told_of_table(std::string_view text) {
  Problems problems;
  CHECK_FALSE(CallerTable::read(text, "callers.csv", known, problems));
  std::string told;
  for (const Problem& problem : problems.sorted("callers.csv")) told += to_string(problem) + "\n";
  return told;
}

}  // namespace

TEST_CASE("a table knows callers by their numbers, in words and numbers, and says nothing of strangers", "[table]") {
  const auto table = table_of(
      "number,preferred_agent,segment\n"
      "+41791112233,bert,gold\n"
      "+41445550100,,0\n"
      "0044207,7,\n");
  REQUIRE(table);
  CHECK(table->key() == CallerTable::Key::number);
  CHECK(table->rows() == 3);
  CHECK(table->of("+41791112233") == std::vector<Attribute>{{segment, 1}, {preferred, 1}});
  CHECK(table->of("+41445550100") == std::vector<Attribute>{{segment, 0}});
  CHECK(table->of("0044207") == std::vector<Attribute>{{preferred, 7}});
  for (const char* stranger : {"", "+4179111223", "+417911122334", "zzz"}) CHECK(table->of(stranger).empty());
}

TEST_CASE("a table may be asked by keys, and separated by semicolons", "[table]") {
  const auto table = table_of("open_ticket;keys\r\n-3;0815\r\n\r\n4711;*12#\r\n");
  REQUIRE(table);
  CHECK(table->key() == CallerTable::Key::keys);
  CHECK(table->columns() == std::vector<AttributeIndex>{ticket});
  CHECK(table->of("0815") == std::vector<Attribute>{{ticket, -3}});
  CHECK(table->of("*12#") == std::vector<Attribute>{{ticket, 4711}});
}

TEST_CASE("a table without rows, or without attributes, knows nobody", "[table]") {
  CHECK(table_of("number,segment\n")->rows() == 0);
  const auto alone = table_of("number\n123\n");
  REQUIRE(alone);
  CHECK(alone->of("123").empty());
}

TEST_CASE("all defects of a table are told with their place, and no number is", "[table]") {
  CHECK(told_of_table("number,segment,open_ticket\n"
                      "+4179 111,gold,1\n"
                      "0791112233,golden,2\n"
                      "0791112233,gold,many\n"
                      "0791112244,gold\n") ==
        R"(callers.csv:2:1: what stands under 'number' cannot be dialled; expected digits, after a '+' perhaps
callers.csv:3:12: what stands under 'segment' is no whole number and no word of it
callers.csv:4:1: the same as in line 3; a caller has one row
callers.csv:4:17: what stands under 'open_ticket' is no whole number and no word of it
callers.csv:5:1: 2 cells; expected 3
)");
  CHECK(told_of_table("number,segmnt\n1,1\n") == "callers.csv:1:8: unknown column 'segmnt'; did you mean 'segment'?\n");
  CHECK(told_of_table("segment\n1\n") ==
        "callers.csv:1:1: lacks a column 'number' or 'keys', by which callers are found\n");
  CHECK(told_of_table("number,keys\n1,2\n") == "callers.csv:1:1: has both columns 'number' and 'keys'; keep one\n");
  CHECK(told_of_table("+41791112233,gold\n") ==
        "callers.csv:1: the first line names no columns; expected 'number' or 'keys', segment, preferred_agent and "
        "open_ticket\n");
}

TEST_CASE("a table that is another file altogether is not told line by line", "[table]") {
  std::string text = "number,segment\n";
  for (int row = 0; row < 1000; ++row) text += "x,y\n";
  const std::string told = told_of_table(text);
  CHECK(std::count(told.begin(), told.end(), '\n') <= 22);
  for (int row = 0; row < 1000; ++row) text += "x\n";
  text = "number,segment\n" + text.substr(text.find("x\n"));
  const std::string of_one_cell = told_of_table(text);
  CHECK(std::count(of_one_cell.begin(), of_one_cell.end(), '\n') == 20);
  CHECK(of_one_cell.ends_with("callers.csv:21:1: 1 cells; expected 2; the rest is not read\n"));
}

TEST_CASE("URLs of services: what is one, and what is none", "[table]") {
  CHECK(parse_service_url("http://127.0.0.1:9000/caller?x=1") == ServiceUrl{false, "127.0.0.1", 9000, "/caller?x=1"});
  CHECK(parse_service_url("https://crm.bank.example") == ServiceUrl{true, "crm.bank.example", 443, "/"});
  CHECK(parse_service_url("http://[2001:db8::1]:81/") == ServiceUrl{false, "2001:db8::1", 81, "/"});
  CHECK(parse_service_url("http://[::1]/a") == ServiceUrl{false, "::1", 80, "/a"});
  for (const char* none :
       {"", "127.0.0.1:9000", "ftp://a/", "http://", "http:///x", "http://a:0/", "http://a:99999/", "http://a:x/",
        "http://user@a/", "http://[::1", "http://[::1]9/", "http://a/b c", "http://a/#f", "https:/a"}) {
    CAPTURE(none);
    CHECK_FALSE(parse_service_url(none));
  }
}
