// HTTP for the desk: takes connections, bounds what they may send and how long they may take, and turns each request
// into an HttpRequest for one handler. The HTTP library is seen by http_server.cpp alone. One request a connection: a
// browser that keeps connections open would keep threads.
#pragma once

#include <functional>
#include <memory>

#include "live_bridge/desk/http_message.hpp"
#include "live_bridge/wall/clock.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::desk {

class HttpServer {
 public:
  /// Called on several threads at once.
  using Answer = std::function<HttpResponse(const HttpRequest&)>;
  /// A connection whose response names a listener; its head has been sent, and the socket is the callee's.
  using TakeOver = std::function<void(int socket, Listener)>;

  /// Starts the threads. Throws std::runtime_error where the address cannot be listened on.
  HttpServer(const Clock& clock, const scenarios::Endpoint& listen, Answer answer, TakeOver take_over);

  /// Ends what is being answered, which takes seconds at most where a client dawdles.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

 private:
  class Library;
  std::unique_ptr<Library> library_;
};

}  // namespace twinline::live::desk
