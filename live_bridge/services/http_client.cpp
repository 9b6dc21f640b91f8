#include "live_bridge/services/http_client.hpp"

#include <utility>

#include <httplib.h>

namespace twinline::live::services {
namespace {

constexpr std::size_t largest_reply = std::size_t{64} << 10;

std::unique_ptr<httplib::ClientImpl> client_for(const scenarios::ServiceUrl& url) {
  if (url.encrypted) return std::make_unique<httplib::SSLClient>(url.host, url.port);
  return std::make_unique<httplib::ClientImpl>(url.host, url.port);
}

}  // namespace

class HttpClient::Library {
 public:
  Library(const Clock& clock, const scenarios::ServiceUrl& url, std::string token, Duration longest)
      : clock_(clock), path_(url.path), longest_(longest), client_(client_for(url)) {
    client_->set_connection_timeout(longest);
    client_->set_read_timeout(longest);
    client_->set_write_timeout(longest);
    client_->set_keep_alive(true);
    client_->set_tcp_nodelay(true);
    client_->set_follow_location(false);
    client_->set_decompress(false);
    if (!token.empty()) client_->set_bearer_token_auth(token);
  }

  Response post(const std::string& json) {
    const Time began = clock_.now();
    std::string body;
    httplib::Request request;
    request.method = "POST";
    request.path = path_;
    request.body = json;
    request.headers.emplace("Content-Type", "application/json");
    request.headers.emplace("Accept", "application/json");
    // The library's timeout is for each read: a reply that trickles in would never end.
    request.content_receiver = [&](const char* piece, std::size_t size, std::uint64_t, std::uint64_t) {
      if (body.size() + size > largest_reply || clock_.now() - began > longest_) return false;
      body.append(piece, size);
      return true;
    };
    httplib::Response response;
    httplib::Error error = httplib::Error::Success;
    if (!client_->send(request, response, error)) return {0, {}, words_for(error)};
    return {response.status, std::move(body), {}};
  }

  void abandon() { client_->stop(); }

 private:
  static std::string words_for(httplib::Error error) {
    switch (error) {
      case httplib::Error::Connection: return "no connection";
      case httplib::Error::ConnectionTimeout: return "no connection in time";
      case httplib::Error::Read: return "no complete reply";
      case httplib::Error::Write: return "the request could not be sent";
      case httplib::Error::Canceled: return "the reply is too long or too slow";
      case httplib::Error::SSLConnection:
      case httplib::Error::SSLLoadingCerts:
      case httplib::Error::SSLServerVerification: return "no trustworthy TLS connection";
      default: return "no reply";
    }
  }

  const Clock& clock_;
  std::string path_;
  Duration longest_;
  std::unique_ptr<httplib::ClientImpl> client_;
};

HttpClient::HttpClient(const Clock& clock, const scenarios::ServiceUrl& url, std::string token, Duration longest)
    : library_(std::make_unique<Library>(clock, url, std::move(token), longest)) {}

HttpClient::~HttpClient() = default;

HttpClient::Response HttpClient::post(const std::string& json) { return library_->post(json); }

void HttpClient::abandon() { library_->abandon(); }

}  // namespace twinline::live::services
