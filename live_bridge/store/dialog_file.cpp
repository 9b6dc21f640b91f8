#include "live_bridge/store/dialog_file.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "live_bridge/wall/refusal.hpp"
#include "reports/journal/checksum.hpp"

namespace twinline::live::store {
namespace {

constexpr std::string_view magic{"\x89TLD\r\n\x1a\n", 8};
constexpr std::size_t salt_bytes = std::tuple_size_v<DialogSalt>;
constexpr std::size_t check_bytes = std::tuple_size_v<DialogCipher::KeyCheck>;
static_assert(DialogFile::opening_bytes == magic.size() + salt_bytes + check_bytes);

constexpr std::size_t head_bytes = 8;
constexpr std::size_t name_bytes = 8;
constexpr std::size_t change_head_bytes = 1 + name_bytes;
constexpr std::size_t least_sealed_bytes = DialogCipher::nonce_bytes + change_head_bytes + DialogCipher::tag_bytes;

/// No dialog comes near: a length above it is damage, or an attempt to exhaust memory.
constexpr std::uint32_t sealed_limit = 16U << 20;

constexpr std::uint8_t kept = 1;
constexpr std::uint8_t forgotten = 2;

void put_number(std::uint64_t number, std::size_t bytes, std::uint8_t* to) {
  for (std::size_t byte = 0; byte < bytes; ++byte, number >>= 8) to[byte] = static_cast<std::uint8_t>(number);
}

std::uint64_t number_in(std::span<const std::uint8_t> bytes) {
  std::uint64_t number = 0;
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) number = number << 8 | *byte;
  return number;
}

std::uint32_t check_of(std::span<const std::uint8_t> bytes) {
  return journal::crc32c({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

DialogFile::DialogFile(std::filesystem::path path, int flags) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), flags | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor_ < 0) refuse("cannot be opened", errno);
}

DialogFile::~DialogFile() { ::close(descriptor_); }

void DialogFile::refuse(const std::string& text) const { live::refuse(path_, text); }

void DialogFile::refuse(const std::string& text, int error) const { live::refuse(path_, text, error); }

void DialogFile::damaged(std::uint64_t offset, const char* text) const {
  refuse("byte " + std::to_string(offset) + ": " + text + "; somebody or something changed the dialogs");
}

std::unique_ptr<DialogFile> DialogFile::create(const std::filesystem::path& path, const DialogKey& key) {
  std::unique_ptr<DialogFile> file{new DialogFile(path, O_CREAT | O_TRUNC)};
  file->begin(key);
  return file;
}

std::unique_ptr<DialogFile> DialogFile::open(const std::filesystem::path& path, const DialogKey& key,
                                             const Each& each) {
  std::unique_ptr<DialogFile> file{new DialogFile(path, 0)};
  struct stat status {};
  if (::fstat(file->descriptor_, &status) != 0) file->refuse("cannot be read", errno);
  const auto bytes_in_all = static_cast<std::uint64_t>(status.st_size);
  file->check_opening(key, bytes_in_all);
  file->tell_all(bytes_in_all, each);
  return file;
}

void DialogFile::begin(const DialogKey& key) {
  const DialogSalt salt = new_dialog_salt();
  cipher_ = std::make_unique<DialogCipher>(key, salt);
  std::vector<std::uint8_t> opening(magic.begin(), magic.end());
  opening.insert(opening.end(), salt.begin(), salt.end());
  opening.insert(opening.end(), cipher_->key_check().begin(), cipher_->key_check().end());
  write(opening);
}

void DialogFile::check_opening(const DialogKey& key, std::uint64_t bytes_in_all) {
  std::array<std::uint8_t, opening_bytes> opening{};
  const bool long_enough = bytes_in_all >= opening_bytes;
  if (long_enough) read_at(0, opening);
  if (!long_enough || !std::equal(magic.begin(), magic.end(), opening.begin(),
                                  [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; })) {
    refuse("is no file of dialogs; it does not begin as one");
  }
  DialogSalt salt;
  std::copy_n(opening.begin() + magic.size(), salt_bytes, salt.begin());
  cipher_ = std::make_unique<DialogCipher>(key, salt);
  const DialogCipher::KeyCheck& expected = cipher_->key_check();
  if (!std::equal(expected.begin(), expected.end(), opening.begin() + magic.size() + salt_bytes)) {
    refuse("was written with another key than the one given; expected the key that made it");
  }
  size_ = opening_bytes;
}

void DialogFile::tell_all(std::uint64_t bytes_in_all, const Each& each) {
  while (size_ < bytes_in_all) {
    if (!read_frame(bytes_in_all)) break;
    const Place place{size_, static_cast<std::uint32_t>(frame_.size()), frames_};
    const std::span<const std::uint8_t> sealed = std::span{frame_}.subspan(head_bytes);
    if (!cipher_->open(frames_, sealed, change_)) {
      // The tag is written last: where it is nothing but zeros, the frame never became whole.
      const bool torn =
          size_ + frame_.size() == bytes_in_all && has_only_zeros(bytes_in_all - DialogCipher::tag_bytes, bytes_in_all);
      if (torn) break;
      damaged(size_, "a record is not as it was written");
    }
    const std::uint8_t kind = change_.front();
    if (kind != kept && kind != forgotten) damaged(size_, "a record of an unknown kind");
    size_ += frame_.size();
    ++frames_;
    each(number_in(std::span{change_}.subspan(1, name_bytes)), kind == kept ? &place : nullptr);
  }
}

/// The next frame, unopened; false when the file ends before it does.
bool DialogFile::read_frame(std::uint64_t bytes_in_all) {
  const std::uint64_t rest = bytes_in_all - size_;
  if (rest < head_bytes) return false;
  frame_.resize(head_bytes);
  read_at(size_, frame_);
  const auto length = static_cast<std::uint32_t>(number_in(std::span{frame_}.first(4)));
  if (check_of(std::span{frame_}.first(4)) != number_in(std::span{frame_}.subspan(4))) {
    if (has_only_zeros(size_ + 4, bytes_in_all)) return false;
    damaged(size_, "the head of a record does not match its checksum");
  }
  if (length < least_sealed_bytes || length > sealed_limit) damaged(size_, "a record of impossible length");
  if (rest < head_bytes + length) return false;
  frame_.resize(head_bytes + length);
  read_at(size_, frame_);
  return true;
}

/// A file that was given its length before its content ends in zeros after a power failure.
bool DialogFile::has_only_zeros(std::uint64_t from, std::uint64_t until) const {
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(until - from));
  read_at(from, bytes);
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

DialogFile::Place DialogFile::keep(std::uint64_t name, std::span<const std::uint8_t> bytes) {
  return append(kept, name, bytes);
}

void DialogFile::forget(std::uint64_t name) { append(forgotten, name, {}); }

DialogFile::Place DialogFile::append(std::uint8_t kind, std::uint64_t name, std::span<const std::uint8_t> bytes) {
  change_.resize(change_head_bytes);
  change_.front() = kind;
  put_number(name, name_bytes, change_.data() + 1);
  change_.insert(change_.end(), bytes.begin(), bytes.end());
  const std::size_t sealed_bytes = DialogCipher::nonce_bytes + change_.size() + DialogCipher::tag_bytes;
  if (sealed_bytes > sealed_limit) {
    refuse("a dialog of " + std::to_string(bytes.size()) + " bytes; expected less than " +
           std::to_string(sealed_limit));
  }
  frame_.resize(head_bytes);
  put_number(sealed_bytes, 4, frame_.data());
  put_number(check_of(std::span{frame_}.first(4)), 4, frame_.data() + 4);
  cipher_->seal(frames_, change_, frame_);
  const Place place{size_, static_cast<std::uint32_t>(frame_.size()), frames_};
  write(frame_);
  ++frames_;
  return place;
}

std::vector<std::uint8_t> DialogFile::read(std::uint64_t name, const Place& place) {
  frame_.resize(place.length);
  read_at(place.offset, frame_);
  const bool sound = cipher_->open(place.sequence, std::span{frame_}.subspan(head_bytes), change_);
  if (!sound || number_in(std::span{change_}.subspan(1, name_bytes)) != name) {
    damaged(place.offset, "a record is not as it was written");
  }
  return {change_.begin() + change_head_bytes, change_.end()};
}

/// At the end, which only then is the end: should the kernel take a part and no more, the next attempt writes over it.
void DialogFile::write(std::span<const std::uint8_t> bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ::ssize_t took =
        ::pwrite(descriptor_, bytes.data() + written, bytes.size() - written, static_cast<::off_t>(size_ + written));
    if (took < 0 && errno == EINTR) continue;
    if (took <= 0) {
      const int error = took == 0 ? ENOSPC : errno;
      static_cast<void>(::ftruncate(descriptor_, static_cast<::off_t>(size_)) == 0);
      refuse("cannot be written", error);
    }
    written += static_cast<std::size_t>(took);
  }
  size_ += bytes.size();
}

void DialogFile::read_at(std::uint64_t offset, std::span<std::uint8_t> bytes) const {
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ::ssize_t got =
        ::pread(descriptor_, bytes.data() + filled, bytes.size() - filled, static_cast<::off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse("cannot be read", errno);
    if (got == 0) refuse("became shorter while it was read");
    filled += static_cast<std::size_t>(got);
  }
}

void DialogFile::sync() const {
  if (::fdatasync(descriptor_) != 0) refuse("cannot be synchronised", errno);
}

void DialogFile::rename_to(const std::filesystem::path& path) {
  if (::rename(path_.c_str(), path.c_str()) != 0) {
    refuse("cannot take the place of " + path.string(), errno);
  }
  path_ = path;
}

}  // namespace twinline::live::store
