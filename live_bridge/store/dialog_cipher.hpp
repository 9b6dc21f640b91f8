// Encryption of the dialogs' file: AES-256-GCM (NIST SP 800-38D), each record with a nonce of its own and bound to its
// place in the file, so that none can be changed, moved or taken out unnoticed. The key on disk is never used itself:
// every file has a key derived from it and from the file's salt, which keeps random nonces apart however many files and
// records there have been. What is in a record is not its business.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace twinline::live::store {

using DialogKey = std::array<std::uint8_t, 32>;
using DialogSalt = std::array<std::uint8_t, 16>;

/// Reads the key, or makes one, readable by its owner alone, where there is no such file. Throws std::runtime_error,
/// naming the file, for one that is no key, that others may read, or that cannot be read or made.
DialogKey dialog_key(const std::filesystem::path& key_file);

/// Drawn anew for each file.
DialogSalt new_dialog_salt();

class DialogCipher {
 public:
  using KeyCheck = std::array<std::uint8_t, 16>;

  /// What encryption adds to a record: the nonce before it, the tag behind it.
  static constexpr std::size_t nonce_bytes = 12;
  static constexpr std::size_t tag_bytes = 16;

  DialogCipher(const DialogKey& key, const DialogSalt& salt);
  ~DialogCipher();
  DialogCipher(const DialogCipher&) = delete;
  DialogCipher& operator=(const DialogCipher&) = delete;

  /// The same for the same key and salt, and tells nothing of either: shows whether a file was written with this key.
  const KeyCheck& key_check() const { return key_check_; }

  /// Appends nonce, encrypted record and tag. `place` is the record's number in its file.
  void seal(std::uint64_t place, std::span<const std::uint8_t> record, std::vector<std::uint8_t>& to);

  /// The record again. False when this is not what seal() made for this place with this key.
  bool open(std::uint64_t place, std::span<const std::uint8_t> sealed, std::vector<std::uint8_t>& record);

 private:
  class Contexts;
  std::unique_ptr<Contexts> contexts_;
  KeyCheck key_check_{};
};

}  // namespace twinline::live::store
