// The cipher of one sealed file: its chunks in order, each bound to its place. The file's layout is sealed_file's.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "live_bridge/recording/keyring.hpp"

struct evp_cipher_ctx_st;

namespace twinline::live::recording {

class ChunkCipher {
 public:
  static constexpr std::size_t tag_bytes = 16;
  using Salt = std::array<std::uint8_t, 16>;

  /// `opening` is everything in the file before the first chunk.
  ChunkCipher(const Key& key, const Salt& salt, std::string_view opening);
  ~ChunkCipher();
  ChunkCipher(const ChunkCipher&) = delete;
  ChunkCipher& operator=(const ChunkCipher&) = delete;

  /// The next chunk, with its tag behind it.
  std::vector<std::uint8_t> seal(std::span<const std::uint8_t> chunk, bool last);
  /// False when it is not what seal() made in this place.
  bool open(std::span<const std::uint8_t> sealed, bool last, std::vector<std::uint8_t>& chunk);

 private:
  void begin(bool encrypts, bool last);

  Key key_;
  std::vector<std::uint8_t> bound_;  ///< digest of the opening, then number and last of the chunk in hand
  std::uint64_t number_ = 0;
  std::unique_ptr<evp_cipher_ctx_st, void (*)(evp_cipher_ctx_st*)> context_;
};

/// Drawn anew for each file.
ChunkCipher::Salt new_salt();

}  // namespace twinline::live::recording
