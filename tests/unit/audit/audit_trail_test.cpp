#include "live_bridge/audit/audit_trail.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/unit/store/folder.hpp"

namespace twinline::live {
namespace {

using store_test::Folder;

std::vector<std::string> lines_in(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void write_lines(const std::filesystem::path& file, const std::vector<std::string>& lines) {
  std::ofstream out(file, std::ios::trunc);
  for (const std::string& line : lines) out << line << '\n';
}

AuditTrail trail_of_five(const Folder& folder) {
  AuditTrail trail(folder / "audit.jsonl");
  for (const char* did : {"began", "ended", "archived", "listed", "got"}) {
    trail.append(UtcTime{1'800'000'000s}, {"anna", did, "00ff", "why \"so\""});
  }
  return trail;
}

AuditTrail::Check checked(const AuditTrail& trail) {
  return trail.check([](const std::string&) {});
}

TEST_CASE("lines are numbered, each has the sum of the one before, and the trail is whole") {
  const Folder folder;
  const AuditTrail trail = trail_of_five(folder);
  const auto check = checked(trail);
  CHECK(check.problem.empty());
  CHECK(check.lines == 5);
  const auto lines = lines_in(trail.file());
  REQUIRE(lines.size() == 5);
  CHECK(
      lines[0] ==
      R"({"number":1,"at":"2027-01-15T08:00:00.000000000Z","who":"anna","did":"began","call":"00ff","about":"why \"so\"",)"
      R"("previous":"0000000000000000000000000000000000000000000000000000000000000000"})");
  CHECK(lines_in(folder / "audit.jsonl.head") == std::vector<std::string>{"5 " + check.last_sum});
  CHECK(checked(AuditTrail(folder / "none")).problem.empty());
}

TEST_CASE("a line that was removed, changed, moved or put in shows") {
  const Folder folder;
  const AuditTrail trail = trail_of_five(folder);
  const auto whole = lines_in(trail.file());
  for (std::size_t place = 0; place < whole.size(); ++place) {
    CAPTURE(place);
    auto removed = whole;
    removed.erase(removed.begin() + static_cast<std::ptrdiff_t>(place));
    write_lines(trail.file(), removed);
    CHECK_FALSE(checked(trail).problem.empty());
    auto changed = whole;
    changed[place].replace(changed[place].find("anna"), 4, "bert");
    write_lines(trail.file(), changed);
    CHECK_FALSE(checked(trail).problem.empty());
    auto doubled = whole;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(place), whole[place]);
    write_lines(trail.file(), doubled);
    CHECK_FALSE(checked(trail).problem.empty());
  }
  auto swapped = whole;
  std::swap(swapped[1], swapped[2]);
  write_lines(trail.file(), swapped);
  CHECK(checked(trail).problem.find("audit.jsonl:2: does not follow") != std::string::npos);
  write_lines(trail.file(), {});
  CHECK(checked(trail).problem.find("ends after 0 lines") != std::string::npos);
  write_lines(trail.file(), whole);
  CHECK(checked(trail).problem.empty());
  std::filesystem::remove(folder / "audit.jsonl.head");
  CHECK(checked(trail).problem.find("is missing") != std::string::npos);
}

TEST_CASE("a line that a crash tore off is cut, and the next follows") {
  const Folder folder;
  const AuditTrail trail = trail_of_five(folder);
  std::ofstream(trail.file(), std::ios::app) << R"({"number":6,"at":"20)";
  trail.append(UtcTime{}, {"bridge", "ended", "", ""});
  const auto check = checked(trail);
  CHECK(check.problem.empty());
  CHECK(check.lines == 6);
}

TEST_CASE("a head that a crash left behind is no fault") {
  const Folder folder;
  const AuditTrail trail = trail_of_five(folder);
  const auto head = lines_in(folder / "audit.jsonl.head");
  trail.append(UtcTime{}, {"bridge", "ended", "", ""});
  write_lines(folder / "audit.jsonl.head", head);
  CHECK(checked(trail).problem.empty());
}

TEST_CASE("many write at once, and no line is lost") {
  const Folder folder;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&] {
      const AuditTrail trail(folder / "audit.jsonl");
      for (int line = 0; line < 10; ++line) trail.append(UtcTime{}, {"anna", "got", "00ff", ""});
    });
  }
  for (std::thread& writer : writers) writer.join();
  const auto check = checked(AuditTrail(folder / "audit.jsonl"));
  CHECK(check.problem.empty());
  CHECK(check.lines == 40);
}

}  // namespace
}  // namespace twinline::live
