// A request and its response as the desk's routes see them: no socket, no library, so that every route can be tested by
// calling it. Reading and writing them is http_server's job.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "policies/contract/time.hpp"

namespace twinline::live::desk {

struct HttpRequest {
  std::string method, path, body;
  std::string content_type, cookie, csrf_token, authorization;
  std::string client;              ///< address of the browser: the peer's, or what a proxy on this machine says
  bool from_this_machine = false;  ///< the peer is a loopback address and no proxy
  bool encrypted = false;          ///< a proxy on this machine says that the browser came by TLS
};

/// Who listens to a stream of events: a session, by the digest of its token, and a place among the bounded number of
/// listeners that is free again when the last copy is gone.
struct Listener {
  std::string session, user;
  std::shared_ptr<void> place;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<Listener> listener;  ///< the connection stays and becomes a stream of events
};

/// Ends a request with an error status and words for whoever sent it.
class Refusal : public std::runtime_error {
 public:
  Refusal(int with_status, const std::string& why, Duration come_again = Duration{0})
      : std::runtime_error(why), status(with_status), retry_after(come_again) {}
  int status;
  Duration retry_after;  ///< when to come again; 0: nothing is said of that
};

/// {"error": why}
HttpResponse error_response(int status, const std::string& why);

}  // namespace twinline::live::desk
