#include "live_bridge/sip/client_digest.hpp"

#include <utility>

namespace twinline::live::sip {
namespace {

// A provider may have both itself and a proxy ask, and a nonce may go stale meanwhile.
constexpr int most_challenges = 3;

bool is_stale(const msg_auth_t* challenge) {
  const char* stale = challenge ? msg_params_find(challenge->au_params, "stale=") : nullptr;
  return stale && (su_casematch(stale, "true") || su_casematch(stale, "\"true\""));
}

}  // namespace

ClientDigest::ClientDigest(std::string user, std::string password)
    : user_(std::move(user)), password_(std::move(password)) {}

bool ClientDigest::take(const sip_t* response) {
  if (!response) return false;
  const int taken = (response->sip_www_authenticate
                         ? auc_challenge(&client_, home_, response->sip_www_authenticate, sip_authorization_class)
                         : 0) +
                    (response->sip_proxy_authenticate ? auc_challenge(&client_, home_, response->sip_proxy_authenticate,
                                                                      sip_proxy_authorization_class)
                                                      : 0);
  if (taken <= 0) return false;
  auc_all_credentials(&client_, "Digest", nullptr, user_.c_str(), password_.c_str());
  ++challenges_;
  const bool renewed = is_stale(response->sip_www_authenticate) || is_stale(response->sip_proxy_authenticate);
  return challenges_ == 1 || (renewed && challenges_ <= most_challenges);
}

void ClientDigest::sign(msg_t* message) {
  if (!client_) return;
  sip_t* sip = sip_object(message);
  auc_authorization(&client_, message, reinterpret_cast<msg_pub_t*>(sip), sip->sip_request->rq_method_name,
                    sip->sip_request->rq_url, sip->sip_payload);
}

}  // namespace twinline::live::sip
