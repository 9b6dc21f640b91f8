// Our answer to a challenge (RFC 2617, as RFC 3261 §22 uses it): the requests that a provider wants signed. A second
// challenge that is not about a stale nonce means that the password is wrong, and asking again would lock the account.
#pragma once

#include <string>

#include "live_bridge/sip/sofia.hpp"

namespace twinline::live::sip {

class ClientDigest {
 public:
  ClientDigest(std::string user, std::string password);
  ClientDigest(const ClientDigest&) = delete;
  ClientDigest& operator=(const ClientDigest&) = delete;

  /// Takes the challenge of a 401 or 407. Whether the request is worth sending again.
  bool take(const sip_t* response);

  /// Signs a request, as far as there was a challenge.
  void sign(msg_t* message);

  /// The provider took the password: the next challenge is about a new nonce.
  void confirm() { challenges_ = 0; }

 private:
  Home home_;
  auth_client_t* client_ = nullptr;
  std::string user_;
  std::string password_;
  int challenges_ = 0;
};

}  // namespace twinline::live::sip
