// One HTTP connection, as far as reading its request goes: the head is read whole, within bounds of size and time,
// before anybody looks into it, so that a browser that dawdles or an attacker who never ends a line holds a thread for
// a few seconds and no more.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "live_bridge/wall/clock.hpp"

namespace twinline::live::desk {

class Connection {
 public:
  /// Closes the socket in the end, unless it was released.
  Connection(int socket, const Clock& clock);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  enum class Head { complete, too_long, line_too_long, too_slow, gone };
  Head read_head();

  /// What follows, the head first. As recv(): 0 at the end, -1 when time or size is up.
  long read(char* to, std::size_t size);

  /// Whether all of it could be sent in time.
  bool write(std::string_view text);

  bool can_read() const;

  /// The peer's address and port, and one's own.
  struct Address {
    std::string ip;
    int port = 0;
  };
  Address peer() const;
  Address own() const;

  int socket() const { return socket_; }

  /// The socket is somebody else's from now on.
  int release();

  /// Lets the peer read the response before the socket is closed, though its request was not read to the end.
  void linger();

 private:
  bool wait_for(short events, Time until) const;
  long receive(char* to, std::size_t size);

  int socket_;
  const Clock& clock_;
  Time read_until_;
  std::string read_ahead_;
  std::size_t used_ = 0;  ///< of read_ahead_
  std::size_t received_ = 0;
};

/// 127.0.0.0/8 and ::1, also as IPv6 writes the former.
bool is_loopback(std::string_view ip);

}  // namespace twinline::live::desk
