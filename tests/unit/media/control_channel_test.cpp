#include "live_bridge/media/control_channel.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bridge/poll_loop.hpp"

namespace twinline::live::media {
namespace {

/// A socket on loopback that notes what it is asked and answers as it is told.
class ControlServer {
 public:
  using Answer = std::function<std::vector<std::string>(const std::string& cookie, const std::string& body)>;

  ControlServer(EventLoop& loop, Answer answer) : loop_(loop), answer_(std::move(answer)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_ = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    loop_.watch(socket_, [this] { receive(); });
  }
  ~ControlServer() {
    loop_.unwatch(socket_);
    close(socket_);
  }
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  scenarios::Endpoint endpoint() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    return {"127.0.0.1", ntohs(address.sin_port)};
  }

  std::vector<std::string> cookies;

 private:
  void receive() {
    std::array<char, 2048> buffer;
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t read = recvfrom(socket_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
    REQUIRE(read > 0);
    const std::string datagram(buffer.data(), static_cast<std::size_t>(read));
    const std::string cookie = datagram.substr(0, datagram.find(' '));
    cookies.push_back(cookie);
    for (const std::string& reply : answer_(cookie, datagram.substr(cookie.size() + 1))) {
      sendto(socket_, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
    }
  }

  EventLoop& loop_;
  Answer answer_;
  int socket_ = -1;
};

struct Room {
  test::PollLoop loop;
  Clock clock;
  Timers timers{clock, loop};
};

const bencode::Dictionary ping{{"command", "ping"}};

TEST_CASE("control channel: the reply comes to who asked, however replies are ordered") {
  Room room;
  std::vector<std::pair<std::string, std::string>> asked;
  ControlServer server{room.loop, [&](const std::string& cookie, const std::string& body) -> std::vector<std::string> {
                         asked.emplace_back(cookie, body);
                         if (asked.size() < 2) return {};
                         return {asked[1].first + " " + asked[1].second, asked[0].first + " " + asked[0].second};
                       }};
  ControlChannel channel{room.loop, room.timers, room.clock, server.endpoint()};
  std::vector<std::string> told;
  const auto note = [&](const bencode::Value* reply) {
    REQUIRE(reply);
    told.emplace_back(reply->text_at("command"));
    if (told.size() == 2) room.loop.stop();
  };
  channel.ask({{"command", "first"}}, note);
  channel.ask({{"command", "second"}}, note);
  CHECK(told.empty());
  room.loop.run();
  CHECK(told == std::vector<std::string>{"second", "first"});
  CHECK(channel.outstanding() == 0);
  CHECK(channel.requests() == 2);
}

TEST_CASE("control channel: a lost request is sent again under its cookie") {
  Room room;
  ControlServer server{room.loop, [&](const std::string& cookie, const std::string&) -> std::vector<std::string> {
                         if (server.cookies.size() < 3) return {};
                         return {cookie + " d6:result4:ponge", cookie + " d6:result4:ponge"};
                       }};
  ControlChannel channel{room.loop, room.timers, room.clock, server.endpoint()};
  int told = 0;
  channel.ask(ping, [&](const bencode::Value* reply) {
    CHECK(reply->text_at("result") == "pong");
    ++told;
    room.loop.stop();
  });
  room.loop.run();
  CHECK(told == 1);
  REQUIRE(server.cookies.size() == 3);
  CHECK(server.cookies[0] == server.cookies[2]);
  CHECK(channel.timeouts() == 0);
}

TEST_CASE("control channel: after three tries silence is told; nonsense is silence") {
  Room room;
  ControlServer server{
      room.loop, [](const std::string& cookie, const std::string&) -> std::vector<std::string> {
        return {cookie + " nonsense", "other d6:result4:ponge", cookie + "0 d6:result4:ponge", cookie, ""};
      }};
  ControlChannel channel{room.loop, room.timers, room.clock, server.endpoint()};
  bool silent = false;
  const Time began = room.clock.now();
  channel.ask(ping, [&](const bencode::Value* reply) {
    silent = reply == nullptr;
    room.loop.stop();
  });
  room.loop.run();
  CHECK(silent);
  CHECK(server.cookies.size() == 3);
  CHECK(channel.timeouts() == 1);
  CHECK(room.clock.now() - began >= 900ms);
}

TEST_CASE("control channel: two channels never share a cookie") {
  Room room;
  ControlServer server{room.loop, [&](const std::string& cookie, const std::string&) -> std::vector<std::string> {
                         return {cookie + " d6:result4:ponge"};
                       }};
  int told = 0;
  const auto note = [&](const bencode::Value*) {
    if (++told == 2) room.loop.stop();
  };
  ControlChannel first{room.loop, room.timers, room.clock, server.endpoint()};
  ControlChannel second{room.loop, room.timers, room.clock, server.endpoint()};
  first.ask(ping, note);
  second.ask(ping, note);
  room.loop.run();
  REQUIRE(server.cookies.size() == 2);
  CHECK(server.cookies[0] != server.cookies[1]);
}

TEST_CASE("control channel: names are not resolved") {
  Room room;
  CHECK_THROWS_AS(ControlChannel(room.loop, room.timers, room.clock, {"media.example.org", 2223}),
                  std::invalid_argument);
}

}  // namespace
}  // namespace twinline::live::media
