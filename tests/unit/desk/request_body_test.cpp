#include "live_bridge/desk/request_body.hpp"

#include <functional>

#include <catch2/catch.hpp>

namespace twinline::live::desk {
namespace {

std::string refusal(const std::function<void()>& read) {
  try {
    read();
  } catch (const Refusal& refused) {
    return std::to_string(refused.status) + " " + refused.what();
  }
  return "accepted";
}

TEST_CASE("a body with the keys and kinds that are expected is read") {
  const RequestBody body{R"({"presence": "ready", "on": true})", {"presence", "on", "reason"}};
  CHECK(body.text("presence") == "ready");
  CHECK(body.choice("presence", presences) == Presence::ready);
  CHECK(body.flag("on"));
  CHECK_FALSE(body.has("reason"));
  CHECK_FALSE(RequestBody("", {"presence"}).has("presence"));
}

TEST_CASE("what does not fit is refused in words that name what would") {
  const auto read = [](const char* text) {
    return [text] { RequestBody(text, {"answer"}).choice("answer", request_answers); };
  };
  CHECK(refusal(read(R"({"answer": "yes"})")) == "400 unknown answer 'yes'; expected 'accepted' or 'refused'");
  CHECK(refusal(read(R"({"anser": "accepted"})")) == "400 unknown key 'anser'; expected 'answer'");
  CHECK(refusal(read(R"({"answer": null})")) == "400 'answer' must be a string");
  CHECK(refusal(read("{}")) == "400 'answer' is missing; expected a string");
  for (const char* text : {"[]", "null", "{", "\"answer\"", "{}{}", "{\"answer\":\"\xff\"}"}) {
    CHECK(refusal(read(text)) == "400 the body is not a JSON object");
  }
  CHECK(refusal([] { RequestBody(R"({"a": 1})", {}); }) == "400 unknown key 'a'; expected none");
  CHECK(refusal([] { RequestBody(R"({"on": 1})", {"on"}).flag("on"); }) == "400 'on' must be true or false");
}

TEST_CASE("a name has its place in a table, or the refusal lists the table") {
  const std::vector<std::string> groups{"service", "advice", "sales"};
  CHECK(place_of("advice", groups, "group") == 1);
  CHECK(refusal([&] { place_of("adv", groups, "group"); }) ==
        "400 unknown group 'adv'; expected 'service', 'advice' or 'sales'");
}

}  // namespace
}  // namespace twinline::live::desk
