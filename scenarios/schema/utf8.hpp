// What UTF-8 text is (RFC 3629): overlong forms, UTF-16 surrogates and what lies beyond the last code point are none.
// It knows bytes only; width on a screen is a matter of reports/render.
#pragma once

#include <cstddef>
#include <string_view>

namespace twinline::scenarios {

/// Bytes of the UTF-8 sequence that `text` opens with; 0 when it opens with none.
std::size_t utf8_length(std::string_view text);

/// Whether the bytes are well-formed UTF-8.
bool is_utf8(std::string_view text);

}  // namespace twinline::scenarios
