// Every scenario of the library loads, fits the JSON Schema, and survives any mutilation without a crash.
#include <random>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "policies/contract/units.hpp"
#include "policies/ivr/ivr_bypass.hpp"
#include "policies/routing/earliest_deadline_first.hpp"
#include "policies/routing/home_site.hpp"
#include "policies/routing/skill_priority.hpp"
#include "scenarios/schema/document.hpp"
#include "tests/unit/schema/samples.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;
using Json = nlohmann::json;

namespace {

/// As an editor reads YAML: plain numbers are numbers, everything else is a text.
Json as_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::empty: return nullptr;
    case Node::Kind::scalar: {
      const auto number = node.was_quoted ? std::nullopt : parse_number(node.text);
      if (!number) return node.text;
      const auto whole = static_cast<std::int64_t>(*number);
      return static_cast<double>(whole) == *number ? Json(whole) : Json(*number);
    }
    case Node::Kind::list: {
      Json list = Json::array();
      for (const Node& item : node.items) list.push_back(as_json(item));
      return list;
    }
    case Node::Kind::map: break;
  }
  Json object = Json::object();
  for (const Entry& entry : node.entries) object[entry.key] = as_json(entry.value);
  return object;
}

template <class Policy>
PolicyDescription as_written() {
  return {std::string{Policy::info.name}, Policy::info.version, "", describe<typename Policy::Params>(Policy::schema),
          [](const std::vector<ParameterText>& given, std::vector<ParameterProblem>& problems) {
            read_parameters<typename Policy::Params>(Policy::schema, given, problems);
          }};
}

/// With the policies that only scenarios of the library choose.
PolicyMenu library_menu() {
  PolicyMenu all = menu();
  all.routing.push_back(as_written<HomeSite>());
  all.routing.push_back(as_written<EarliestDeadlineFirst>());
  std::erase_if(all.routing, [](const PolicyDescription& policy) { return policy.name == "skill_priority"; });
  all.routing.push_back(as_written<SkillPriority>());
  all.ivr.push_back(as_written<IvrBypass>());
  return all;
}

class SchemaOfFiles {
 public:
  SchemaOfFiles() {
    const Json text = Json::parse(json_schema(library_menu()));
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema_);
  }

  bool accepts(const std::string& yaml) {
    Problems problems;
    const auto node = parse_document(yaml, std::make_shared<const std::string>("s.yaml"), problems);
    if (!node || !problems.empty()) return false;
    const Json document = as_json(*node);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    const bool good = validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), &results);
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      std::string where;
      for (const std::string& part : error.context) where += part;
      UNSCOPED_INFO(where << ": " << error.description);
    }
    return good;
  }

 private:
  valijson::Schema schema_;
};

}  // namespace

TEST_CASE("every scenario of the library loads without a word") {
  const auto files = library_files();
  CHECK(files.size() >= 20);
  for (const auto& path : files) {
    CAPTURE(path.string());
    const Loaded loaded = load(path, library_menu());
    for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
    CHECK(loaded.problems.empty());
    REQUIRE(loaded.scenario);
    CHECK(loaded.scenario->hash.size() == 64);
    CHECK(contents(path).starts_with("# "));
  }
}

TEST_CASE("scenarios of the library have an infrastructure if they are in its folder, and only then") {
  const auto fast = tests::fast_library_files();
  CHECK(fast.size() + 5 <= library_files().size());
  for (const auto& path : library_files()) {
    CAPTURE(path.string());
    const bool needs_a_grid = contents(path).find("\ninfrastructure:") != std::string::npos;
    CHECK(needs_a_grid == (std::find(fast.begin(), fast.end(), path) == fast.end()));
  }
}

TEST_CASE("the JSON Schema accepts the library and refuses what the loader refuses") {
  SchemaOfFiles schema;
  for (const auto& path : library_files()) {
    CAPTURE(path.string());
    CHECK(schema.accepts(contents(path)));
  }
  REQUIRE(schema.accepts(sound));
  const auto [from, to] = GENERATE(table<std::string, std::string>({
      {"queues:", "queueues: {}\nqueues:"},
      {"60 per hour", "60 kg"},
      {"{exponential: 5 min}", "{exponential: 5 kg}"},
      {"{exponential: 5 min}", "{exponential: 5 min, constant: 3 s}"},
      {"{exponential: 5 min}", "{}"},
      {"twinline: 1\n", ""},
      {"scheduled: 4", "scheduled: -4"},
      {"scheduled: 4", "scheduled: {8am: 4}"},
      {"queues:", "policies: {routing: longest_idle}\nqueues:"},
      {"queues:", "policies: {routing: {name: skill_priority, params: {credit: 3 s}}}\nqueues:"},
      {"queues:", "segments: {a: {share: 3}}\nqueues:"},
      {"queues:", "horizon: {days: 0}\nqueues:"},
      {"handling: {talk: {exponential: 3 min}}", "handling: {}"},
  }));
  CAPTURE(to);
  CHECK_FALSE(schema.accepts(changed(sound, from, to)));
  CHECK_FALSE(load_text(changed(sound, from, to)).scenario);
}

TEST_CASE("no mutilation of a scenario crashes the loader") {
  const Folder folder;
  std::mt19937 random(20260302);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  const std::string pieces[] = {"{",     "}", "[",   "]",  ":",    "- ",   "\n", "  ",    "-1",
                                "1e308", "0", "&a ", "*a", "!!x ", "\"",   "'",  "24:00", "99999999999999999999",
                                "nan",   "|", "#",   "~",  "80 %", "30 s", "\t", ",",     "? "};
  const auto files = library_files();
  std::size_t refused = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string text = contents(files[below(files.size())]);
    for (std::size_t edit = below(4) + 1; edit > 0; --edit) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0: text.erase(at, below(30) + 1); break;
        case 1: text.insert(at, pieces[below(std::size(pieces))]); break;
        case 2: text[at] = static_cast<char>(below(256)); break;
        default: text.insert(at, text.substr(below(text.size()), below(200))); break;
      }
    }
    const Loaded loaded = load(folder.write("mutant.yaml", text), menu());
    CHECK(loaded.scenario.has_value() != any_error(loaded.problems));
    refused += loaded.scenario ? 0 : 1;
  }
  CHECK(refused > 500);
}

TEST_CASE("docs/scenario.md holds the reference of the keys as the loader has it") {
  const std::string page = contents(project() / "docs" / "scenario.md");
  CHECK(page.find(key_reference()) != std::string::npos);
}
