// Who is logged in at the desk. A session is a random token in a cookie and a second one that every change must carry
// in a header, so that another site's page, which sends the cookie but cannot read the second, changes nothing
// (cross-site request forgery). Time is an argument; any thread may ask.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/time.hpp"

namespace twinline::live::desk {

struct Session {
  std::string key;  ///< the digest of the cookie's token
  std::string user;
  std::string csrf_token;
  Time began, used;
};

class Sessions {
 public:
  struct Limits {
    Duration idle = 15min;     ///< a session that nobody used for so long is over; an open page uses it
    Duration longest = 14h;    ///< however busy
    std::size_t per_user = 4;  ///< the least recently used one goes when another begins
  };
  Sessions() = default;
  explicit Sessions(Limits limits) : limits_(limits) {}

  struct Opened {
    std::string token;  ///< for the cookie; not kept
    Session session;
  };
  Opened open(const std::string& user, Time now);

  /// The session of a cookie's token, which is thereby used; none when it is over or never was.
  std::optional<Session> of_token(std::string_view token, Time now);

  /// The same by key. For connections that outlive their request.
  bool use(const std::string& key, Time now);

  void close(const std::string& key);

  /// Closes all sessions of a user.
  void close_all_of(const std::string& user);

  /// Users whose last session was closed or ran out since the last call.
  std::vector<std::string> take_gone(Time now);

  std::size_t size() const;

 private:
  using Table = std::map<std::string, Session, std::less<>>;
  bool is_over(const Session& session, Time now) const;
  std::size_t count_of(const std::string& user) const;
  void remove(Table::iterator session);

  Limits limits_;
  mutable std::mutex mutex_;
  Table sessions_;  ///< by key
  std::vector<std::string> gone_;
};

}  // namespace twinline::live::desk
