// What must not be guessed, and comparing it without telling how much of a guess was right. The cryptographic library
// is seen by secrets.cpp alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace twinline::live::desk {

/// `bytes` of the system's randomness, in hexadecimal. Throws std::runtime_error where the system has none to give.
std::string random_token(std::size_t bytes);

/// SHA-256 in hexadecimal. A session is looked up by the digest of its token, so that neither a look-up's duration nor
/// a dump of the table gives a token away.
std::string digest(std::string_view text);

/// Compares in a time that depends on the lengths only.
bool same_secret(std::string_view a, std::string_view b);

/// A password as it is kept: scrypt (RFC 7914) with 16 bytes of salt, in one line
/// "scrypt$cost$block$parallel$salt$key"; cost is log2 of N. Some 32 MiB and a tenth of a second; verifying reads the
/// parameters from the line.
std::string hashed(const std::string& password);

/// Whether this password belongs to this line. A line that is no such hash, or asks for more than 64 MiB, fits nothing.
bool is_password(const std::string& password, std::string_view kept);

/// A line that no password fits and that costs as much to find out.
std::string hash_of_nobody();

/// Whether the text has the form of a hash that is_password() would try.
bool is_hash(std::string_view kept);

}  // namespace twinline::live::desk
