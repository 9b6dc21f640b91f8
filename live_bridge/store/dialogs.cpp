#include "live_bridge/store/dialogs.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "live_bridge/store/dialog_cipher.hpp"
#include "live_bridge/store/dialog_file.hpp"
#include "live_bridge/store/lease.hpp"
#include "live_bridge/wall/log.hpp"
#include "reports/journal/output_file.hpp"

namespace twinline::live::store {
namespace {

/// Less garbage than this is not worth another file.
constexpr std::uint64_t least_garbage = std::uint64_t{256} << 10;

/// How many dialogs move to the next file with each change: more than one change can add, and few enough that no change
/// takes long.
constexpr int moved_with_each_change = 4;

/// A file and where in it the dialogs are that were not forgotten.
struct IndexedFile {
  std::unique_ptr<DialogFile> file;
  std::map<std::uint64_t, DialogFile::Place> places;
  std::uint64_t live_bytes = 0;

  void note(std::uint64_t name, const DialogFile::Place* place) {
    const auto known = places.find(name);
    if (known != places.end()) live_bytes -= known->second.length;
    if (place != nullptr) {
      places.insert_or_assign(name, *place);
      live_bytes += place->length;
    } else if (known != places.end()) {
      places.erase(known);
    }
  }

  void keep(std::uint64_t name, const std::vector<std::uint8_t>& bytes) {
    const DialogFile::Place place = file->keep(name, bytes);
    note(name, &place);
  }

  void forget(std::uint64_t name) {
    if (!places.contains(name)) return;
    file->forget(name);
    note(name, nullptr);
  }

  std::uint64_t garbage() const { return file->size() - DialogFile::opening_bytes - live_bytes; }
};

/// The file that compaction fills.
struct Next {
  IndexedFile indexed;
  std::optional<std::uint64_t> moved_to;  ///< names up to here are in it
  bool has_all = false;
  std::future<void> synced;
};

/// Made only where there is nothing that another key must have encrypted.
DialogKey key_for(const std::filesystem::path& dialogs, const std::filesystem::path& key_file) {
  std::error_code ignored;
  if (std::filesystem::exists(dialogs, ignored) && !std::filesystem::exists(key_file, ignored)) {
    throw std::runtime_error(dialogs.string() + ": is encrypted, and its key file " + key_file.string() +
                             " is not there");
  }
  return dialog_key(key_file);
}

}  // namespace

/// Compaction writes the dialogs into another file, a few with each change, so that no call waits for all of them;
/// until the new file has everything and is on disk, each change goes into both.
class Dialogs::File {
 public:
  File(const std::filesystem::path& path, const std::filesystem::path& key_file)
      : path_(path), lease_(path), key_(key_for(path, key_file)) {
    std::error_code failed;
    if (std::filesystem::exists(path_, failed)) {
      current_.file = DialogFile::open(
          path_, key_, [this](std::uint64_t name, const DialogFile::Place* place) { current_.note(name, place); });
    }
    rewrite();
  }

  /// Nothing of what ended stays behind.
  ~File() {
    abandon_next();
    try {
      if (current_.garbage() > 0) rewrite();
    } catch (const std::exception& problem) {
      log_warning("{}", problem.what());
    }
  }

  std::vector<KeptDialog> kept() {
    std::vector<KeptDialog> all;
    all.reserve(current_.places.size());
    for (const auto& [name, place] : current_.places) all.push_back({name, current_.file->read(name, place)});
    return all;
  }

  void keep(std::uint64_t name, const std::vector<std::uint8_t>& bytes) {
    current_.keep(name, bytes);
    compact([&](IndexedFile& next) { next.keep(name, bytes); }, name);
  }

  void forget(std::uint64_t name) {
    current_.forget(name);
    compact([&](IndexedFile& next) { next.forget(name); }, name);
  }

 private:
  std::filesystem::path beside() const {
    std::filesystem::path path = path_;
    return path += ".next";
  }

  /// Everything at once, while nobody waits: when the file is opened, which also leaves a torn end behind, and when it
  /// is closed. A new file each time, so that no frame is ever written where another one was.
  void rewrite() {
    IndexedFile fresh{DialogFile::create(beside(), key_), {}, 0};
    for (const auto& [name, place] : current_.places) fresh.keep(name, current_.file->read(name, place));
    fresh.file->sync();
    fresh.file->rename_to(path_);
    journal::sync_folder_of(path_);
    current_ = std::move(fresh);
  }

  /// Takes compaction one step further, after a change that the current file has.
  template <class Change>
  void compact(Change change, std::uint64_t name) {
    const bool is_due = current_.garbage() > std::max(current_.live_bytes, least_garbage);
    if (!next_ && !(is_due && current_.file->size() >= not_before_)) return;
    try {
      if (!next_) {
        next_.emplace();
        next_->indexed.file = DialogFile::create(beside(), key_);
      } else if (next_->has_all || (next_->moved_to && name <= *next_->moved_to)) {
        change(next_->indexed);
      }
      move_some();
      if (next_->has_all) finish_when_synced();
    } catch (const std::exception& problem) {
      // The change itself is safe. A disk that is full today may have room tomorrow.
      log_warning("the dialogs are not compacted: {}", problem.what());
      abandon_next();
      not_before_ = current_.file->size() + least_garbage;
    }
  }

  void move_some() {
    const auto& places = current_.places;
    for (int moved = 0; moved < moved_with_each_change && !next_->has_all; ++moved) {
      const auto place = next_->moved_to ? places.upper_bound(*next_->moved_to) : places.begin();
      next_->has_all = place == places.end();
      if (next_->has_all) break;
      next_->indexed.keep(place->first, current_.file->read(place->first, place->second));
      next_->moved_to = place->first;
    }
  }

  /// Waiting for the disk is another thread's business.
  void finish_when_synced() {
    if (!next_->synced.valid()) {
      next_->synced = std::async(std::launch::async, [file = next_->indexed.file.get()] { file->sync(); });
      return;
    }
    if (next_->synced.wait_for(std::chrono::seconds{0}) != std::future_status::ready) return;
    next_->synced.get();
    next_->indexed.file->rename_to(path_);
    current_ = std::move(next_->indexed);
    next_.reset();
    not_before_ = 0;
  }

  void abandon_next() {
    if (!next_) return;
    next_.reset();  // waits for the thread
    std::error_code ignored;
    std::filesystem::remove(beside(), ignored);
  }

  std::filesystem::path path_;
  Lease lease_;
  DialogKey key_;
  IndexedFile current_;
  std::optional<Next> next_;
  std::uint64_t not_before_ = 0;  ///< size of the file below which compaction is not tried again
};

Dialogs::Dialogs(const std::filesystem::path& file, const std::filesystem::path& key_file)
    : file_(std::make_unique<File>(file, key_file)) {}

Dialogs::~Dialogs() = default;

bool Dialogs::is_held(const std::filesystem::path& file) { return Lease::is_held(file); }

std::vector<KeptDialog> Dialogs::kept() const { return file_->kept(); }

void Dialogs::keep(std::uint64_t name, const std::vector<std::uint8_t>& bytes) { file_->keep(name, bytes); }

void Dialogs::forget(std::uint64_t name) { file_->forget(name); }

}  // namespace twinline::live::store
