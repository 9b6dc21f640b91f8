#include "live_bridge/desk/routes.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include <fmt/format.h>

#include "live_bridge/desk/page.hpp"
#include "live_bridge/desk/secrets.hpp"
#include "live_bridge/desk/session_cookie.hpp"
#include "live_bridge/wall/log.hpp"

namespace twinline::live::desk {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool fits(const std::vector<std::string>& path, const std::vector<std::string>& pattern) {
  return std::equal(path.begin(), path.end(), pattern.begin(), pattern.end(),
                    [](const std::string& given, const std::string& wanted) {
                      return wanted == "*" ? !given.empty() : given == wanted;
                    });
}

HttpResponse page_response(const PageFile& file) {
  HttpResponse response;
  response.content_type = file.content_type;
  response.body = file.text;
  return response;
}

}  // namespace

const std::vector<Routes::Route>& Routes::table() {
  static const std::vector<Route> routes{
      {"POST", "/api/login", Access::anyone, &Routes::log_in},
      {"POST", "/api/logout", Access::agents, &Routes::log_out},
      {"GET", "/api/me", Access::anyone, &Routes::show_account},
      {"GET", "/api/board", Access::agents, &Routes::show_board},
      {"GET", "/api/events", Access::agents, &Routes::listen_to_events},
      {"POST", "/api/presence", Access::agents, &Routes::set_presence},
      {"POST", "/api/wrap-up-done", Access::agents, &Routes::finish_wrap_up},
      {"POST", "/api/requests/*", Access::agents, &Routes::answer_request},
      {"POST", "/api/transfer", Access::agents, &Routes::transfer},
      {"POST", "/api/hang-up", Access::agents, &Routes::hang_up},
      {"POST", "/api/recording", Access::agents, &Routes::pause_recording},
      {"GET", "/api/recordings", Access::supervisors, &Routes::list_recordings},
      {"GET", "/api/recordings/*", Access::supervisors, &Routes::get_recording},
      {"POST", "/api/agents/*/release", Access::supervisors, &Routes::release},
      {"POST", "/api/agents/*/group", Access::supervisors, &Routes::move},
      {"POST", "/api/agents/*/listen", Access::supervisors, &Routes::listen_in},
      {"POST", "/api/drain", Access::supervisors, &Routes::drain},
      {"GET", "/api/calls/*/explanation", Access::supervisors, &Routes::explain_call},
      {"GET", "/api/rollout", Access::supervisors, &Routes::show_rollout},
      {"POST", "/api/rollout/*", Access::operators, &Routes::manage_rollout},
      {"POST", "/api/scores", Access::anyone, &Routes::take_score},
      {"GET", "/metrics", Access::anyone, &Routes::show_metrics},
      {"GET", "/healthz", Access::anyone, &Routes::show_health},
  };
  return routes;
}

HttpResponse Routes::answer(const HttpRequest& request) {
  try {
    return dispatch(request);
  } catch (const Refusal& refusal) {
    auto response = error_response(refusal.status, refusal.what());
    if (refusal.retry_after > Duration{0}) {
      const auto seconds = std::chrono::ceil<std::chrono::seconds>(refusal.retry_after).count();
      response.headers.emplace_back("Retry-After", std::to_string(seconds));
    }
    return response;
  } catch (const std::exception& failure) {
    log_error("desk: a request failed: {}", failure.what());
    return error_response(500, "the desk failed; its log says why");
  }
}

HttpResponse Routes::dispatch(const HttpRequest& request) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (const PageFile* const file = page_file(request.path); file && reads) return page_response(*file);

  Visit visit{request, segments_of(request.path), ground_.directory.get(), nullptr, {}, {}};
  std::set<std::string_view> other_methods;
  for (const auto& route : table()) {
    if (!fits(visit.path, segments_of(route.path))) continue;
    if (route.method == request.method || (reads && route.method == "GET")) {
      admit(route, visit);
      return (this->*route.handler)(visit);
    }
    other_methods.insert(route.method);
  }
  if (page_file(request.path)) other_methods.insert("GET");
  if (other_methods.empty()) return error_response(404, "there is nothing here");
  auto response = error_response(405, fmt::format("{} is not for this path", request.method));
  response.headers.emplace_back("Allow", *other_methods.begin());
  return response;
}

/// Finds out who sends the request, or throws Refusal.
void Routes::admit(const Route& route, Visit& visit) {
  const auto& request = visit.request;
  const bool changes = route.method == "POST";
  // Another site's form cannot send JSON without asking first, and is never told yes.
  if (changes && !request.body.empty() && !request.content_type.starts_with("application/json")) {
    throw Refusal(415, "the body must be application/json");
  }
  if (route.access == Access::operators && !request.authorization.empty()) {
    admit_operator(visit);
    return;
  }
  if (const auto session = ground_.sessions.of_token(token_in(request.cookie), ground_.clock.now())) {
    visit.session = *session;
    visit.account = visit.directory->account(session->user);
  }
  if (route.access == Access::anyone) return;
  if (!visit.account) throw Refusal(401, "not logged in");
  if (changes && !same_secret(request.csrf_token, visit.session.csrf_token)) {
    throw Refusal(403, "the header X-CSRF-Token is missing or wrong; GET /api/me tells it");
  }
  if (route.access != Access::agents && !visit.account->supervisor) {
    throw Refusal(403, "only supervisors may do this");
  }
}

/// "Bearer NAME.TOKEN". There is no cookie in it that another site's page could send along.
void Routes::admit_operator(Visit& visit) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string& given = visit.request.authorization;
  const auto dot = given.find('.');
  if (!given.starts_with(scheme) || dot == std::string::npos) {
    throw Refusal(401, "the header Authorization has no bearer token NAME.TOKEN");
  }
  const std::string name = given.substr(scheme.size(), dot - scheme.size());
  const auto checked = ground_.logins.check("operator " + name, visit.directory->operator_hash(name),
                                            given.substr(dot + 1), visit.request.client, ground_.clock.now());
  if (checked.outcome == Logins::Outcome::accepted) {
    visit.operator_name = name;
    return;
  }
  log_warning("desk: somebody failed to come in as an operator from {}", visit.request.client);
  if (checked.outcome == Logins::Outcome::wrong) throw Refusal(401, "name or token is wrong");
  if (checked.outcome == Logins::Outcome::busy) throw Refusal(503, "many log in at this moment; try again", 1s);
  throw Refusal(429, "too many attempts; wait some minutes", checked.retry_after);
}

}  // namespace twinline::live::desk
