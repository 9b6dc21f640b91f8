// Our challenges (RFC 2617 with MD5, which is all that phones speak: use TLS). A nonce is the time of its making and a
// random number under a keyed hash, so nothing is remembered of those who were challenged, however many they are. Of
// those who showed the password it is remembered how far they have counted, so that no request can be used again: a
// client that does not count (no qop) uses each nonce once. The key is of this process: what was captured before a
// restart is worth nothing after it, and phones are asked anew.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "live_bridge/sip/nonce_counts.hpp"
#include "live_bridge/sip/sofia.hpp"
#include "live_bridge/wall/clock.hpp"

namespace twinline::live::sip {

class ServerDigest {
 public:
  enum class Verdict : unsigned char {
    accepted,
    missing,  ///< no credentials for this realm
    stale,    ///< right or not, the nonce is too old, not ours, or was used with this count
    wrong,    ///< another user, or another password
  };

  ServerDigest(std::string realm, const Clock& clock);

  /// `credentials` are the request's Authorization or Proxy-Authorization headers.
  Verdict verify(const msg_auth_t* credentials, const sip_t* request, const std::string& user,
                 const std::string& password);

  /// The user that the credentials for this realm name; empty where there are none.
  std::string user_in(const msg_auth_t* credentials) const;

  /// The value of a WWW-Authenticate or Proxy-Authenticate header.
  std::string challenge(bool stale) const;

 private:
  std::string signed_nonce(const std::string& unsigned_nonce) const;
  std::optional<long long> making_of(std::string_view nonce) const;
  long long now_in_seconds() const;
  const msg_auth_t* own(const msg_auth_t* credentials, su_home_t* home, auth_response_t& response) const;

  std::string realm_;
  std::string key_;
  const Clock& clock_;
  NonceCounts counts_;
};

}  // namespace twinline::live::sip
