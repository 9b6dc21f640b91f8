// The contract with services (docs/services.md).
#include "live_bridge/services/messages.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace twinline::live::services {
namespace {

using nlohmann::json;

constexpr AttributeIndex segment{0U}, intent{1U};

scenarios::LookUpSource source_of(scenarios::ServiceKind kind) {
  scenarios::LookUpSource source;
  source.name = "crm";
  source.kind = kind;
  source.tells = {{"segment", segment, {{"gold", 1}}}, {"intent", intent, {{"loan", 2}, {"balance", 1}}}};
  return source;
}

const scenarios::LookUpSource crm = source_of(scenarios::ServiceKind::records);

Reply said(const std::string& body, int status = 200) { return reply_of(status, body, crm); }

}  // namespace

TEST_CASE("a source of records is asked by number and keys", "[services]") {
  const Question question{0x1234abcdULL, "+41791112233", "0815", "enter_pin"};
  CHECK(json::parse(request_text(crm, question, 1500ms)) ==
        json::parse(R"({"version": 1, "source": "crm", "kind": "records", "call": "000000001234abcd", "deadline": 1.5,
                        "number": "+41791112233", "keys": "0815", "prompt": "enter_pin"})"));
  CHECK(json::parse(request_text(crm, question, -1s)).at("deadline") == 0.0);
}

TEST_CASE("a recogniser or bot is told no number", "[services]") {
  const auto kind = GENERATE(scenarios::ServiceKind::recogniser, scenarios::ServiceKind::bot);
  const std::string text = request_text(source_of(kind), {7, "+41791112233", "2", "what_can_we_do"}, 3s);
  CHECK(text.find("4179") == std::string::npos);
  const json request = json::parse(text);
  CHECK(request.at("kind") == (kind == scenarios::ServiceKind::bot ? "bot" : "recogniser"));
  CHECK(request.at("keys") == "2");
  CHECK_FALSE(request.contains("number"));
}

TEST_CASE("bytes that are no text do not break the request", "[services]") {
  CHECK(json::parse(request_text(crm, {1, "\xff\xfe", "", ""}, 1s)).contains("number"));
}

TEST_CASE("attributes are whole numbers or words of theirs; all else is passed over and counted", "[services]") {
  const Reply reply = said(R"({"attributes": {"segment": "gold", "intent": 2, "colour": 3}, "other": [1, {}]})");
  CHECK(reply.answered);
  CHECK(reply.attributes == std::vector<Attribute>{{intent, 2}, {segment, 1}});
  CHECK(reply.passed_over == 1);
  CHECK(said(R"({"attributes": {"segment": "7"}})").attributes == std::vector<Attribute>{{segment, 7}});
  for (const char* value : {"1.5", "true", "[]", "{}", "\"golden\"", "18446744073709551615", "1e3"}) {
    CAPTURE(value);
    const Reply odd = said(std::string{R"({"attributes": {"segment": )"} + value + "}}");
    CHECK(odd.answered);
    CHECK(odd.attributes.empty());
    CHECK(odd.passed_over == 1);
  }
  const Reply unknown = said(R"({"attributes": {"segment": null}})");
  CHECK(unknown.answered);
  CHECK(unknown.passed_over == 0);
}

TEST_CASE("a stranger is an answer, a broken reply or another status is none", "[services]") {
  CHECK(said("", 204).answered);
  CHECK(said(R"({"attributes": {}})").answered);
  for (const char* body : {"", "{", "[]", "\"x\"", "{}", R"({"attributes": []})", R"({"attribute": {}})"}) {
    CAPTURE(body);
    CHECK_FALSE(said(body).answered);
    CHECK_FALSE(said(body).failure.empty());
  }
  for (const int status : {201, 301, 400, 401, 404, 500, 503}) {
    CHECK_FALSE(said(R"({"attributes": {"segment": 1}})", status).answered);
  }
  CHECK(said("+41791112233 is unknown", 500).failure == "HTTP status 500");
}

}  // namespace twinline::live::services
