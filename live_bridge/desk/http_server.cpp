#include "live_bridge/desk/http_server.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>

#include "live_bridge/desk/connection.hpp"
#include "live_bridge/wall/behind_the_loop.hpp"
#include "live_bridge/wall/log.hpp"

namespace twinline::live::desk {
namespace {

constexpr std::size_t threads = 32;
constexpr std::size_t connections_per_address = 16;
constexpr std::size_t largest_body = 8192;
constexpr int backlog = 256;

// What every response carries. The page loads nothing from elsewhere, runs no script of its own text and cannot be
// framed.
const std::vector<std::pair<std::string, std::string>>& headers_of_all() {
  static const std::vector<std::pair<std::string, std::string>> headers{
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
       "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cache-Control", "no-store"},
  };
  return headers;
}

/// The last address in an X-Forwarded-For header, which is the one that the nearest proxy saw.
std::string last_forwarded(const std::string& header) {
  const auto comma = header.rfind(',');
  std::string address = comma == header.npos ? header : header.substr(comma + 1);
  std::erase(address, ' ');
  const bool plausible =
      !address.empty() && address.size() < 64 && address.find_first_not_of("0123456789abcdefABCDEF:.") == address.npos;
  return plausible ? address : std::string{};
}

HttpRequest request_of(const httplib::Request& from) {
  HttpRequest request;
  request.method = from.method;
  request.path = from.path;
  request.body = from.body;
  request.content_type = from.get_header_value("Content-Type");
  request.cookie = from.get_header_value("Cookie");
  request.csrf_token = from.get_header_value("X-CSRF-Token");
  request.authorization = from.get_header_value("Authorization");
  request.client = from.remote_addr;
  // Only a proxy on this machine is believed.
  const bool near = is_loopback(from.remote_addr);
  const bool forwarded = from.has_header("X-Forwarded-For") || from.has_header("Forwarded");
  request.from_this_machine = near && !forwarded;
  if (near && forwarded) {
    if (const auto client = last_forwarded(from.get_header_value("X-Forwarded-For")); !client.empty()) {
      request.client = client;
    }
    request.encrypted = from.get_header_value("X-Forwarded-Proto") == "https";
  }
  return request;
}

/// What is wrong with a request before its body is read, or nothing: the library would read bodies of any length,
/// unpack compressed ones and take forms apart.
HttpResponse complaint_about(const httplib::Request& request) {
  if (request.method != "GET" && request.method != "HEAD" && request.method != "POST") {
    auto response = error_response(405, "only GET, HEAD and POST are known");
    response.headers.emplace_back("Allow", "GET, HEAD, POST");
    return response;
  }
  const bool has_length = request.has_header("Content-Length");
  if (request.has_header("Transfer-Encoding") || (request.method == "POST" && !has_length)) {
    return error_response(411, "the body's length must be told in Content-Length");
  }
  if (request.has_header("Content-Encoding")) return error_response(415, "bodies must not be compressed");
  if (!has_length) return {};
  const std::string length = request.get_header_value("Content-Length");
  const bool digits = !length.empty() && length.find_first_not_of("0123456789") == length.npos;
  if (!digits || request.get_header_value_count("Content-Length") > 1) {
    return error_response(400, "Content-Length is no number");
  }
  if (length.size() > 9 || std::stoul(length) > largest_body) {
    return error_response(413, fmt::format("a body has {} bytes at most", largest_body));
  }
  const std::string type = request.get_header_value("Content-Type");
  if (length != "0" && !type.starts_with("application/json")) {
    return error_response(415, "the body must be application/json");
  }
  return {};
}

/// The library's view of a Connection.
class ConnectionStream final : public httplib::Stream {
 public:
  explicit ConnectionStream(Connection& connection) : connection_(connection) {}

  bool is_readable() const override { return connection_.can_read(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override { return connection_.read(to, size); }
  ssize_t write(const char* from, std::size_t size) override {
    return connection_.write({from, size}) ? static_cast<ssize_t>(size) : -1;
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    const auto address = connection_.peer();
    ip = address.ip;
    port = address.port;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    const auto address = connection_.own();
    ip = address.ip;
    port = address.port;
  }
  socket_t socket() const override { return connection_.socket(); }

 private:
  Connection& connection_;
};

/// The listener that the connection served on this thread becomes. The library's handlers cannot tell more than a
/// response, and it calls them on the thread that serves the connection.
thread_local std::optional<Listener> becomes_listener;

}  // namespace

class HttpServer::Library final : public httplib::Server {
 public:
  Library(const Clock& clock, const scenarios::Endpoint& listen, Answer answer, TakeOver take_over)
      : clock_(clock), answer_(std::move(answer)), take_over_(std::move(take_over)) {
    new_task_queue = [] { return new httplib::ThreadPool(threads); };
    set_payload_max_length(largest_body);
    // Not SO_REUSEPORT, as the library would: two bridges on one port must not go unnoticed.
    set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
      const HttpResponse complaint = complaint_about(request);
      if (complaint.status == 200) return HandlerResponse::Unhandled;
      fill(response, complaint);
      return HandlerResponse::Handled;
    });
    const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
      fill(response, answer_(request_of(request)));
    };
    Get("/.*", handler);
    Post("/.*", handler);
    set_error_handler(HandlerWithResponse{[](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty()) fill(response, error_response(response.status, words_for(response.status)));
      return HandlerResponse::Handled;
    }});
    set_exception_handler([](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
      fill(response, error_response(500, words_for(500)));
    });
    if (!bind_to_port(listen.address, listen.port)) {
      throw std::runtime_error("the desk cannot listen on " + scenarios::to_string(listen));
    }
    ::listen(svr_sock_, backlog);  // the library's own backlog is five
    thread_ = std::thread{[this] { listen_after_bind(); }};
    while (!is_running()) std::this_thread::sleep_for(1ms);
  }

  ~Library() override {
    stop();
    thread_.join();
  }

 private:
  static std::string words_for(int status) {
    switch (status) {
      case 400: return "the request is malformed";
      case 404: return "there is nothing here";
      case 408: return "the request took too long";
      case 413: return "the body is too long";
      case 414: return "the request line is too long";
      case 416: return "ranges are not served";
      case 431: return "the headers are too long";
      case 503: return "too many connections from one address";
      default: return "the desk failed";
    }
  }

  static void fill(httplib::Response& to, const HttpResponse& from) {
    to.status = from.status;
    for (const auto& [name, value] : headers_of_all()) to.set_header(name, value);
    for (const auto& [name, value] : from.headers) to.set_header(name, value);
    if (!from.listener) {
      to.set_content(from.body, from.content_type);
      return;
    }
    // A body of unknown length that ends at once: the head is sent, and what follows is the listeners' affair.
    to.set_content_provider(from.content_type, [listener = *from.listener](std::size_t, httplib::DataSink& sink) {
      becomes_listener = listener;
      sink.done();
      return true;
    });
  }

  bool process_and_close_socket(socket_t socket) override {
    run_behind_the_loop();
    Connection connection{socket, clock_};
    const std::string address = connection.peer().ip;
    if (!enter(address)) {
      refuse(connection, 503);
      return false;
    }
    serve(connection);
    leave(address);
    return true;
  }

  void serve(Connection& connection) {
    switch (connection.read_head()) {
      case Connection::Head::complete: break;
      case Connection::Head::gone: return;
      case Connection::Head::too_slow: return refuse(connection, 408);
      case Connection::Head::too_long: return refuse(connection, 431);
      case Connection::Head::line_too_long: return refuse(connection, 414);
    }
    ConnectionStream stream{connection};
    becomes_listener.reset();
    bool closed = false;
    const bool sent = process_request(stream, true, closed, [](httplib::Request& request) { request.ranges.clear(); });
    auto listener = std::exchange(becomes_listener, std::nullopt);
    if (sent && listener) {
      take_over_(connection.release(), std::move(*listener));
    } else {
      connection.linger();
    }
  }

  /// An answer to what the library never gets to see.
  static void refuse(Connection& connection, int status) {
    const std::string body = error_response(status, words_for(status)).body;
    connection.write(fmt::format(
        "HTTP/1.1 {} {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", status,
        words_for(status), body.size(), body));
    connection.linger();
  }

  /// Whether this address has not too many connections being served; a proxy on this machine may have all.
  bool enter(const std::string& address) {
    const std::lock_guard lock{mutex_};
    auto& count = served_[address];
    if (count >= connections_per_address && !is_loopback(address)) return false;
    ++count;
    return true;
  }

  void leave(const std::string& address) {
    const std::lock_guard lock{mutex_};
    if (--served_[address] == 0) served_.erase(address);
  }

  const Clock& clock_;
  const Answer answer_;
  const TakeOver take_over_;
  std::mutex mutex_;
  std::map<std::string, std::size_t> served_;  ///< connections by address
  std::thread thread_;
};

HttpServer::HttpServer(const Clock& clock, const scenarios::Endpoint& listen, Answer answer, TakeOver take_over)
    : library_(std::make_unique<Library>(clock, listen, std::move(answer), std::move(take_over))) {}

HttpServer::~HttpServer() = default;

}  // namespace twinline::live::desk
