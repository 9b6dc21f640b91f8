#include "live_bridge/desk/session_cookie.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace twinline::live::desk {
namespace {

constexpr std::string_view name = "twinline_desk";

}  // namespace

std::string_view token_in(std::string_view cookie_header) {
  while (!cookie_header.empty()) {
    const auto end = std::min(cookie_header.find(';'), cookie_header.size());
    auto cookie = cookie_header.substr(0, end);
    cookie.remove_prefix(std::min(cookie.find_first_not_of(' '), cookie.size()));
    if (cookie.starts_with(name) && cookie.substr(name.size()).starts_with('=')) return cookie.substr(name.size() + 1);
    cookie_header.remove_prefix(std::min(end + 1, cookie_header.size()));
  }
  return {};
}

std::string cookie_with(std::string_view token, bool encrypted) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}", name, token, encrypted ? "; Secure" : "");
}

std::string cookie_removed() { return fmt::format("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", name); }

}  // namespace twinline::live::desk
