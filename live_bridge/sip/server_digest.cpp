#include "live_bridge/sip/server_digest.hpp"

#include <charconv>
#include <chrono>
#include <cstdlib>
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
constexpr std::size_t salt_bytes = 8;

/// A few megabytes: as many phones as one bridge has, and their calls, within the life of a nonce.
constexpr std::size_t most_counts = 50'000;

std::string random_bytes(std::size_t many) {
  std::string bytes(many, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("the system gives no random numbers for digest nonces");
  }
  return bytes;
}

std::string in_hexadecimal(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

/// What the client has counted. Without qop nobody signs the count, so there is but the first.
std::uint32_t count_in(const auth_response_t& response) {
  if (!response.ar_auth && !response.ar_auth_int) return 1;
  return static_cast<std::uint32_t>(std::strtoul(response.ar_nc ? response.ar_nc : "", nullptr, 16));
}

}  // namespace

ServerDigest::ServerDigest(std::string realm, const Clock& clock)
    : realm_(std::move(realm)), key_(random_bytes(key_bytes)), clock_(clock), counts_(most_counts) {}

long long ServerDigest::now_in_seconds() const {
  const auto now = clock_.world_start().time_since_epoch() + clock_.now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::string ServerDigest::signed_nonce(const std::string& unsigned_nonce) const {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
       reinterpret_cast<const unsigned char*>(unsigned_nonce.data()), unsigned_nonce.size(), mac, &length);
  return unsigned_nonce + "." + in_hexadecimal({reinterpret_cast<const char*>(mac), mac_bytes});
}

/// The second in which the nonce was made; none where it is not ours, or too old.
std::optional<long long> ServerDigest::making_of(std::string_view nonce) const {
  const auto expected = signed_nonce(std::string(nonce.substr(0, nonce.rfind('.'))));
  if (nonce.size() != expected.size() || CRYPTO_memcmp(nonce.data(), expected.data(), expected.size()) != 0) {
    return std::nullopt;
  }
  long long made = 0;
  std::from_chars(nonce.data(), nonce.data() + nonce.size(), made, 16);  // up to the dot: it is signed, so it is there
  const auto age = now_in_seconds() - made;
  return age >= -1 && age <= nonce_seconds ? std::optional{made} : std::nullopt;
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
                                           const std::string& password) {
  Home home;
  auth_response_t response;
  if (!own(credentials, home, response) || !response.ar_response) return Verdict::missing;
  if (unquoted(response.ar_username) != user) return Verdict::wrong;
  const auto nonce = unquoted(response.ar_nonce);
  const auto made = making_of(nonce);
  if (!made) return Verdict::stale;
  auth_hexmd5_t secret = {}, expected = {};
  auth_digest_sessionkey(&response, secret, password.c_str());
  const auto* body = request->sip_payload;
  auth_digest_response(&response, expected, secret, request->sip_request->rq_method_name,
                       body ? body->pl_data : nullptr, body ? body->pl_len : 0);
  const auto given = unquoted(response.ar_response);
  const bool equal = given.size() == std::strlen(expected) && CRYPTO_memcmp(given.data(), expected, given.size()) == 0;
  if (!equal) return Verdict::wrong;
  counts_.forget_before(now_in_seconds() - nonce_seconds);
  return counts_.take(*made, nonce, count_in(response)) ? Verdict::accepted : Verdict::stale;
}

std::string ServerDigest::challenge(bool stale) const {
  return fmt::format("Digest realm={}, nonce=\"{}\", algorithm=MD5, qop=\"auth\"{}", as_quoted(realm_),
                     signed_nonce(fmt::format("{:x}.{}", now_in_seconds(), in_hexadecimal(random_bytes(salt_bytes)))),
                     stale ? ", stale=true" : "");
}

}  // namespace twinline::live::sip
