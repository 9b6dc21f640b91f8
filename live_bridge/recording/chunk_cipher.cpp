#include "live_bridge/recording/chunk_cipher.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "live_bridge/wall/keyed_digest.hpp"

namespace twinline::live::recording {
namespace {

constexpr std::size_t nonce_bytes = 12, number_bytes = 8;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string{"encryption of recordings: "} + what + " failed");
}

void write_number(std::uint64_t number, std::uint8_t* to) {
  for (std::size_t byte = 0; byte < number_bytes; ++byte, number >>= 8) to[byte] = static_cast<std::uint8_t>(number);
}

}  // namespace

ChunkCipher::ChunkCipher(const Key& key, const Salt& salt, std::string_view opening)
    : key_(derived_key(key, "twinline recordings, chunks", salt)),
      bound_(SHA256_DIGEST_LENGTH + number_bytes + 1),
      context_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free) {
  require(context_ != nullptr, "making a context");
  SHA256(reinterpret_cast<const std::uint8_t*>(opening.data()), opening.size(), bound_.data());
}

ChunkCipher::~ChunkCipher() { OPENSSL_cleanse(key_.data(), key_.size()); }

/// Key and nonce of the next chunk, and what it is bound to.
void ChunkCipher::begin(bool encrypts, bool last) {
  std::array<std::uint8_t, nonce_bytes> nonce{};
  write_number(number_, nonce.data());
  write_number(number_, bound_.data() + SHA256_DIGEST_LENGTH);
  bound_.back() = last ? 1 : 0;
  ++number_;
  const int way = encrypts ? 1 : 0;
  int size = 0;
  require(EVP_CipherInit_ex(context_.get(), EVP_aes_256_gcm(), nullptr, key_.data(), nonce.data(), way) == 1,
          "setting a key");
  require(EVP_CipherUpdate(context_.get(), nullptr, &size, bound_.data(), static_cast<int>(bound_.size())) == 1,
          "binding a chunk");
}

std::vector<std::uint8_t> ChunkCipher::seal(std::span<const std::uint8_t> chunk, bool last) {
  begin(true, last);
  std::vector<std::uint8_t> sealed(chunk.size() + tag_bytes);
  int size = 0;
  require(EVP_CipherUpdate(context_.get(), sealed.data(), &size, chunk.data(), static_cast<int>(chunk.size())) == 1,
          "sealing");
  std::uint8_t* const tag = sealed.data() + chunk.size();
  require(EVP_CipherFinal_ex(context_.get(), tag, &size) == 1, "sealing");
  require(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, tag) == 1, "tagging");
  return sealed;
}

bool ChunkCipher::open(std::span<const std::uint8_t> sealed, bool last, std::vector<std::uint8_t>& chunk) {
  if (sealed.size() < tag_bytes) return false;
  begin(false, last);
  const auto body = sealed.first(sealed.size() - tag_bytes);
  std::array<std::uint8_t, tag_bytes> tag{};
  std::copy_n(sealed.data() + body.size(), tag_bytes, tag.begin());
  chunk.resize(body.size());
  int size = 0;
  require(EVP_CipherUpdate(context_.get(), chunk.data(), &size, body.data(), static_cast<int>(body.size())) == 1,
          "opening");
  require(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1, "reading a tag");
  return EVP_CipherFinal_ex(context_.get(), tag.data(), &size) == 1;
}

ChunkCipher::Salt new_salt() {
  ChunkCipher::Salt salt;
  require(RAND_bytes(salt.data(), static_cast<int>(salt.size())) == 1, "drawing a salt");
  return salt;
}

}  // namespace twinline::live::recording
