#include "tests/house/text_rules.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>
#include <string_view>

namespace twinline::house {
namespace {

using Folders = std::vector<std::string_view>;

struct BannedCode {
  std::regex pattern;
  Folders rooms;
  Folders except;
  std::string reason;
};

// Where a bit decides a trajectory or a KPI.
const Folders exact_rooms{"policies", "sim/random", "sim/people", "sim/kernel", "reports/statistics", "reports/kpi"};
const Folders all_rooms{"policies", "scenarios", "reports", "sim", "live_bridge"};

constexpr auto transcendentals =
    "(a?(sin|cos|tan)h?|atan2|exp|exp2|expm1|log|log2|log10|log1p|pow|cbrt|hypot|tgamma|lgamma|erfc?|beta)";

const std::vector<BannedCode>& banned_code() {
  static const std::vector<BannedCode> table{
      {std::regex{
           R"(\b(system_clock|steady_clock|high_resolution_clock|clock_gettime|gettimeofday)\b|\bstd::time\s*\()"},
       all_rooms,
       {"sim/main", "live_bridge/wall"},
       "asks the wall clock; time is always an argument"},
      {std::regex{
           R"(\b(s?rand\s*\(|random_device|mt19937(_64)?|minstd_rand0?|default_random_engine|\w+_distribution\s*<))"},
       all_rooms,
       {},
       "draws from outside; every draw is keyed (sim/random), every choice of a policy too"},
      {std::regex{R"(\bgetenv\b)"}, all_rooms, {"sim/main", "live_bridge/main"}, "reads the environment"},
      {std::regex{std::string{R"((\bstd::|[^\w:.>]::|(^|[^\w:.>])))"} + transcendentals + R"([fl]?\s*\()"},
       exact_rooms,
       {},
       "libm differs in its last bits from machine to machine; use reports/statistics/exact_math.hpp"},
      {std::regex{std::string{R"(\busing\s+std::)"} + transcendentals + R"(\s*;)"},
       exact_rooms,
       {},
       "libm differs in its last bits from machine to machine; use reports/statistics/exact_math.hpp"},
      {std::regex{R"(\bunordered_(multi)?(map|set)\b)"},
       {"policies", "reports/statistics", "reports/kpi", "sim/kernel", "sim/people"},
       {},
       "an unordered container's order reaches decisions or results sooner or later"},
      {std::regex{R"(\b(is_|if_)?simulat(ed|ing|ion)\b)"}, {"policies"}, {}, "policies do not know their world"},
      {std::regex{R"(\bstd::(cout|cerr|printf)\b)"},
       {"policies", "scenarios", "sim/random", "sim/people", "sim/kernel", "reports/statistics", "reports/kpi"},
       {},
       "prints; only the mains and renderers speak"},
  };
  return table;
}

bool applies(const BannedCode& rule, std::string_view path) {
  return lies_in_any(path, rule.rooms) && !lies_in_any(path, rule.except);
}

struct BannedText {
  std::regex pattern;
  std::string reason;
};

// Written in halves, so that this file does not break its own rules.
const std::vector<BannedText>& banned_text() {
  static const std::vector<BannedText> table{
      {std::regex{"\\b(TO"
                  "DO|FIX"
                  "ME|XX"
                  "X)\\b"},
       "marks work left undone"},
      {std::regex{"(^|[^\\w.])/(wo"
                  "rk|ho"
                  "me|ro"
                  "ot)/"},
       "a path of one machine"},
      {std::regex{"registry\\.npm"
                  "js|deb\\.debian"
                  "\\.org|pypi"
                  "\\.org"},
       "a package registry's host"},
  };
  return table;
}

constexpr std::size_t longest_file = 500;
constexpr std::size_t lines_near_top = 15;
// Long prose and long data are no smell.
constexpr std::array<std::string_view, 5> not_code{".md", ".json", ".yaml", ".yml", ".txt"};

bool is_code(std::string_view path) {
  return std::none_of(not_code.begin(), not_code.end(),
                      [&](std::string_view ending) { return path.ends_with(ending); });
}

bool says_why_long(const SourceFile& file) {
  const auto near_top = file.lines.begin() + static_cast<std::ptrdiff_t>(std::min(file.lines.size(), lines_near_top));
  return std::any_of(file.lines.begin(), near_top,
                     [](const std::string& line) { return line.find("Long because: ") != std::string::npos; });
}

/// Findings for each line that matches.
std::vector<Finding> matching_lines(const SourceFile& file, const std::vector<std::string>& lines,
                                    const std::regex& pattern, const std::string& message) {
  std::vector<Finding> findings;
  for (std::size_t index = 0; index < lines.size(); ++index) {
    if (std::regex_search(lines[index], pattern)) findings.push_back({file.path, index + 1, message});
  }
  return findings;
}

void append(std::vector<Finding>& findings, std::vector<Finding> more) {
  findings.insert(findings.end(), more.begin(), more.end());
}

bool is_outside(std::string_view link) {
  return link.find("://") != std::string_view::npos || link.starts_with("mailto:");
}

/// A link as written in the Markdown file `from`: to a file, or to a folder that holds one.
bool leads_somewhere(const std::filesystem::path& from, const std::string& link, const std::set<std::string>& paths) {
  auto target = (from.parent_path() / link).lexically_normal().generic_string();
  if (target.ends_with('/')) target.pop_back();
  return paths.contains(target) ||
         std::any_of(paths.begin(), paths.end(), [&](const std::string& path) { return lies_in(path, target); });
}

}  // namespace

std::vector<Finding> check_banned_code(const SourceFile& file) {
  std::vector<Finding> findings;
  for (const auto& rule : banned_code()) {
    if (applies(rule, file.path)) append(findings, matching_lines(file, file.code, rule.pattern, rule.reason));
  }
  return findings;
}

std::vector<Finding> check_banned_text(const SourceFile& file) {
  std::vector<Finding> findings;
  for (const auto& rule : banned_text()) append(findings, matching_lines(file, file.lines, rule.pattern, rule.reason));
  return findings;
}

std::vector<Finding> check_length(const SourceFile& file) {
  if (file.lines.size() <= longest_file || !is_code(file.path) || says_why_long(file)) return {};
  return {{file.path, 0, std::to_string(file.lines.size()) + " lines and no 'Long because: …' near the top"}};
}

std::vector<Finding> check_header_opening(const SourceFile& file) {
  if (!is_header(file.path)) return {};
  std::vector<Finding> findings;
  if (std::find(file.code.begin(), file.code.end(), "#pragma once") == file.code.end()) {
    findings.push_back({file.path, 0, "has no #pragma once"});
  }
  constexpr std::size_t shortest_theory = 40;
  std::size_t theory = 0;
  for (const auto& line : file.lines) {
    if (line.starts_with("//")) {
      theory += line.size();
    } else if (!line.empty() && line != "#pragma once") {
      break;
    }
  }
  if (theory < shortest_theory) findings.push_back({file.path, 1, "does not open with a paragraph of what it is"});
  return findings;
}

std::vector<Finding> check_names(const SourceFile& file) {
  if (!is_cpp(file.path)) return {};
  static const std::regex file_name{R"([a-z][a-z0-9_]*\.(cpp|hpp))"};
  static const std::regex empty_name{
      R"(\b(class|struct|enum|using|concept)\s+(class\s+)?\w*(Manager|Helper|Utils?|Base)\b)"};
  std::vector<Finding> findings;
  if (!std::regex_match(std::filesystem::path{file.path}.filename().string(), file_name)) {
    findings.push_back({file.path, 0, "files are named in snake_case, .cpp or .hpp"});
  }
  append(findings,
         matching_lines(file, file.code, empty_name, "a type's name says what it is, not Manager, Helper, Util, Base"));
  return findings;
}

std::vector<Finding> check_tests_can_fail(const SourceFile& file) {
  if (!lies_in(file.path, "tests") || !is_cpp(file.path)) return {};
  static const std::regex tautology{R"(\b(CHECK|REQUIRE)(_\w+)?\s*\(\s*(true|1|!\s*false|!\s*0)\s*\)|\bSUCCEED\s*\()"};
  static const std::regex excused{"\"[^\"]*\\[!(mayfail|shouldfail)\\]"};
  auto findings = matching_lines(file, file.code, tautology, "a check that cannot fail");
  append(findings, matching_lines(file, file.lines, excused, "a test that is excused from passing"));
  return findings;
}

std::vector<Finding> check_links(const SourceFile& file, const std::set<std::string>& paths) {
  if (!file.path.ends_with(".md")) return {};
  static const std::regex link{R"(\]\(([^)#\s]+)[^)]*\))"};
  std::vector<Finding> findings;
  for (std::size_t index = 0; index < file.lines.size(); ++index) {
    const auto& line = file.lines[index];
    for (auto match = std::sregex_iterator{line.begin(), line.end(), link}; match != std::sregex_iterator{}; ++match) {
      const std::string written = (*match)[1];
      if (is_outside(written) || leads_somewhere(file.path, written, paths)) continue;
      findings.push_back({file.path, index + 1, "the link to " + written + " leads nowhere"});
    }
  }
  return findings;
}

}  // namespace twinline::house
