// Pseudonyms: the same origin gives the same number, and without the key nobody gets back from the number to the
// origin.
#pragma once

#include <cstdint>
#include <string>

namespace twinline::live {

/// The first 64 bits of HMAC-SHA-256 (RFC 2104) over the text.
std::uint64_t keyed_hash(const std::string& key, const std::string& text);

}  // namespace twinline::live
