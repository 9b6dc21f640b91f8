#include "live_bridge/media/digit_feed.hpp"

#include <array>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bridge/poll_loop.hpp"

namespace twinline::live::media {
namespace {

const std::string pong = "feed d6:result4:ponge";

std::string pressed(const std::string& call, const std::string& tag, int event) {
  const bencode::Dictionary data{{"callid", call}, {"source_tag", tag}, {"type", "DTMF"}, {"event", event}};
  return "0f0f " + bencode::encode(bencode::Dictionary{{"notify", "onDTMF"}, {"data", data}});
}

/// Accepts one connection after the other and sends each what is told for it, in the pieces that are given.
class EventServer {
 public:
  using Pieces = std::vector<std::string>;

  EventServer(EventLoop& loop, Timers& timers, const Clock& clock, std::vector<Pieces> connections)
      : loop_(loop),
        clock_(clock),
        connections_(std::move(connections)),
        next_(timers, [this](Time) { send_piece(); }) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(listener_, 4) == 0);
    loop_.watch(listener_, [this] { accept_next(); });
  }
  ~EventServer() {
    loop_.unwatch(listener_);
    close(listener_);
    if (connection_ >= 0) close(connection_);
  }
  EventServer(const EventServer&) = delete;
  EventServer& operator=(const EventServer&) = delete;

  scenarios::Endpoint endpoint() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    return {"127.0.0.1", ntohs(address.sin_port)};
  }

  std::size_t accepted = 0;

 private:
  void accept_next() {
    if (connection_ >= 0) close(connection_);
    connection_ = accept(listener_, nullptr, nullptr);
    REQUIRE(accepted < connections_.size());
    ++accepted;
    piece_ = 0;
    send_piece();
  }

  void send_piece() {
    const Pieces& pieces = connections_[accepted - 1];
    if (piece_ == pieces.size()) {
      close(connection_);
      connection_ = -1;
      return;
    }
    const std::string& piece = pieces[piece_++];
    send(connection_, piece.data(), piece.size(), MSG_NOSIGNAL);
    next_.set(clock_.now() + 5ms);
  }

  EventLoop& loop_;
  const Clock& clock_;
  std::vector<Pieces> connections_;
  Timers::Timer next_;
  int listener_ = -1, connection_ = -1;
  std::size_t piece_ = 0;
};

TEST_CASE("digit feed: messages in pieces, lost connections and nonsense") {
  test::PollLoop loop;
  const Clock clock;
  Timers timers{clock, loop};
  const std::string message = pressed("c1", "caller", 11);
  std::vector<EventServer::Pieces> connections;
  // Each byte alone; two at once; then the server goes.
  connections.push_back({pong});
  for (const char byte : message) connections.back().push_back(std::string{byte});
  connections.back().push_back(pressed("c1", "phone-a", 0) + pressed("c2", "caller", 9));
  // Events that are no digits, then nonsense: the connection is given up by us.
  connections.push_back({pong, pressed("c1", "caller", 16) + pressed("c1", "caller", -1) + "0 d6:notify6:onDTMFe",
                         "0 what is this", pressed("c1", "caller", 1)});
  // Never an end: given up when it is too long.
  connections.push_back(
      {pong, "0 60000:" + std::string(40000, 'x'), std::string(10000, 'x') + std::string(40000, ' ')});
  connections.push_back({pong, pressed("c3", "caller", 3)});
  EventServer server{loop, timers, clock, connections};
  std::vector<std::string> told;
  DigitFeed feed{loop,
                 timers,
                 clock,
                 server.endpoint(),
                 [&](std::string_view call, std::string_view tag, char digit) {
                   told.push_back(std::string{call} + " " + std::string{tag} + " " + digit);
                   if (call == "c3") loop.stop();
                 },
                 [&](bool connected) { told.emplace_back(connected ? "up" : "down"); }};
  loop.run();
  CHECK(told == std::vector<std::string>{"up", "c1 caller #", "c1 phone-a 0", "c2 caller 9", "down", "up", "down", "up",
                                         "down", "up", "c3 caller 3"});
  CHECK(server.accepted == 4);
}

TEST_CASE("digit feed: a server that is not there is told once") {
  test::PollLoop loop;
  const Clock clock;
  Timers timers{clock, loop};
  scenarios::Endpoint nobody;
  {
    const EventServer gone{loop, timers, clock, {}};
    nobody = gone.endpoint();
  }
  int told = 0;
  DigitFeed feed{loop,
                 timers,
                 clock,
                 nobody,
                 [](std::string_view, std::string_view, char) {},
                 [&](bool connected) {
                   CHECK_FALSE(connected);
                   ++told;
                 }};
  Timers::Timer end{timers, [&](Time) { loop.stop(); }};
  end.set(clock.now() + 500ms);
  loop.run();
  CHECK(told == 1);
}

}  // namespace
}  // namespace twinline::live::media
