// HMAC-SHA-256 (RFC 2104), for pseudonyms that nobody can go back from and for keys that are made of another key. Which
// key is for what is its users' affair.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace twinline::live {

using KeyedDigest = std::array<std::uint8_t, 32>;

/// Throws std::runtime_error where the system's library cannot.
KeyedDigest keyed_digest(std::span<const std::uint8_t> key, std::span<const std::uint8_t> text);

/// Another key for this purpose and salt: a key derivation as in NIST SP 800-108, one block long. Throws as above.
KeyedDigest derived_key(std::span<const std::uint8_t> key, std::string_view purpose,
                        std::span<const std::uint8_t> salt);

}  // namespace twinline::live
