#include "live_bridge/world/keyed_hash.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace twinline::live {

std::uint64_t keyed_hash(const std::string& key, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), digest.data(), &size) ==
      nullptr) {
    throw std::runtime_error("HMAC-SHA-256 is not available");
  }
  std::uint64_t hash = 0;
  for (std::size_t position = 0; position < sizeof hash; ++position) hash = hash << 8 | digest[position];
  return hash;
}

}  // namespace twinline::live
