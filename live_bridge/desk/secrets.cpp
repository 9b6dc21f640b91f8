#include "live_bridge/desk/secrets.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace twinline::live::desk {
namespace {

using Bytes = std::vector<unsigned char>;

struct ScryptCost {
  std::uint32_t log2_n = 15, block = 8, parallel = 1;
};
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t key_bytes = 32;
constexpr std::uint64_t most_memory = std::uint64_t{64} << 20;

std::string hexadecimal(const Bytes& bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

std::optional<Bytes> from_hexadecimal(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes(text.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char* const begin = text.data() + 2 * i;
    if (std::from_chars(begin, begin + 2, bytes[i], 16).ptr != begin + 2) return std::nullopt;
  }
  return bytes;
}

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count);
  if (RAND_bytes(bytes.data(), static_cast<int>(count)) != 1) {
    throw std::runtime_error("the system has no randomness to give");
  }
  return bytes;
}

/// scrypt's own need is 128·r·(N + p + 2) bytes.
std::uint64_t memory_of(const ScryptCost& cost) {
  return std::uint64_t{128} * cost.block * ((std::uint64_t{1} << cost.log2_n) + cost.parallel + 2);
}

Bytes scrypt(const std::string& password, const Bytes& salt, const ScryptCost& cost) {
  Bytes key(key_bytes);
  if (EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(), std::uint64_t{1} << cost.log2_n,
                     cost.block, cost.parallel, memory_of(cost), key.data(), key.size()) != 1) {
    throw std::runtime_error("the password cannot be hashed");
  }
  return key;
}

/// The line of a key of the usual cost.
std::string line_of(const Bytes& salt, const Bytes& key) {
  const ScryptCost cost;
  return fmt::format("scrypt${}${}${}${}${}", cost.log2_n, cost.block, cost.parallel, hexadecimal(salt),
                     hexadecimal(key));
}

struct KeptPassword {
  ScryptCost cost;
  Bytes salt, key;
};

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<KeptPassword> parsed(std::string_view line) {
  std::array<std::string_view, 6> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto end = line.find('$');
    if ((end == line.npos) != (i + 1 == parts.size())) return std::nullopt;
    parts[i] = line.substr(0, end);
    line.remove_prefix(end == line.npos ? line.size() : end + 1);
  }
  const auto log2_n = number(parts[1]), block = number(parts[2]), parallel = number(parts[3]);
  const auto salt = from_hexadecimal(parts[4]), key = from_hexadecimal(parts[5]);
  if (parts[0] != "scrypt" || !log2_n || !block || !parallel || !salt || !key) return std::nullopt;
  const ScryptCost cost{*log2_n, *block, *parallel};
  const bool affordable = cost.log2_n >= 1 && cost.log2_n <= 20 && cost.block >= 1 && cost.block <= 32 &&
                          cost.parallel >= 1 && cost.parallel <= 16 && memory_of(cost) <= most_memory;
  if (!affordable || salt->size() < 8 || key->size() != key_bytes) return std::nullopt;
  return KeptPassword{cost, *salt, *key};
}

}  // namespace

std::string random_token(std::size_t bytes) { return hexadecimal(random_bytes(bytes)); }

std::string digest(std::string_view text) {
  Bytes bytes(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  bytes.resize(size);
  return hexadecimal(bytes);
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hashed(const std::string& password) {
  const Bytes salt = random_bytes(salt_bytes);
  return line_of(salt, scrypt(password, salt, ScryptCost{}));
}

std::string hash_of_nobody() { return line_of(random_bytes(salt_bytes), random_bytes(key_bytes)); }

bool is_hash(std::string_view kept) { return parsed(kept).has_value(); }

bool is_password(const std::string& password, std::string_view kept) {
  const auto wanted = parsed(kept);
  if (!wanted) return false;
  const Bytes key = scrypt(password, wanted->salt, wanted->cost);
  return CRYPTO_memcmp(key.data(), wanted->key.data(), key_bytes) == 0;
}

}  // namespace twinline::live::desk
