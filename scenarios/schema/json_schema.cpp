#include <map>

#include <nlohmann/json.hpp>

#include "policies/contract/units.hpp"
#include "scenarios/schema/load.hpp"
#include "scenarios/schema/scenario_shape.hpp"

namespace twinline::scenarios {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* decimal = R"(\+?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)";
constexpr const char* duration_unit =
    "(ns|us|ms|msec|s|secs?|seconds?|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)";
constexpr const char* time_of_day = "([01]?[0-9]|2[0-3]):[0-5][0-9]";
constexpr const char* closing_time = "(([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00)";
constexpr const char* date = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
constexpr const char* weekday =
    "([Mm]on(day)?|[Tt]ue(sday)?|[Ww]ed(nesday)?|[Tt]hu(rsday)?|[Ff]ri(day)?|[Ss]at(urday)?|[Ss]un(day)?)";

constexpr const char* ipv4 = R"(([0-9]{1,3}\.){3}[0-9]{1,3})";
constexpr const char* ipv6 = "[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*";
constexpr const char* socket_address_pattern = R"((([0-9]{1,3}\.){3}[0-9]{1,3}|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5})";

std::string whole(const std::string& pattern) { return "^" + pattern + "$"; }

Json matching(const std::string& pattern) { return {{"type", "string"}, {"pattern", whole(pattern)}}; }

std::string days_pattern() {
  const std::string one = std::string{"("} + weekday + "( *- *" + weekday + ")?|" + date + ")";
  return " *" + one + " *(, *" + one + " *)*";
}

void add_limits(Json& schema, const Range& range) {
  if (range.low) schema[range.low->included ? "minimum" : "exclusiveMinimum"] = range.low->value;
  if (range.high) schema[range.high->included ? "maximum" : "exclusiveMaximum"] = range.high->value;
}

Json number_within(const char* type, const Range& range) {
  Json schema{{"type", type}};
  add_limits(schema, range);
  return schema;
}

Json either(std::initializer_list<Json> alternatives) { return {{"anyOf", Json(alternatives)}}; }

std::string pattern_of(KeyForm form) {
  switch (form) {
    case KeyForm::names: return whole("[A-Za-z][A-Za-z0-9_-]*");
    case KeyForm::times: return whole(time_of_day);
    case KeyForm::days: return whole(days_pattern());
    case KeyForm::none:
    case KeyForm::any: break;
  }
  return "";
}

Json scalar_schema(const Shape& shape) {
  const std::string amount = std::string{"[+-]?"} + R"(([0-9]+\.?[0-9]*|\.[0-9]+)( *[A-Z]{3})?)";
  switch (shape.kind) {
    case ScalarKind::text: return {{"type", {"string", "number", "boolean"}}};
    case ScalarKind::name: return {{"type", "string"}, {"pattern", pattern_of(KeyForm::names)}};
    case ScalarKind::choice: return {{"enum", shape.choices}};
    case ScalarKind::marker: return {{"enum", {true, "yes", "on"}}};
    case ScalarKind::yes_no: return {{"enum", {true, false, "yes", "no", "on", "off"}}};
    case ScalarKind::whole_number: return number_within("integer", shape.range);
    case ScalarKind::number: return number_within("number", shape.range);
    case ScalarKind::share: {
      const bool may_be_negative = !shape.range.low || shape.range.low->value < 0;
      const std::string sign = may_be_negative ? "-?" : "";
      return either({number_within("number", shape.range), matching(sign + decimal + " *%")});
    }
    case ScalarKind::duration: {
      const Json written = matching(std::string{decimal} + " *" + duration_unit);
      const bool zero_allowed = !shape.range.low || shape.range.low->included;
      return zero_allowed ? either({written, {{"const", 0}}}) : written;
    }
    case ScalarKind::rate:
      return matching(std::string{decimal} +
                      "( +per +| */ *)(hour|h|hr|minute|min|second|s|sec|day|d|half hour|quarter hour|week)");
    case ScalarKind::money: return either({number_within("number", shape.range), matching(amount)});
    case ScalarKind::money_per_hour: return matching(amount + " +per +(hour|h)");
    case ScalarKind::data_size: return matching(std::string{decimal} + " *[kMG]?B");
    case ScalarKind::data_rate: return matching(std::string{decimal} + " *[kMG]?bit/s");
    case ScalarKind::date: return matching(date);
    case ScalarKind::opening_hours:
      return matching(std::string{"(closed|"} + time_of_day + " *- *" + closing_time + ")");
    case ScalarKind::effect: return {{"type", {"string", "number"}}};
    case ScalarKind::socket_address: return matching(std::string{socket_address_pattern});
    case ScalarKind::sip_listener: return matching(std::string{"(udp|tcp|tls) +"} + socket_address_pattern);
    case ScalarKind::network: return matching(std::string{"("} + ipv4 + "|" + ipv6 + ")(/[0-9]{1,3})?");
  }
  return Json::object();
}

class SchemaWriter {
 public:
  Json write(const Shape& root) {
    Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "Twinline scenario"}};
    schema.update(body_of(root));
    const Json to_simulate = required_to_simulate(root);
    if (!to_simulate.empty()) {
      schema["if"] = {{"not", {{"required", {"bridge"}}}}};
      schema["then"]["properties"] = to_simulate;
    }
    schema["definitions"] = Json::object();
    for (auto& [name, definition] : definitions_) schema["definitions"][name] = std::move(definition);
    return schema;
  }

  void define(const std::string& name, Json definition) { definitions_[name] = std::move(definition); }

 private:
  Json schema_of(const Shape& shape) {
    if (shape.definition.empty()) return body_of(shape);
    if (!definitions_.contains(shape.definition)) {
      definitions_[shape.definition] = Json::object();
      Json body = body_of(shape);
      definitions_[shape.definition] = std::move(body);
    }
    return {{"$ref", "#/definitions/" + shape.definition}};
  }

  /// What the entries of the root's blocks need in a file that no bridge can run.
  static Json required_to_simulate(const Shape& root) {
    Json blocks = Json::object();
    for (const Key& block : root.keys) {
      Json names = Json::array();
      if (block.shape->others) {
        for (const Key& key : block.shape->others->keys) {
          if (key.required && key.only_simulated) names.push_back(key.name);
        }
      }
      if (names.empty()) continue;
      blocks[block.name]["additionalProperties"] = {{"type", "object"}, {"required", std::move(names)}};
    }
    return blocks;
  }

  Json body_of(const Shape& shape) {
    switch (shape.form) {
      case Shape::Form::anything: return Json::object();
      case Shape::Form::scalar: return scalar_schema(shape);
      case Shape::Form::list: return {{"type", "array"}, {"items", schema_of(*shape.items)}, {"minItems", 1}};
      case Shape::Form::record: return record_schema(shape);
      case Shape::Form::one_of: break;
    }
    Json alternatives = Json::array();
    for (const ShapePointer& alternative : shape.alternatives) alternatives.push_back(schema_of(*alternative));
    return {{"anyOf", std::move(alternatives)}};
  }

  Json record_schema(const Shape& shape) {
    Json schema{{"type", "object"}, {"additionalProperties", false}};
    Json required = Json::array();
    for (const Key& key : shape.keys) {
      schema["properties"][key.name] = documented(key);
      if (key.required && !key.only_simulated) required.push_back(key.name);
    }
    if (shape.others_form == KeyForm::any) {
      schema["additionalProperties"] = schema_of(*shape.others);
    } else if (shape.others_form != KeyForm::none) {
      schema["patternProperties"][pattern_of(shape.others_form)] = schema_of(*shape.others);
    }
    const bool by_time = shape.others_form == KeyForm::times || shape.others_form == KeyForm::days;
    const bool may_be_empty = required.empty() && shape.exactly_one.empty() && shape.at_least_one.empty() && !by_time;
    if (by_time) schema["minProperties"] = 1;
    if (!required.empty()) schema["required"] = std::move(required);
    if (shape.exactly_one.size() == 1) {
      schema["oneOf"] = any_required(shape.exactly_one.front());
    } else {
      for (const auto& set : shape.exactly_one) schema["allOf"].push_back({{"oneOf", any_required(set)}});
    }
    for (const auto& set : shape.at_most_one) schema["allOf"].push_back({{"not", {{"required", set}}}});
    if (!shape.at_least_one.empty()) schema["anyOf"] = any_required(shape.at_least_one);
    if (may_be_empty) schema["type"] = {"object", "null"};
    return schema;
  }

  static Json any_required(const std::vector<std::string>& names) {
    Json alternatives = Json::array();
    for (const std::string& name : names) alternatives.push_back({{"required", {name}}});
    return alternatives;
  }

  /// Beside a $ref draft-07 ignores everything, so the help goes around it.
  Json documented(const Key& key) {
    Json schema = schema_of(*key.shape);
    if (schema.contains("$ref")) schema = {{"allOf", {std::move(schema)}}};
    schema["description"] = key.default_text.empty() ? key.help : key.help + " Default: " + key.default_text + ".";
    return schema;
  }

  std::map<std::string, Json> definitions_;
};

Json parameter_schema(const ParameterInfo& info) {
  Json schema;
  switch (info.type) {
    case ParameterType::duration:
      schema = either({matching(std::string{decimal} + " *" + duration_unit), {{"const", 0}}});
      break;
    case ParameterType::yes_or_no: schema = {{"enum", {true, false, "yes", "no", "on", "off"}}}; break;
    case ParameterType::whole_number: schema = {{"type", "integer"}}; break;
    case ParameterType::number:
      schema = either({Json{{"type", "number"}}, matching(std::string{decimal} + " *%")});
      break;
    case ParameterType::text: schema = {{"type", {"string", "number"}}}; break;
  }
  schema["description"] = info.default_value.empty() ? info.help : info.help + " Default: " + info.default_value + ".";
  return schema;
}

/// A choice of policy, with each policy's own parameters.
Json policy_schema(const std::vector<PolicyDescription>& menu) {
  Json names = Json::array();
  Json each = Json::array();
  for (const PolicyDescription& policy : menu) {
    names.push_back(policy.name);
    Json params{{"type", {"object", "null"}}, {"additionalProperties", false}, {"properties", Json::object()}};
    for (const ParameterInfo& info : policy.parameters) params["properties"][info.name] = parameter_schema(info);
    each.push_back({{"if", {{"properties", {{"name", {{"const", policy.name}}}}}}},
                    {"then", {{"properties", {{"params", std::move(params)}}}}}});
  }
  Json schema{{"type", "object"}, {"additionalProperties", false}, {"required", {"name"}}};
  schema["properties"]["name"] = names.empty() ? Json{{"type", "string"}} : Json{{"enum", names}};
  schema["properties"]["version"] = {{"type", "integer"}, {"minimum", 1}};
  schema["properties"]["params"] = {{"type", {"object", "null"}}};
  if (!each.empty()) schema["allOf"] = std::move(each);
  return schema;
}

}  // namespace

std::string json_schema(const PolicyMenu& menu) {
  SchemaWriter writer;
  for (const auto& [family, policies] :
       {std::pair{"routing", &menu.routing}, std::pair{"staffing", &menu.staffing}, std::pair{"ivr", &menu.ivr}}) {
    Json names = Json::array();
    for (const PolicyDescription& policy : *policies) names.push_back(policy.name);
    const std::string name = family;
    writer.define(name + "_policy", policy_schema(*policies));
    Json name_alone = names.empty() ? Json{{"type", "string"}} : Json{{"enum", names}};
    writer.define("choice_of_" + name,
                  either({std::move(name_alone), {{"$ref", "#/definitions/" + name + "_policy"}}}));
  }
  return writer.write(scenario_shape()).dump(2) + "\n";
}

}  // namespace twinline::scenarios
