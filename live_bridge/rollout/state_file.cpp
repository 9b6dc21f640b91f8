#include "live_bridge/rollout/state_file.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "live_bridge/wall/whole_file.hpp"
#include "reports/json/json_reader.hpp"
#include "reports/json/text_file.hpp"

namespace twinline::live::rollout {
namespace {

using Json = nlohmann::ordered_json;
using reports::JsonReader;

constexpr std::string_view schema = "twinline.rollout_state/1";

Json json_of(const scenarios::PolicyChoice& policy) {
  Json parameters = Json::array();
  for (const ParameterText& parameter : policy.parameters) parameters.push_back({parameter.name, parameter.value});
  return {{"name", policy.name}, {"version", policy.version}, {"parameters", parameters}, {"build", policy.build}};
}

Json json_of(const Promoted& promoted) {
  return {{"manifest", manifest::written(promoted.read.manifest, promoted.read.signature)},
          {"signer", promoted.signer},
          {"build", promoted.policy.build}};
}

template <class Value>
Json json_or_null(const std::optional<Value>& value) {
  return value ? json_of(*value) : Json();
}

scenarios::PolicyChoice read_policy(const JsonReader& json) {
  scenarios::PolicyChoice policy{
      json.at("name").text(), static_cast<std::uint32_t>(json.at("version").whole()), {}, json.at("build").text()};
  for (const JsonReader& parameter : json.at("parameters").items()) {
    const auto pair = parameter.items();
    if (pair.size() != 2) parameter.refuse("a name and a text");
    policy.parameters.push_back({pair[0].text(), pair[1].text()});
  }
  return policy;
}

Promoted read_promoted(const JsonReader& json) {
  Promoted promoted;
  promoted.read = manifest::read_manifest(json.at("manifest").text(), json.file);
  promoted.signer = json.at("signer").text();
  promoted.policy = policy_of(promoted.read.manifest, json.at("build").text());
  return promoted;
}

template <class Read>
auto read_or_none(const JsonReader& json, const std::string& key, Read read) -> std::optional<decltype(read(json))> {
  if (!json.has(key) || json.at(key).json.is_null()) return std::nullopt;
  return read(json.at(key));
}

Stage read_stage(const JsonReader& json) {
  const auto found = std::find(stage_words.begin(), stage_words.end(), json.text());
  if (found == stage_words.end()) json.refuse("a stage");
  return static_cast<Stage>(found - stage_words.begin());
}

State state_of(const JsonReader& json) {
  json.require_schema(schema);
  State state;
  state.stage = read_stage(json.at("stage"));
  state.frozen = json.at("frozen").yes_or_no();
  state.own = read_policy(json.at("own"));
  state.in_force = read_or_none(json, "in_force", read_promoted);
  state.candidate = read_or_none(json, "candidate", read_promoted);
  if (json.at("has_former").yes_or_no()) state.former = Former{read_or_none(json, "former", read_promoted)};
  state.split = read_or_none(json, "split", read_policy);
  state.watched_from = read_or_none(json, "watched_from", [](const JsonReader& instant) {
    return Time{Duration{static_cast<std::int64_t>(instant.whole())}};
  });
  if (json.has("alarm")) state.alarm = json.at("alarm").text();  // not in files of before there were any
  state.last = json.at("last").text();
  return state;
}

}  // namespace

std::filesystem::path state_file_beside(const std::filesystem::path& journal) {
  return std::filesystem::path(journal).replace_extension(".rollout");
}

void write_state(const std::filesystem::path& file, const State& state) {
  const Json json{{"schema", schema},
                  {"stage", word_of(state.stage)},
                  {"frozen", state.frozen},
                  {"own", json_of(state.own)},
                  {"in_force", json_or_null(state.in_force)},
                  {"candidate", json_or_null(state.candidate)},
                  {"has_former", state.former.has_value()},
                  {"former", state.former ? json_or_null(state.former->manifest) : Json()},
                  {"split", json_or_null(state.split)},
                  {"watched_from", state.watched_from ? Json(state.watched_from->time_since_epoch().count()) : Json()},
                  {"alarm", state.alarm},
                  {"last", state.last}};
  write_whole(file, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::optional<State> read_state(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return std::nullopt;
  const auto text = reports::text_of_file(file);
  if (!text) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  const std::string name = file.string();
  const auto json = reports::parse_json(*text, name, "the state of a rollout");
  return state_of(JsonReader{json, name});
}

}  // namespace twinline::live::rollout
