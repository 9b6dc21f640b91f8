// A file that only a key opens and that cannot be changed unseen: bytes in chunks, each encrypted and authenticated
// (AES-256-GCM, NIST SP 800-38D) under a key of the file's own.
//
//   file   magic (8 bytes), length of the head (4, little-endian), head, chunk, chunk, …
//   head   JSON, readable without the key: what the file's owner wants to know, the key's name, the salt
//   chunk  up to 64 KiB encrypted, tag (16)
//
// The file's key is derived from the named key and the salt. A chunk's nonce is its number; with it are authenticated
// the number, whether it is the last, and everything before the first chunk. So a bit that was flipped, a chunk that
// was moved, dropped or taken from another file, a head that was edited and an end that was cut off all show.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "live_bridge/recording/chunk_cipher.hpp"
#include "live_bridge/recording/keyring.hpp"
#include "live_bridge/wall/whole_file.hpp"

namespace twinline::live::recording {

/// What can be read of a file without a key, and is not to be believed before the file was opened with one.
struct SealedHead {
  std::string note;  ///< what the owner wrote: JSON
  std::string key_name;
};

/// Throws std::runtime_error, naming the file, where it is none.
SealedHead head_of(const std::filesystem::path& file);

class SealedWriter {
 public:
  /// `note` is a JSON object. Seals with the newest key.
  SealedWriter(const std::filesystem::path& file, const Keyring& keys, const std::string& note);

  void write(std::span<const std::uint8_t> bytes);
  /// The file is whole and has its name; without this it was never there.
  void commit();

 private:
  void seal(bool last);

  NewFile file_;
  std::unique_ptr<ChunkCipher> cipher_;
  std::vector<std::uint8_t> chunk_;
};

/// Hands the bytes on, chunk by chunk, each checked before. Throws std::runtime_error, naming the file, at the first
/// that is not as it was sealed; what came before it is sound.
void open_sealed(const std::filesystem::path& file, const Keyring& keys,
                 const std::function<void(std::span<const std::uint8_t>)>& sink);

}  // namespace twinline::live::recording
