// The door to OpenSSL: SHA-256 and Ed25519 (RFC 8032). Keys, signatures and digests are hexadecimal text outside of it;
// what is signed and whose key is believed is decided elsewhere.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace twinline::manifest {

/// A key that cannot be read, or a library that refuses.
class KeyError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

class PrivateKey {
 public:
  /// A fresh one, of the system's randomness.
  static PrivateKey make();

  /// From PEM (PKCS #8). Throws KeyError for anything but an Ed25519 key without password.
  static PrivateKey read(const std::string& pem);

  std::string pem() const;

  /// 64 hexadecimal digits.
  std::string public_key() const;

  /// 128 hexadecimal digits; the same bytes give the same ones.
  std::string sign(std::string_view bytes) const;

 private:
  explicit PrivateKey(evp_pkey_st* key);
  std::shared_ptr<evp_pkey_st> key_;
};

/// False, too, where key or signature are not such digits.
bool is_signature(std::string_view signature, std::string_view bytes, std::string_view public_key);

/// By which people name a public key: the first 16 digits of its SHA-256.
std::string key_id(std::string_view public_key);

/// So many lower-case hexadecimal digits and nothing else.
bool is_hexadecimal(std::string_view text, std::size_t digits);

}  // namespace twinline::manifest
