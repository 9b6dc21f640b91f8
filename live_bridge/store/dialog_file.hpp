// One file of dialogs: a run of encrypted changes, each kept or forgotten name one frame, written with one system call.
//
//   file    magic (8 bytes), salt (16), key check (16), frame, frame, …
//   frame   length of what follows the head (4, little-endian), CRC-32C of these four (4), nonce, encrypted change, tag
//   change  kind (1), name (8), bytes
//
// The head has a check of its own, so that a length that was damaged is not taken for a frame that was torn. When to
// begin another file, and which file is the right one, is dialogs.cpp's business.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "live_bridge/store/dialog_cipher.hpp"

namespace twinline::live::store {

class DialogFile {
 public:
  /// Where a kept dialog lies.
  struct Place {
    std::uint64_t offset = 0;
    std::uint32_t length = 0;    ///< of the whole frame
    std::uint64_t sequence = 0;  ///< its number among the frames
  };

  /// What a file without changes has.
  static constexpr std::uint64_t opening_bytes = 40;

  /// Called for each change in order; no place where a name is forgotten.
  using Each = std::function<void(std::uint64_t name, const Place* kept)>;

  /// Begins a file, in place of one that is there. Throws std::runtime_error, naming the file, as everything here.
  static std::unique_ptr<DialogFile> create(const std::filesystem::path& path, const DialogKey& key);

  /// Opens a file and tells its changes. Throws, too, for a key that does not open it and for frames that were changed;
  /// a frame that a crash tore off at the end is left out and written over.
  static std::unique_ptr<DialogFile> open(const std::filesystem::path& path, const DialogKey& key, const Each& each);

  ~DialogFile();
  DialogFile(const DialogFile&) = delete;
  DialogFile& operator=(const DialogFile&) = delete;

  /// Return when the kernel has the frame, or throw and leave the file as it was.
  Place keep(std::uint64_t name, std::span<const std::uint8_t> bytes);
  void forget(std::uint64_t name);

  std::vector<std::uint8_t> read(std::uint64_t name, const Place& place);

  /// Returns when the disk has what was written.
  void sync() const;

  /// Takes the place of whatever has this name.
  void rename_to(const std::filesystem::path& path);

  std::uint64_t size() const { return size_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  DialogFile(std::filesystem::path path, int flags);
  void begin(const DialogKey& key);
  void check_opening(const DialogKey& key, std::uint64_t bytes_in_all);
  void tell_all(std::uint64_t bytes_in_all, const Each& each);
  bool read_frame(std::uint64_t bytes_in_all);
  bool has_only_zeros(std::uint64_t from, std::uint64_t until) const;
  Place append(std::uint8_t kind, std::uint64_t name, std::span<const std::uint8_t> bytes);
  void write(std::span<const std::uint8_t> bytes);
  void read_at(std::uint64_t offset, std::span<std::uint8_t> bytes) const;
  [[noreturn]] void refuse(const std::string& text) const;
  [[noreturn]] void refuse(const std::string& text, int error) const;
  [[noreturn]] void damaged(std::uint64_t offset, const char* text) const;

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::unique_ptr<DialogCipher> cipher_;
  std::uint64_t size_ = 0;
  std::uint64_t frames_ = 0;
  std::vector<std::uint8_t> change_, frame_;  ///< kept from one change to the next
};

}  // namespace twinline::live::store
