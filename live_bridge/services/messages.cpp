#include "live_bridge/services/messages.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace twinline::live::services {
namespace {

constexpr int contract_version = 1;
constexpr int ok = 200, no_content = 204;

const char* word_for(scenarios::ServiceKind kind) {
  switch (kind) {
    case scenarios::ServiceKind::recogniser: return "recogniser";
    case scenarios::ServiceKind::bot: return "bot";
    case scenarios::ServiceKind::records: break;
  }
  return "records";
}

std::optional<std::int64_t> value_in(const nlohmann::json& value, const scenarios::ToldAttribute& told) {
  if (value.is_string()) return told.value_of(value.get_ref<const std::string&>());
  if (!value.is_number_integer()) return std::nullopt;
  // Beyond the signed range the library would wrap around.
  const bool too_large = value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX;
  return too_large ? std::nullopt : std::optional{value.get<std::int64_t>()};
}

Reply failure(std::string words) { return {false, {}, std::move(words), 0}; }

}  // namespace

std::string request_text(const scenarios::LookUpSource& source, const Question& question, Duration left) {
  nlohmann::ordered_json request{{"version", contract_version},
                                 {"source", source.name},
                                 {"kind", word_for(source.kind)},
                                 {"call", fmt::format("{:016x}", question.call)},
                                 {"deadline", in_seconds(std::max(left, Duration{0}))}};
  if (source.kind == scenarios::ServiceKind::records) request["number"] = question.number;
  request["keys"] = question.keys;
  request["prompt"] = question.prompt;
  return request.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Reply reply_of(int status, const std::string& body, const scenarios::LookUpSource& source) {
  if (status == no_content) return {true, {}, {}, 0};
  if (status != ok) return failure(fmt::format("HTTP status {}", status));
  const auto said = nlohmann::json::parse(body, nullptr, false);
  if (said.is_discarded()) return failure("the reply is no JSON");
  const auto attributes = said.is_object() ? said.find("attributes") : said.end();
  if (attributes == said.end() || !attributes->is_object()) return failure("the reply has no object 'attributes'");
  Reply reply{true, {}, {}, 0};
  for (const auto& [name, value] : attributes->items()) {
    if (value.is_null()) continue;  // not known
    const auto told = std::find_if(source.tells.begin(), source.tells.end(),
                                   [&name = name](const scenarios::ToldAttribute& may) { return may.name == name; });
    const auto number = told == source.tells.end() ? std::nullopt : value_in(value, *told);
    if (number) {
      reply.attributes.push_back({told->attribute, *number});
    } else {
      ++reply.passed_over;
    }
  }
  return reply;
}

}  // namespace twinline::live::services
