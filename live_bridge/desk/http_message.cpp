#include "live_bridge/desk/http_message.hpp"

#include <nlohmann/json.hpp>

namespace twinline::live::desk {

HttpResponse error_response(int status, const std::string& why) {
  HttpResponse response;
  response.status = status;
  // What is quoted from a request may be no text at all.
  response.body = nlohmann::json{{"error", why}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return response;
}

}  // namespace twinline::live::desk
