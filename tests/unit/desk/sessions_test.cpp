#include "live_bridge/desk/sessions.hpp"

#include <catch2/catch.hpp>

#include "live_bridge/desk/session_cookie.hpp"

namespace twinline::live::desk {
namespace {

using Users = std::vector<std::string>;
constexpr Time morning = world_start + 8h;

TEST_CASE("a session is found by its token and by nothing that is kept") {
  Sessions sessions;
  const auto opened = sessions.open("anna", morning);
  const auto found = sessions.of_token(opened.token, morning);
  REQUIRE(found);
  CHECK(found->user == "anna");
  CHECK(found->csrf_token == opened.session.csrf_token);
  CHECK(found->csrf_token != opened.token);
  CHECK_FALSE(sessions.of_token(opened.session.key, morning));
  CHECK_FALSE(sessions.of_token(opened.session.csrf_token, morning));
  CHECK_FALSE(sessions.of_token("", morning));
}

TEST_CASE("a session ends when nobody uses it, and goes on as long as somebody does") {
  Sessions sessions{{.idle = 10min, .longest = 14h, .per_user = 4}};
  const auto opened = sessions.open("anna", morning);
  CHECK(sessions.of_token(opened.token, morning + 9min));
  CHECK(sessions.use(opened.session.key, morning + 18min));
  CHECK(sessions.take_gone(morning + 27min).empty());
  CHECK_FALSE(sessions.of_token(opened.token, morning + 28min));
  CHECK_FALSE(sessions.use(opened.session.key, morning + 28min));
  CHECK(sessions.take_gone(morning + 28min) == Users{"anna"});
  CHECK(sessions.take_gone(morning + 28min).empty());
  CHECK(sessions.size() == 0);
}

TEST_CASE("a session ends after its longest time, however busy") {
  Sessions sessions{{.idle = 10min, .longest = 1h, .per_user = 4}};
  const auto opened = sessions.open("anna", morning);
  for (Duration after{0}; after < 1h; after += 5min) CHECK(sessions.use(opened.session.key, morning + after));
  CHECK_FALSE(sessions.use(opened.session.key, morning + 1h));
}

TEST_CASE("one session too many closes the one that was used least recently") {
  Sessions sessions{{.idle = 10min, .longest = 14h, .per_user = 2}};
  const auto first = sessions.open("anna", morning);
  const auto second = sessions.open("anna", morning + 1min);
  const auto other = sessions.open("bert", morning);
  CHECK(sessions.use(first.session.key, morning + 2min));
  const auto third = sessions.open("anna", morning + 3min);
  CHECK_FALSE(sessions.of_token(second.token, morning + 3min));
  for (const auto& kept : {first, third, other}) CHECK(sessions.of_token(kept.token, morning + 3min));
  CHECK(sessions.take_gone(morning + 3min).empty());
}

TEST_CASE("a user is gone with the last session, and not when already back") {
  Sessions sessions;
  const auto first = sessions.open("anna", morning);
  const auto second = sessions.open("anna", morning);
  sessions.close(first.session.key);
  CHECK(sessions.take_gone(morning).empty());
  sessions.close(second.session.key);
  CHECK(sessions.take_gone(morning) == Users{"anna"});

  sessions.close(sessions.open("anna", morning).session.key);
  const auto back = sessions.open("anna", morning);
  CHECK(sessions.take_gone(morning).empty());
  sessions.open("bert", morning);
  sessions.close_all_of("anna");
  CHECK_FALSE(sessions.of_token(back.token, morning));
  CHECK(sessions.take_gone(morning) == Users{"anna"});
  CHECK(sessions.size() == 1);
}

TEST_CASE("the token is found among other cookies") {
  CHECK(token_in("twinline_desk=ab12") == "ab12");
  CHECK(token_in("theme=dark; twinline_desk=ab12; x=1") == "ab12");
  CHECK(token_in("").empty());
  CHECK(token_in("not_twinline_desk=1;twinline_desk2=2; twinline_desk").empty());
  CHECK(token_in(";;; ;").empty());
}

TEST_CASE("the cookie is out of reach for scripts and other sites") {
  CHECK(cookie_with("ab12", false) == "twinline_desk=ab12; Path=/; HttpOnly; SameSite=Strict");
  CHECK(cookie_with("ab12", true) == "twinline_desk=ab12; Path=/; HttpOnly; SameSite=Strict; Secure");
  CHECK(token_in(cookie_removed()).empty());
}

}  // namespace
}  // namespace twinline::live::desk
