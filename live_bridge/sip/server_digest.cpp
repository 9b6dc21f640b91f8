#include "live_bridge/sip/server_digest.hpp"

#include <charconv>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "live_bridge/sip/messages.hpp"
#include "live_bridge/sip/numbers.hpp"

namespace twinline::live::sip {
namespace {

constexpr long long nonce_seconds = 300;
constexpr std::size_t key_bytes = 32;
constexpr std::size_t mac_bytes = 16;  // of the 32: 128 bits cannot be guessed

std::string random_key() {
  std::string key(key_bytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), static_cast<int>(key.size())) != 1) {
    throw std::runtime_error("the system gives no random numbers for digest nonces");
  }
  return key;
}

}  // namespace

ServerDigest::ServerDigest(std::string realm, std::string key, const Clock& clock)
    : realm_(std::move(realm)), key_(key.empty() ? random_key() : std::move(key)), clock_(clock) {}

long long ServerDigest::now_in_seconds() const {
  const auto now = clock_.world_start().time_since_epoch() + clock_.now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::string ServerDigest::nonce_of(long long seconds) const {
  const auto time = fmt::format("{:x}", seconds);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), reinterpret_cast<const unsigned char*>(time.data()),
       time.size(), mac, &length);
  std::string nonce = time + ".";
  for (std::size_t at = 0; at < mac_bytes; ++at) nonce += fmt::format("{:02x}", mac[at]);
  return nonce;
}

bool ServerDigest::is_fresh(std::string_view nonce) const {
  long long made = 0;
  const auto dot = nonce.find('.');
  if (dot == std::string_view::npos) return false;
  const auto [end, error] = std::from_chars(nonce.data(), nonce.data() + dot, made, 16);
  if (error != std::errc{} || end != nonce.data() + dot) return false;
  const auto expected = nonce_of(made);
  if (nonce.size() != expected.size() || CRYPTO_memcmp(nonce.data(), expected.data(), expected.size()) != 0) {
    return false;
  }
  const auto age = now_in_seconds() - made;
  return age >= -1 && age <= nonce_seconds;
}

const msg_auth_t* ServerDigest::own(const msg_auth_t* credentials, su_home_t* home, auth_response_t& response) const {
  for (; credentials; credentials = credentials->au_next) {
    if (!su_casematch(credentials->au_scheme, "Digest")) continue;
    response = {};
    response.ar_size = sizeof response;
    if (auth_digest_response_get(home, &response, credentials->au_params) < 0) continue;
    if (unquoted(response.ar_realm) == realm_) return credentials;
  }
  return nullptr;
}

std::string ServerDigest::user_in(const msg_auth_t* credentials) const {
  Home home;
  auth_response_t response;
  return own(credentials, home, response) ? unquoted(response.ar_username) : std::string{};
}

ServerDigest::Verdict ServerDigest::verify(const msg_auth_t* credentials, const sip_t* request, const std::string& user,
                                           const std::string& password) const {
  Home home;
  auth_response_t response;
  if (!own(credentials, home, response) || !response.ar_response) return Verdict::missing;
  if (unquoted(response.ar_username) != user) return Verdict::wrong;
  if (!is_fresh(unquoted(response.ar_nonce))) return Verdict::stale;
  auth_hexmd5_t secret = {}, expected = {};
  auth_digest_sessionkey(&response, secret, password.c_str());
  const auto* body = request->sip_payload;
  auth_digest_response(&response, expected, secret, request->sip_request->rq_method_name,
                       body ? body->pl_data : nullptr, body ? body->pl_len : 0);
  const auto given = unquoted(response.ar_response);
  const bool equal = given.size() == std::strlen(expected) && CRYPTO_memcmp(given.data(), expected, given.size()) == 0;
  return equal ? Verdict::accepted : Verdict::wrong;
}

std::string ServerDigest::challenge(bool stale) const {
  return fmt::format("Digest realm={}, nonce=\"{}\", algorithm=MD5, qop=\"auth\"{}", as_quoted(realm_),
                     nonce_of(now_in_seconds()), stale ? ", stale=true" : "");
}

}  // namespace twinline::live::sip
