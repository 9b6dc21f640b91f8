#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "live_bridge/explain/explained_call.hpp"
#include "live_bridge/main/commands.hpp"
#include "live_bridge/main/configuration.hpp"

namespace twinline::live {
namespace {

/// Behind every thread of the bridge's.
constexpr int niceness = 10;
constexpr std::size_t digits_of_a_key = 16;

std::optional<CallKey> key_in(std::string_view text) {
  CallKey key = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key, 16);
  const bool is_key = text.size() == digits_of_a_key && error == std::errc{} && end == text.data() + text.size();
  return is_key ? std::optional(key) : std::nullopt;
}

/// On standard output, too: whoever asks hears nothing else.
int refuse(int status, const std::string& why) {
  const nlohmann::json error{{"error", why}};
  fmt::print("{}\n", error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return status;
}

}  // namespace

int explain_call(const CommandOptions& options) {
  setpriority(PRIO_PROCESS, 0, niceness);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody hears the rest then
  const auto key = key_in(options.call);
  if (!key) return refuse(bad_input, "a call is named by its key, 16 hexadecimal digits");
  const auto bridge = usable(options.file);
  if (!bridge) return bad_input;
  try {
    fmt::print("{}", explain::explained(*bridge, *key));
    return fine;
  } catch (const explain::NoSuchCall& error) {
    return refuse(bad_input, error.what());
  } catch (const std::exception& error) {
    return refuse(failed, error.what());
  }
}

}  // namespace twinline::live
