#include "live_bridge/store/dialog_cipher.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include "live_bridge/wall/keyed_digest.hpp"
#include "live_bridge/wall/refusal.hpp"

namespace twinline::live::store {
namespace {

constexpr std::size_t place_bytes = 8;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string{"encryption of dialogs: "} + what + " failed");
}

std::array<std::uint8_t, place_bytes> as_bytes(std::uint64_t place) {
  std::array<std::uint8_t, place_bytes> bytes{};
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(place);
    place >>= 8;
  }
  return bytes;
}

DialogKey read_key(int descriptor, const std::filesystem::path& file) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) refuse(file, "cannot be read", errno);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    refuse(file, "the key of the dialogs may be used by others than its owner; expected mode 0600");
  }
  DialogKey key;
  std::array<std::uint8_t, std::tuple_size_v<DialogKey> + 1> bytes{};
  const ::ssize_t got = ::read(descriptor, bytes.data(), bytes.size());
  if (got < 0) refuse(file, "cannot be read", errno);
  if (static_cast<std::size_t>(got) != key.size()) {
    refuse(file, "is no key of dialogs; expected " + std::to_string(key.size()) + " bytes");
  }
  std::copy_n(bytes.begin(), key.size(), key.begin());
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

DialogKey make_key(const std::filesystem::path& file) {
  std::error_code failed;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), failed);
  DialogKey key;
  require(RAND_priv_bytes(key.data(), static_cast<int>(key.size())) == 1, "drawing a key");
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) refuse(file, "cannot be made", errno);
  const bool written =
      ::write(descriptor, key.data(), key.size()) == static_cast<::ssize_t>(key.size()) && ::fsync(descriptor) == 0;
  const int error = errno;
  ::close(descriptor);
  if (!written) {
    ::unlink(file.c_str());
    refuse(file, "cannot be written", error);
  }
  return key;
}

}  // namespace

DialogKey dialog_key(const std::filesystem::path& key_file) {
  if (key_file.empty()) throw std::runtime_error("the dialogs have no key: store.dialog_key_file names no file");
  const int descriptor = ::open(key_file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return make_key(key_file);
  if (descriptor < 0) refuse(key_file, "cannot be opened", errno);
  try {
    const DialogKey key = read_key(descriptor, key_file);
    ::close(descriptor);
    return key;
  } catch (...) {
    ::close(descriptor);
    throw;
  }
}

DialogSalt new_dialog_salt() {
  DialogSalt salt;
  require(RAND_bytes(salt.data(), static_cast<int>(salt.size())) == 1, "drawing a salt");
  return salt;
}

/// One context for each direction, set up once: the key's schedule costs more than a short record.
class DialogCipher::Contexts {
 public:
  explicit Contexts(const DialogKey& key)
      : sealing(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free), opening(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free) {
    require(sealing && opening, "making a context");
    require(EVP_EncryptInit_ex(sealing.get(), EVP_aes_256_gcm(), nullptr, key.data(), nullptr) == 1, "setting a key");
    require(EVP_DecryptInit_ex(opening.get(), EVP_aes_256_gcm(), nullptr, key.data(), nullptr) == 1, "setting a key");
  }

  using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
  Context sealing, opening;
};

DialogCipher::DialogCipher(const DialogKey& key, const DialogSalt& salt) {
  DialogKey of_file = derived_key(key, "twinline dialogs, records", salt);
  contexts_ = std::make_unique<Contexts>(of_file);
  OPENSSL_cleanse(of_file.data(), of_file.size());
  const DialogKey check = derived_key(key, "twinline dialogs, key check", salt);
  std::copy_n(check.begin(), key_check_.size(), key_check_.begin());
}

DialogCipher::~DialogCipher() = default;

void DialogCipher::seal(std::uint64_t place, std::span<const std::uint8_t> record, std::vector<std::uint8_t>& to) {
  EVP_CIPHER_CTX* const context = contexts_->sealing.get();
  const std::size_t begin = to.size();
  to.resize(begin + nonce_bytes + record.size() + tag_bytes);
  std::uint8_t* const nonce = to.data() + begin;
  std::uint8_t* const sealed = nonce + nonce_bytes;
  const auto bound = as_bytes(place);
  int size = 0;
  require(RAND_bytes(nonce, nonce_bytes) == 1, "drawing a nonce");
  require(EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce) == 1, "setting a nonce");
  require(EVP_EncryptUpdate(context, nullptr, &size, bound.data(), place_bytes) == 1, "binding a record");
  require(EVP_EncryptUpdate(context, sealed, &size, record.data(), static_cast<int>(record.size())) == 1, "sealing");
  require(EVP_EncryptFinal_ex(context, sealed + record.size(), &size) == 1, "sealing");
  require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, tag_bytes, sealed + record.size()) == 1, "tagging");
}

bool DialogCipher::open(std::uint64_t place, std::span<const std::uint8_t> sealed, std::vector<std::uint8_t>& record) {
  if (sealed.size() < nonce_bytes + tag_bytes) return false;
  EVP_CIPHER_CTX* const context = contexts_->opening.get();
  const auto body = sealed.subspan(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  std::array<std::uint8_t, tag_bytes> tag{};
  std::copy_n(body.data() + body.size(), tag_bytes, tag.begin());
  record.resize(body.size());
  const auto bound = as_bytes(place);
  int size = 0;
  require(EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, sealed.data()) == 1, "setting a nonce");
  require(EVP_DecryptUpdate(context, nullptr, &size, bound.data(), place_bytes) == 1, "binding a record");
  require(EVP_DecryptUpdate(context, record.data(), &size, body.data(), static_cast<int>(body.size())) == 1, "opening");
  require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1, "setting a tag");
  return EVP_DecryptFinal_ex(context, record.data() + record.size(), &size) == 1;
}

}  // namespace twinline::live::store
