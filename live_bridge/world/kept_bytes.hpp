// How what is kept for another process becomes bytes, and comes out of them again: one order for both ways, behind a
// version. What is kept, and in which order, is said by whoever keeps it.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "policies/contract/state.hpp"

namespace twinline::live {

/// archive(value) writes the value.
class KeptWriter {
 public:
  explicit KeptWriter(StateWriter& writer) : writer_(&writer) {}

  template <class Value>
  void operator()(const Value& value) const {
    if constexpr (std::is_same_v<Value, bool>) {
      writer_->put(static_cast<std::uint8_t>(value));
    } else {
      writer_->put(value);
    }
  }
  void operator()(const std::string& text) const {
    writer_->put(static_cast<std::uint32_t>(text.size()));
    for (const char character : text) writer_->put(static_cast<std::uint8_t>(character));
  }

 private:
  StateWriter* writer_;
};

/// archive(value) reads it again; std::runtime_error where the bytes end too early.
class KeptReader {
 public:
  explicit KeptReader(StateReader& reader) : reader_(&reader) {}

  template <class Value>
  void operator()(Value& value) const {
    if constexpr (std::is_same_v<Value, bool>) {
      std::uint8_t bits = 0;
      reader_->get(bits);
      value = bits != 0;
    } else {
      reader_->get(value);
    }
  }
  void operator()(std::string& text) const {
    std::uint32_t size = 0;
    reader_->get(size);
    text.clear();
    for (std::uint32_t position = 0; position < size; ++position) {
      std::uint8_t character = 0;
      reader_->get(character);
      text.push_back(static_cast<char>(character));
    }
  }

 private:
  StateReader* reader_;
};

/// `exchange(archive, kept)` passes each part to the archive, in the same order for either.
template <class Kept, class Exchange>
std::vector<std::uint8_t> kept_bytes(std::uint32_t version, Kept kept, Exchange exchange) {
  StateWriter writer;
  writer.put(version);
  exchange(KeptWriter{writer}, kept);
  return writer.take();
}

/// Throws std::runtime_error, naming what it is, for bytes of another version or that end too early.
template <class Kept, class Exchange>
Kept kept_from(const std::vector<std::uint8_t>& bytes, std::uint32_t version, const std::string& what,
               Exchange exchange) {
  StateReader reader(bytes);
  std::uint32_t written_version = 0;
  reader.get(written_version);
  if (written_version != version) throw std::runtime_error(what + " has another version");
  Kept kept;
  exchange(KeptReader{reader}, kept);
  return kept;
}

}  // namespace twinline::live
