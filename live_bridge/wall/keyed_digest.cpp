#include "live_bridge/wall/keyed_digest.hpp"

#include <stdexcept>
#include <vector>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace twinline::live {

KeyedDigest keyed_digest(std::span<const std::uint8_t> key, std::span<const std::uint8_t> text) {
  KeyedDigest digest;
  unsigned int size = 0;
  const auto* made =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), text.data(), text.size(), digest.data(), &size);
  if (made == nullptr || size != digest.size()) throw std::runtime_error("HMAC-SHA-256 is not available");
  return digest;
}

KeyedDigest derived_key(std::span<const std::uint8_t> key, std::string_view purpose,
                        std::span<const std::uint8_t> salt) {
  std::vector<std::uint8_t> text(purpose.begin(), purpose.end());
  text.insert(text.end(), salt.begin(), salt.end());
  return keyed_digest(key, text);
}

}  // namespace twinline::live
