#include "live_bridge/rollout/barred.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "reports/json/json_reader.hpp"
#include "reports/json/text_file.hpp"

namespace twinline::live::rollout {
namespace {

using Json = nlohmann::ordered_json;
using reports::JsonReader;

constexpr std::string_view barred_schema = "twinline.barred/1";
constexpr std::array<const char*, 3> kind_names{"routing", "staffing", "ivr"};

PolicyKind kind_of(const JsonReader& found) {
  const auto named = std::find(kind_names.begin(), kind_names.end(), found.text());
  if (named == kind_names.end()) found.refuse("kind of policy: routing, staffing or ivr");
  return static_cast<PolicyKind>(named - kind_names.begin());
}

Barred barred_of(const JsonReader& line) {
  line.require_schema(barred_schema);
  Barred barred;
  barred.kind = kind_of(line.at("kind"));
  barred.policy.name = line.at("policy").text();
  const JsonReader version = line.at("version");
  if (version.whole() > std::numeric_limits<std::uint32_t>::max()) version.refuse("version");
  barred.policy.version = static_cast<std::uint32_t>(version.whole());
  const JsonReader parameters = line.at("parameters");
  if (!parameters.json.is_object()) parameters.refuse("object");
  for (const auto& [name, value] : parameters.json.items()) {
    barred.policy.parameters.push_back({name, JsonReader{value, parameters.file, parameters.path + "." + name}.text()});
  }
  barred.policy.build = line.at("build").text();
  barred.manifest = line.at("manifest").text();
  barred.why = line.at("why").text();
  barred.at = line.at("at").text();
  return barred;
}

std::string line_of(const Barred& barred) {
  Json parameters = Json::object();
  for (const ParameterText& parameter : barred.policy.parameters) parameters[parameter.name] = parameter.value;
  const Json line{{"schema", barred_schema},
                  {"kind", kind_names[static_cast<std::size_t>(barred.kind)]},
                  {"policy", barred.policy.name},
                  {"version", barred.policy.version},
                  {"parameters", parameters},
                  {"build", barred.policy.build},
                  {"manifest", barred.manifest},
                  {"why", barred.why},
                  {"at", barred.at}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = write(file, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

}  // namespace

std::filesystem::path barred_file(const std::filesystem::path& journal) {
  return std::filesystem::path{journal}.replace_extension(".barred");
}

bool bar(const std::filesystem::path& file, const std::vector<Barred>& policies) {
  std::string lines;
  for (const Barred& barred : policies) lines += line_of(barred);
  const int opened = open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (opened < 0) return false;
  const bool written = write_all(opened, lines) && fsync(opened) == 0;
  close(opened);
  return written;
}

BarredPolicies BarredPolicies::read(const std::filesystem::path& file) {
  BarredPolicies policies;
  if (!std::filesystem::exists(file)) return policies;
  const auto text = reports::text_of_file(file);
  if (!text) throw reports::JsonReadError(fmt::format("{}: cannot be read", file.string()));
  std::istringstream lines(*text);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.empty()) continue;
    const std::string place = fmt::format("{}:{}", file.string(), number);
    const Json json = reports::parse_json(line, place, "a bar that a watchdog wrote");
    policies.barred_.push_back(barred_of(JsonReader{json, place}));
  }
  return policies;
}

const Barred* BarredPolicies::find(PolicyKind kind, const journal::PolicyIdentity& policy) const {
  const auto found = std::find_if(barred_.begin(), barred_.end(), [&](const Barred& barred) {
    if (barred.kind != kind) return false;
    return barred.policy.build.empty() ? barred.policy == policy : barred.policy.build == policy.build;
  });
  return found == barred_.end() ? nullptr : &*found;
}

const Barred* BarredPolicies::find_manifest(const std::string& sha256) const {
  const auto found = std::find_if(barred_.begin(), barred_.end(), [&](const Barred& barred) {
    return !barred.manifest.empty() && barred.manifest == sha256;
  });
  return found == barred_.end() ? nullptr : &*found;
}

}  // namespace twinline::live::rollout
