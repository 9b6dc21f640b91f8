// One connection to one service, kept open between requests. It blocks: only workers have one. The HTTP library is seen
// by http_client.cpp alone; names are resolved here, far from the thread with the calls.
#pragma once

#include <memory>
#include <string>

#include "live_bridge/wall/clock.hpp"
#include "scenarios/schema/look_up_source.hpp"

namespace twinline::live::services {

class HttpClient {
 public:
  /// An empty token is not sent. No request takes longer than `longest`, but for the resolver of names, which has
  /// bounds of its own.
  HttpClient(const Clock& clock, const scenarios::ServiceUrl& url, std::string token, Duration longest);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  struct Response {
    int status = 0;  ///< 0: there is none
    std::string body;
    std::string failure;  ///< in words, when there is no response
  };
  /// Posts this JSON. Redirections are not followed.
  Response post(const std::string& json);

  /// From any thread: a request in progress fails soon. May wait for a connection that is just being made.
  void abandon();

 private:
  class Library;
  std::unique_ptr<Library> library_;
};

}  // namespace twinline::live::services
