#include "reports/manifest/signing.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace twinline::manifest {
namespace {

constexpr std::size_t key_bytes = 32, signature_bytes = 64;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

struct FreeBuffer {
  void operator()(BIO* buffer) const { BIO_free(buffer); }
};
using Buffer = std::unique_ptr<BIO, FreeBuffer>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

template <class Bytes>
std::string hexadecimal(const Bytes& bytes) {
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

/// Of text that is_hexadecimal().
std::vector<unsigned char> from_hexadecimal(std::string_view text) {
  const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
  std::vector<unsigned char> bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<unsigned char>(value(text[i]) * 16 + value(text[i + 1])));
  }
  return bytes;
}

/// Nobody is there to be asked for a password.
int no_password(char*, int, int, void*) { return -1; }

[[noreturn]] void library_fails(const char* what) { throw KeyError(fmt::format("OpenSSL cannot {}", what)); }

}  // namespace

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    library_fails("make a SHA-256");
  }
  return hexadecimal(digest);
}

PrivateKey::PrivateKey(evp_pkey_st* key) : key_(key, EVP_PKEY_free) {}

PrivateKey PrivateKey::make() {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  if (key == nullptr) library_fails("make an Ed25519 key");
  return PrivateKey{key};
}

PrivateKey PrivateKey::read(const std::string& pem) {
  const Buffer buffer{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  EVP_PKEY* key = buffer ? PEM_read_bio_PrivateKey(buffer.get(), nullptr, no_password, nullptr) : nullptr;
  if (key == nullptr) throw KeyError("is no private key; expected PEM as `twinline key new` writes it");
  PrivateKey read{key};
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519) throw KeyError("is a private key, but none of Ed25519");
  return read;
}

std::string PrivateKey::pem() const {
  const Buffer buffer{BIO_new(BIO_s_mem())};
  if (!buffer || PEM_write_bio_PrivateKey(buffer.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    library_fails("write a private key");
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(buffer.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string PrivateKey::public_key() const {
  std::array<unsigned char, key_bytes> bytes{};
  std::size_t size = bytes.size();
  if (EVP_PKEY_get_raw_public_key(key_.get(), bytes.data(), &size) != 1) library_fails("tell a public key");
  return hexadecimal(bytes);
}

std::string PrivateKey::sign(std::string_view bytes) const {
  const Context context{EVP_MD_CTX_new()};
  std::array<unsigned char, signature_bytes> signature{};
  std::size_t size = signature.size();
  // Ed25519 hashes by itself, hence no digest is named.
  if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(bytes), bytes.size()) != 1) {
    library_fails("sign");
  }
  return hexadecimal(signature);
}

bool is_signature(std::string_view signature, std::string_view bytes, std::string_view public_key) {
  if (!is_hexadecimal(signature, 2 * signature_bytes) || !is_hexadecimal(public_key, 2 * key_bytes)) return false;
  const auto raw_key = from_hexadecimal(public_key);
  const auto raw_signature = from_hexadecimal(signature);
  const std::shared_ptr<EVP_PKEY> key{
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw_key.data(), raw_key.size()), EVP_PKEY_free};
  const Context context{EVP_MD_CTX_new()};
  return key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw_signature.data(), raw_signature.size(), bytes_of(bytes), bytes.size()) ==
             1;
}

std::string key_id(std::string_view public_key) { return sha256(public_key).substr(0, 16); }

bool is_hexadecimal(std::string_view text, std::size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char digit) {
           return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
         });
}

}  // namespace twinline::manifest
