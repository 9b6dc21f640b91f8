#include "live_bridge/sip/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace twinline::live::sip {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool is_alphanumeric(char letter) {
  return is_digit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

// Separators are taken out of numbers only: a name such as "front-desk" keeps its dash.
bool is_number(std::string_view text) {
  constexpr std::string_view others = "+*#-.() ";
  return std::any_of(text.begin(), text.end(), is_digit) && std::all_of(text.begin(), text.end(), [&](char letter) {
           return is_digit(letter) || others.find(letter) != std::string_view::npos;
         });
}

}  // namespace

std::string normalised(std::string_view number, const std::vector<scenarios::NumberRule>& rules) {
  std::string plain(number.substr(0, number.find(';')));
  if (is_number(plain)) {
    constexpr std::string_view separators = "-.() ";
    plain.erase(std::remove_if(plain.begin(), plain.end(),
                               [&](char letter) { return separators.find(letter) != std::string_view::npos; }),
                plain.end());
  }
  for (const auto& rule : rules) {
    if (plain.compare(0, rule.prefix.size(), rule.prefix) == 0) {
      return rule.replacement + plain.substr(rule.prefix.size());
    }
  }
  return plain;
}

std::string as_user(std::string_view text) {
  constexpr std::string_view allowed = "-_.!~*'()&=+$,?/";  // unreserved and user-unreserved, without ';'
  constexpr std::string_view hexadecimal = "0123456789ABCDEF";
  std::string user;
  for (const char letter : text) {
    if (is_alphanumeric(letter) || allowed.find(letter) != std::string_view::npos) {
      user += letter;
    } else {
      const auto byte = static_cast<unsigned char>(letter);
      user += {'%', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
    }
  }
  return user;
}

std::string as_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) continue;
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + '"';
}

std::string unescaped(std::string_view user) {
  std::string text;
  for (std::size_t at = 0; at < user.size(); ++at) {
    unsigned byte = 0;
    if (user[at] == '%' && at + 2 < user.size()) {
      const auto [end, error] = std::from_chars(user.data() + at + 1, user.data() + at + 3, byte, 16);
      if (error == std::errc{} && end == user.data() + at + 3) {
        text += static_cast<char>(byte);
        at += 2;
        continue;
      }
    }
    text += user[at];
  }
  return text;
}

bool is_withheld(std::string_view user) {
  constexpr std::array<std::string_view, 5> words{"", "anonymous", "Anonymous", "unavailable", "restricted"};
  return std::find(words.begin(), words.end(), user) != words.end();
}

}  // namespace twinline::live::sip
