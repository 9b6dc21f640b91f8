#include "sim/infra/only_engine.hpp"

#include <array>
#include <csignal>
#include <string>

#include "sim/infra/carrier.hpp"

namespace twinline::infra {
namespace {

/// SimGrid takes the interrupt and the segmentation fault for itself; whoever had them gets them back.
class SignalsKept {
 public:
  SignalsKept() {
    for (std::size_t index = 0; index < signals.size(); ++index) sigaction(signals[index], nullptr, &actions_[index]);
  }
  SignalsKept(const SignalsKept&) = delete;
  SignalsKept& operator=(const SignalsKept&) = delete;
  ~SignalsKept() {
    for (std::size_t index = 0; index < signals.size(); ++index) sigaction(signals[index], &actions_[index], nullptr);
  }

 private:
  static constexpr std::array<int, 2> signals{SIGINT, SIGSEGV};
  std::array<struct sigaction, 2> actions_{};
};

/// Set by the first engine, and for good: SimGrid's own state outlives it.
bool process_has_had_an_engine = false;

}  // namespace

std::unique_ptr<simgrid::s4u::Engine> only_engine() {
  if (process_has_had_an_engine) {
    throw CannotCarry("this process has had SimGrid's engine before; a process can have it once");
  }
  process_has_had_an_engine = true;
  const SignalsKept signals_kept;
  std::string name = "twinline", quiet = "--log=root.thres:error";
  std::array<char*, 3> arguments{name.data(), quiet.data(), nullptr};
  int count = 2;
  return std::make_unique<simgrid::s4u::Engine>(&count, arguments.data());
}

}  // namespace twinline::infra
