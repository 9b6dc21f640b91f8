// Our challenges (RFC 2617 with MD5, which is all that phones speak: use TLS). A nonce is the time of its making under
// a keyed hash, so nothing is remembered of those who were challenged, however many they are, and with a key that is
// kept nonces outlive a restart.
#pragma once

#include <string>
#include <string_view>

#include "live_bridge/sip/sofia.hpp"
#include "live_bridge/wall/clock.hpp"

namespace twinline::live::sip {

class ServerDigest {
 public:
  enum class Verdict : unsigned char {
    accepted,
    missing,  ///< no credentials for this realm
    stale,    ///< right or not, the nonce is too old or not ours
    wrong,    ///< another user, or another password
  };

  /// An empty key is replaced by a random one.
  ServerDigest(std::string realm, std::string key, const Clock& clock);

  /// `credentials` are the request's Authorization or Proxy-Authorization headers.
  Verdict verify(const msg_auth_t* credentials, const sip_t* request, const std::string& user,
                 const std::string& password) const;

  /// The user that the credentials for this realm name; empty where there are none.
  std::string user_in(const msg_auth_t* credentials) const;

  /// The value of a WWW-Authenticate or Proxy-Authenticate header.
  std::string challenge(bool stale) const;

 private:
  std::string nonce_of(long long seconds) const;
  bool is_fresh(std::string_view nonce) const;
  long long now_in_seconds() const;
  const msg_auth_t* own(const msg_auth_t* credentials, su_home_t* home, auth_response_t& response) const;

  std::string realm_;
  std::string key_;
  const Clock& clock_;
};

}  // namespace twinline::live::sip
