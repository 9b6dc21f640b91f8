#include "tests/house/include_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <string_view>

namespace twinline::house {
namespace {

struct Room {
  std::string_view folder;
  std::vector<std::string_view> may_include;  ///< besides itself
};

// The first entry that holds a file decides. A room that is missing here is a finding: draw its arrows before
// it has code.
const std::vector<Room>& rooms() {
  static const std::vector<Room> table{
      {"policies/contract", {}},
      {"policies/calendar", {"policies/contract"}},
      {"policies/acd", {"policies/contract", "policies/calendar"}},
      {"policies/routing", {"policies/contract"}},
      {"policies/rollout", {"policies/contract"}},
      {"policies/staffing", {"policies/contract"}},
      {"policies/dialling", {"policies/contract"}},
      {"policies/ivr", {"policies/contract"}},

      {"scenarios/schema", {"policies/contract", "policies/routing", "policies/staffing", "policies/ivr"}},
      {"scenarios/menu", {"policies", "scenarios/schema", "scenarios/plugins"}},
      {"scenarios/plugins", {"policies/contract", "scenarios/schema"}},

      {"reports/statistics", {"policies/contract"}},
      {"reports/kpi", {"policies/contract", "reports/statistics", "reports/journal"}},
      {"reports/journal", {"policies/contract"}},
      {"reports/replay", {"policies/contract", "policies/acd", "reports/journal"}},
      {"reports/explain", {"policies/contract", "reports/journal", "reports/replay"}},
      {"reports/shards", {"policies/contract", "reports/statistics", "reports/kpi", "reports/journal"}},
      {"reports/json", {}},
      {"reports/manifest", {"policies/contract", "reports/json"}},
      {"reports/rollout",
       {"policies/contract", "policies/rollout", "reports/json", "reports/statistics", "reports/kpi"}},
      {"reports/render",
       {"policies/contract", "policies/rollout", "reports/json", "reports/statistics", "reports/kpi", "reports/rollout",
        "reports/explain", "reports/web"}},
      {"reports/web", {}},

      {"sim/random", {"policies/contract", "reports/statistics"}},
      {"sim/twin", {"policies/contract", "scenarios", "reports", "sim/random"}},
      {"sim/people",
       {"policies/contract", "policies/dialling", "scenarios", "reports/statistics", "reports/kpi", "sim/random",
        "sim/twin"}},
      {"sim/infra", {"policies", "scenarios", "reports", "sim/random", "sim/people", "sim/kernel"}},
      {"sim/kernel", {"policies", "scenarios", "reports", "sim/random", "sim/people", "sim/twin"}},
      {"sim/lab",
       {"policies", "scenarios", "reports", "sim/random", "sim/people", "sim/twin", "sim/infra", "sim/kernel"}},
      {"sim/staffing",
       {"policies", "scenarios", "reports", "sim/random", "sim/people", "sim/twin", "sim/kernel", "sim/lab"}},
      {"sim/main", {"policies", "scenarios", "reports", "sim"}},
      {"sim/ranks", {"policies", "scenarios", "reports", "sim"}},
      {"sim/simgrid", {"policies", "scenarios", "reports", "sim"}},

      {"live_bridge/wall", {"policies/contract", "policies/calendar"}},
      {"live_bridge/sip", {"policies/contract", "scenarios/schema", "live_bridge/wall"}},
      {"live_bridge/media", {"policies/contract", "scenarios/schema", "live_bridge/wall"}},
      {"live_bridge/audit", {"policies/contract", "scenarios/schema", "reports/journal", "live_bridge/wall"}},
      {"live_bridge/recording",
       {"policies/contract", "scenarios/schema", "reports/journal", "live_bridge/wall", "live_bridge/audit"}},
      {"live_bridge/desk",
       {"policies/contract", "scenarios/schema", "live_bridge/wall", "live_bridge/audit", "live_bridge/recording"}},
      {"live_bridge/store", {"policies/contract", "scenarios/schema", "reports", "live_bridge/wall"}},
      {"live_bridge/services", {"policies/contract", "scenarios/schema", "live_bridge/wall"}},
      {"live_bridge/rollout",
       {"policies/contract", "policies/rollout", "scenarios/schema", "scenarios/menu", "reports", "live_bridge/wall",
        "live_bridge/audit"}},
      {"live_bridge/shadow", {"policies", "reports", "live_bridge/wall", "live_bridge/rollout"}},
      {"live_bridge/explain",
       {"policies/contract", "policies/rollout", "scenarios/schema", "scenarios/menu", "reports", "live_bridge/wall",
        "live_bridge/rollout"}},
      {"live_bridge/edge", {"policies/contract", "scenarios/schema"}},
      {"live_bridge/world",
       {"policies", "scenarios", "reports", "live_bridge/wall", "live_bridge/sip", "live_bridge/media",
        "live_bridge/desk", "live_bridge/store", "live_bridge/recording", "live_bridge/services", "live_bridge/rollout",
        "live_bridge/explain"}},
      {"live_bridge/main", {"policies", "scenarios", "reports", "live_bridge"}},
      {"docs/examples", {"policies/contract"}},  // as whoever has nothing but the installed headers
      {"tests", {"policies", "scenarios", "reports", "sim", "live_bridge"}},
  };
  return table;
}

struct Door {
  std::string_view library;
  std::string_view header;  ///< a regular expression over what stands between the brackets
  std::vector<std::string_view> folders;
};

const std::vector<Door>& doors() {
  static const std::vector<Door> table{
      {"yaml-cpp", "yaml-cpp/.*", {"scenarios/schema"}},
      {"Protobuf", R"(google/protobuf/.*|.*\.pb\.h)", {"reports/journal", "reports/shards"}},
      {"zstd", "zstd.*", {"reports/journal"}},
      {"OpenSSL",
       "openssl/.*",
       {"scenarios/schema", "reports/manifest", "sim/twin", "live_bridge/wall", "live_bridge/sip", "live_bridge/desk",
        "live_bridge/recording", "live_bridge/store"}},
      {"SimGrid", "simgrid/.*|xbt.*", {"sim/infra"}},
      {"the SIP stack", "sofia-sip/.*", {"live_bridge/sip"}},
      {"CLI11", "CLI/.*", {"sim/main", "sim/ranks", "live_bridge/main"}},
      {"the dynamic loader", R"(dlfcn\.h)", {"scenarios/plugins", "live_bridge/sip"}},
      {"Boost", "boost/.*", {"sim/twin", "sim/staffing", "sim/lab"}},
      {"Eigen", "Eigen/.*", {"sim/twin", "sim/staffing", "sim/lab"}},
      {"SQLite", R"(sqlite3\.h)", {"live_bridge/store"}},
      {"PostgreSQL", "pqxx/.*", {"live_bridge/store"}},
      {"HTTP", R"(httplib\.h)", {"live_bridge/desk", "live_bridge/services"}},
      {"metrics", "prometheus/.*", {"live_bridge/world"}},
      {"logging", "spdlog/.*", {"live_bridge/wall"}},
      {"NLopt", R"(nlopt\.h(pp)?)", {"sim/lab", "sim/staffing"}},
      {"MPI", R"(mpi\.h)", {"sim/ranks"}},
  };
  return table;
}

// The standard library as far as it neither draws, waits, prints, reads files nor iterates in an order of its
// own.
constexpr std::array<std::string_view, 46> headers_for_policies{"algorithm",
                                                                "array",
                                                                "bit",
                                                                "bitset",
                                                                "cassert",
                                                                "charconv",
                                                                "chrono",
                                                                "climits",
                                                                "cmath",
                                                                "compare",
                                                                "concepts",
                                                                "cstddef",
                                                                "cstdint",
                                                                "cstdlib",
                                                                "cstring",
                                                                "deque",
                                                                "exception",
                                                                "functional",
                                                                "initializer_list",
                                                                "iterator",
                                                                "limits",
                                                                "list",
                                                                "map",
                                                                "memory",
                                                                "memory_resource",
                                                                "new",
                                                                "numeric",
                                                                "optional",
                                                                "queue",
                                                                "ranges",
                                                                "ratio",
                                                                "set",
                                                                "source_location",
                                                                "span",
                                                                "stdexcept",
                                                                "string",
                                                                "string_view",
                                                                "system_error",
                                                                "tuple",
                                                                "type_traits",
                                                                "typeindex",
                                                                "typeinfo",
                                                                "utility",
                                                                "variant",
                                                                "vector",
                                                                "version"};

struct Include {
  std::size_t line;
  std::string header;
  bool quoted;
};

std::vector<Include> includes_of(const SourceFile& file) {
  static const std::regex pattern{R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])"};
  std::vector<Include> includes;
  for (std::size_t index = 0; index < file.code.size(); ++index) {
    std::smatch match;
    if (std::regex_search(file.code[index], match, pattern)) {
      includes.push_back({index + 1, match[2], match[1] == "\""});
    }
  }
  return includes;
}

const Room* room_of(std::string_view path) {
  const auto& table = rooms();
  const auto room = std::find_if(table.begin(), table.end(), [&](const Room& r) { return lies_in(path, r.folder); });
  return room == table.end() ? nullptr : &*room;
}

/// The library that a header belongs to and that this path may not touch.
const Door* closed_door(std::string_view path, const std::string& header) {
  if (lies_in(path, "tests")) return nullptr;
  for (const auto& door : doors()) {
    const std::regex pattern{std::string{door.header}};
    if (std::regex_match(header, pattern) && !lies_in_any(path, door.folders)) return &door;
  }
  return nullptr;
}

bool is_for_policies(std::string_view header) {
  return std::find(headers_for_policies.begin(), headers_for_policies.end(), header) != headers_for_policies.end();
}

/// What is wrong with one quoted include, or nothing.
std::optional<std::string> room_complaint(const Room& room, const std::string& header,
                                          const std::set<std::string>& paths) {
  // Generated by protoc into the build tree; the door decides who may see it.
  if (header.ends_with(".pb.h")) return std::nullopt;
  if (!paths.contains(header)) return "\"" + header + "\" is no file of the project, named from its root";
  if (lies_in(header, room.folder) || lies_in_any(header, room.may_include)) return std::nullopt;
  return std::string{room.folder} + " may not include " + header;
}

}  // namespace

std::vector<Finding> check_room_includes(const SourceFile& file, const std::set<std::string>& paths) {
  std::vector<Finding> findings;
  if (file.code.empty()) return findings;
  const Room* room = room_of(file.path);
  if (room == nullptr) return {{file.path, 0, "lies in no room that tests/house/include_rules.cpp knows"}};
  for (const auto& [line, header, quoted] : includes_of(file)) {
    if (!quoted) continue;
    if (const auto complaint = room_complaint(*room, header, paths)) findings.push_back({file.path, line, *complaint});
  }
  return findings;
}

std::vector<Finding> check_external_includes(const SourceFile& file) {
  std::vector<Finding> findings;
  for (const auto& [line, header, quoted] : includes_of(file)) {
    if (const Door* door = closed_door(file.path, header)) {
      findings.push_back(
          {file.path, line, "<" + header + ">: " + std::string{door->library} + " has its door elsewhere"});
    }
    if (!quoted && lies_in(file.path, "policies") && !is_for_policies(header)) {
      findings.push_back({file.path, line, "<" + header + "> is not for policies/"});
    }
  }
  return findings;
}

}  // namespace twinline::house
