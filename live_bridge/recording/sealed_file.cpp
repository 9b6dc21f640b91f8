#include "live_bridge/recording/sealed_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "live_bridge/wall/refusal.hpp"

namespace twinline::live::recording {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view magic = "TWLSEAL1";
constexpr std::size_t chunk_bytes = 65536, longest_head = 65536;

/// Everything before the first chunk.
struct Opening {
  std::string bytes;
  SealedHead head;
  ChunkCipher::Salt salt{};
};

std::string opening_bytes(const std::string& note, const std::string& key_name, const ChunkCipher::Salt& salt) {
  const std::string head = Json{{"note", Json::parse(note)}, {"key", key_name}, {"salt", salt}}.dump();
  std::string bytes{magic};
  for (std::size_t length = head.size(), byte = 0; byte < 4; ++byte, length >>= 8) {
    bytes.push_back(static_cast<char>(length & 0xff));
  }
  return bytes + head;
}

Opening read_opening(std::ifstream& stream, const std::filesystem::path& file) {
  std::array<char, magic.size() + 4> fixed{};
  if (!stream.read(fixed.data(), fixed.size()) || std::string_view{fixed.data(), magic.size()} != magic) {
    refuse(file, "is no sealed file");
  }
  std::size_t length = 0;
  for (std::size_t byte = 4; byte-- > 0;) {
    length = length << 8 | static_cast<std::uint8_t>(fixed[magic.size() + byte]);
  }
  std::string head(std::min(length, longest_head + 1), '\0');
  if (length > longest_head || !stream.read(head.data(), static_cast<std::streamsize>(length))) {
    refuse(file, "ends within its head");
  }
  const Json json = Json::parse(head, nullptr, false);
  try {
    return {std::string{fixed.data(), fixed.size()} + head,
            {json.at("note").dump(), json.at("key").get<std::string>()},
            json.at("salt").get<ChunkCipher::Salt>()};
  } catch (const Json::exception&) {
    refuse(file, "has a head that makes no sense");
  }
}

std::ifstream stream_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) refuse(file, "cannot be read");
  return stream;
}

}  // namespace

SealedHead head_of(const std::filesystem::path& file) {
  std::ifstream stream = stream_of(file);
  return read_opening(stream, file).head;
}

SealedWriter::SealedWriter(const std::filesystem::path& file, const Keyring& keys, const std::string& note)
    : file_(file) {
  const ChunkCipher::Salt salt = new_salt();
  const std::string opening = opening_bytes(note, keys.newest(), salt);
  cipher_ = std::make_unique<ChunkCipher>(keys.key(keys.newest()), salt, opening);
  file_.write(opening);
}

void SealedWriter::write(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    // A full chunk waits: it may turn out to be the last.
    if (chunk_.size() == chunk_bytes) seal(false);
    const auto piece = bytes.first(std::min(bytes.size(), chunk_bytes - chunk_.size()));
    chunk_.insert(chunk_.end(), piece.begin(), piece.end());
    bytes = bytes.subspan(piece.size());
  }
}

void SealedWriter::seal(bool last) {
  file_.write(cipher_->seal(chunk_, last));
  chunk_.clear();
}

void SealedWriter::commit() {
  seal(true);
  file_.commit();
}

void open_sealed(const std::filesystem::path& file, const Keyring& keys,
                 const std::function<void(std::span<const std::uint8_t>)>& sink) {
  std::ifstream stream = stream_of(file);
  const Opening opening = read_opening(stream, file);
  ChunkCipher cipher(keys.key(opening.head.key_name), opening.salt, opening.bytes);
  std::vector<std::uint8_t> sealed(chunk_bytes + ChunkCipher::tag_bytes), chunk;
  for (bool last = false; !last;) {
    stream.read(reinterpret_cast<char*>(sealed.data()), static_cast<std::streamsize>(sealed.size()));
    const auto got = static_cast<std::size_t>(stream.gcount());
    last = stream.peek() == std::ifstream::traits_type::eof();
    if (!cipher.open(std::span{sealed}.first(got), last, chunk)) {
      refuse(file, "is not as it was sealed: it was changed or cut off, or the key is another one of that name");
    }
    sink(chunk);
  }
}

}  // namespace twinline::live::recording
