#include "live_bridge/world/keyed_hash.hpp"

#include <cstddef>
#include <span>

#include "live_bridge/wall/keyed_digest.hpp"

namespace twinline::live {
namespace {

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

std::uint64_t keyed_hash(const std::string& key, const std::string& text) {
  const KeyedDigest digest = keyed_digest(bytes_of(key), bytes_of(text));
  std::uint64_t hash = 0;
  for (std::size_t position = 0; position < sizeof hash; ++position) hash = hash << 8 | digest[position];
  return hash;
}

}  // namespace twinline::live
