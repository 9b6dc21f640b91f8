// A plug-in that misbehaves as the environment asks: TWINLINE_ODD names the way. Without it, it is sound.
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "policies/contract/plugin.hpp"

namespace {

using namespace twinline;

bool is_asked(std::string_view way) {
  const char* asked = std::getenv("TWINLINE_ODD");
  return asked != nullptr && way == asked;
}

class Odd final : public RoutingPolicy {
 public:
  static constexpr PolicyInfo info{"odd", 1, "Decides nothing."};
  struct Params {};
  static constexpr auto schema = fields();

  Odd(const Centre&, const Params&) {
    if (is_asked("crash when made")) std::raise(SIGSEGV);
    if (is_asked("throw when made")) throw std::runtime_error("no such luck");
  }

  void decide(const View&, const Occasion&, Decisions&) const override {}
};

struct WhenLoaded {
  WhenLoaded() {
    if (is_asked("crash when loaded")) std::raise(SIGSEGV);
    if (is_asked("exit when loaded")) std::_Exit(0);
  }
} const when_loaded;

}  // namespace

extern "C" __attribute__((visibility("default"))) const PluginDescription* twinline_policy() {
  static PolicyEntry<RoutingPolicy> entry_of_odd = entry<RoutingPolicy, Odd>();
  static PluginDescription description;
  if (is_asked("throw when asked")) throw std::runtime_error("ask me later");
  if (is_asked("abort when asked")) std::abort();
  if (is_asked("nothing")) return nullptr;
  description = *plugin_description<Odd>();
  description.routing = &entry_of_odd;
  if (is_asked("other ABI")) description.abi = plugin_abi + 1;
  if (is_asked("other compiler")) description.compiler_abi = "a compiler of its own";
  if (is_asked("other headers")) description.layout += 1;
  if (is_asked("no kind")) description.routing = nullptr;
  if (is_asked("our name")) entry_of_odd.info.name = "round_robin";
  return &description;
}
