#include "live_bridge/world/policy_watch.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <exception>
#include <utility>

#include <unistd.h>

#include "live_bridge/wall/log.hpp"
#include "live_bridge/wall/utc.hpp"
#include "reports/manifest/instant.hpp"
#include "scenarios/menu/split_policy.hpp"
#include "scenarios/schema/policy_text.hpp"

namespace twinline::live {
namespace {

/// For all that follows from one fact.
constexpr Duration answer_limit = 250ms;

/// Whether somebody's own code is in it, as an arm of a split, too.
bool has_plugin(const journal::PolicyIdentity& policy) {
  if (!policy.build.empty() || policy.name != scenarios::split_name) return !policy.build.empty();
  return std::any_of(policy.parameters.begin(), policy.parameters.end(), [](const ParameterText& parameter) {
    const bool is_arm = parameter.name == "incumbent" || parameter.name == "candidate";
    return is_arm && !scenarios::read_policy_text(parameter.value).build.empty();
  });
}

}  // namespace

PolicyWatch::PolicyWatch(std::filesystem::path bars) : bars_(std::move(bars)), dog_(answer_limit, [this] { end(); }) {}

void PolicyWatch::in_force(PolicyKind kind, const journal::PolicyIdentity& policy, const std::string& manifest) {
  in_force_[static_cast<std::size_t>(kind)] = {policy, manifest};
}

/// Where several that can be barred decide at once, nobody can say which of them it was.
std::vector<rollout::Barred> PolicyWatch::to_bar() const {
  const auto now = manifest::to_text(std::chrono::floor<std::chrono::seconds>(utc_now()));
  std::vector<rollout::Barred> barred;
  for (std::size_t kind = 0; kind < in_force_.size(); ++kind) {
    const InForce& decides = in_force_[kind];
    if (!has_plugin(decides.policy) && decides.manifest.empty()) continue;
    barred.push_back(
        {static_cast<PolicyKind>(kind), decides.policy, decides.manifest, "in force it did not return in time", now});
  }
  return barred;
}

/// On the watchdog's thread.
void PolicyWatch::end() {
  const std::vector<rollout::Barred> barred = to_bar();
  const bool written = barred.empty() || rollout::bar(bars_, barred);
  for (const rollout::Barred& each : barred) {
    log_error("policy {} has not returned for 250 ms and is barred; the process ends for the next to go on",
              each.policy.name);
  }
  if (barred.empty()) {
    log_error("a policy of Twinline's own has not returned for 250 ms; nothing is barred, and the process ends");
  }
  if (!written) log_error("{} cannot be written, so the next process will put it in force again", bars_.string());
  try {
    if (last_words_) last_words_();
  } catch (const std::exception& error) {
    log_error("{}", error.what());
  }
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

}  // namespace twinline::live
