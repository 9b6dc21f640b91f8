#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include "live_bridge/main/commands.hpp"
#include "live_bridge/main/configuration.hpp"
#include "live_bridge/main/judging.hpp"
#include "live_bridge/rollout/barred.hpp"
#include "live_bridge/rollout/state_file.hpp"
#include "live_bridge/shadow/shadow.hpp"
#include "live_bridge/shadow/shadow_status.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/utc.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live {
namespace {

using shadow::ShadowState;

/// Behind every thread of the bridge's.
constexpr int niceness = 10;
/// For an answer of the candidate's. The same as in the bridge.
constexpr Duration answer_limit = 250ms;
/// Without an end of the journal; who reads for longer is behind.
constexpr Duration patience = 5s;
constexpr Duration status_every = 1s;
/// How long the end of the journal is left alone.
constexpr auto rest = std::chrono::milliseconds{20};
constexpr std::size_t records_at_once = 200;

volatile std::sig_atomic_t told_to_end = 0;

void end_when_told() {
  struct sigaction action {};
  action.sa_handler = [](int) { told_to_end = 1; };
  for (const int signal : {SIGTERM, SIGINT}) sigaction(signal, &action, nullptr);
}

/// On standard output, past every buffer: another thread may hang with its lock. False where nobody reads any more.
bool say(const std::string& text) {
  return write(STDOUT_FILENO, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// The process of a shadow, from its manifest to its last word.
class ShadowProcess {
 public:
  ShadowProcess(bool json, const scenarios::Bridge& bridge, const manifest::SignedManifest& read)
      : json_(json),
        bars_(rollout::barred_file(bridge.settings.store.journal)),
        dog_(answer_limit, [this] { end_hung(); }),
        shadow_(bridge.settings.store.journal, scenarios::policy_makers<journal::PolicyMakers>(),
                candidate_of(read.manifest.policy), dog_, patience) {
    status_.manifest = read.sha256;
    status_.candidate = identity_of(read.manifest.policy);
    if (read.manifest.forecast) status_.expected = read.manifest.forecast->disagreement;
  }

  int run() {
    Time told;
    try {
      while (told_to_end == 0) {
        const Time now = clock_.now();
        const std::size_t taken = shadow_.take_in(records_at_once, now);
        status_.state = shadow_.incumbent() == nullptr ? ShadowState::waiting : ShadowState::following;
        if (now - told >= status_every) {
          if (!tell()) return failed;
          told = now;
        }
        if (taken == 0) std::this_thread::sleep_for(rest);
      }
    } catch (const std::exception& error) {
      status_.state = ShadowState::failed;
      status_.why = error.what();
      tell();
      return failed;
    }
    status_.state = ShadowState::stopped;
    return tell() ? fine : failed;
  }

 private:
  static journal::PolicyIdentity identity_of(const manifest::PolicyIdentity& policy) {
    return {policy.name, policy.version, policy.parameters,
            scenarios::plugin_of(policy.kind, policy.name, policy.version).value_or("")};
  }

  static shadow::Candidate candidate_of(const manifest::PolicyIdentity& policy) {
    const journal::PolicyIdentity identity = identity_of(policy);
    const scenarios::PolicyChoice choice{identity.name, identity.version, identity.parameters, identity.build};
    return {identity, [choice](const Centre& centre) { return scenarios::make_routing(centre, choice); }};
  }

  bool tell() {
    status_.incumbent.reset();
    if (const journal::PolicyIdentity* incumbent = shadow_.incumbent()) status_.incumbent = *incumbent;
    return say(json_ ? to_json(status_, shadow_.tally()) : in_words(status_, shadow_.tally()));
  }

  /// On the watchdog's thread, while the candidate hangs on the other.
  [[noreturn]] void end_hung() {
    status_.state = ShadowState::hung;
    status_.why = fmt::format("it did not return within {} ms; its manifest is barred",
                              std::chrono::duration_cast<std::chrono::milliseconds>(answer_limit).count());
    const auto now = manifest::to_text(std::chrono::floor<std::chrono::seconds>(utc_now()));
    if (!rollout::bar(bars_, {{PolicyKind::routing, status_.candidate, status_.manifest,
                               "as a shadow it did not return in time", now}})) {
      status_.why += fmt::format(", but {} cannot be written", bars_.string());
    }
    tell();
    _exit(failed);
  }

  bool json_;
  std::filesystem::path bars_;
  shadow::ShadowStatus status_;
  const Clock clock_;
  Watchdog dog_;
  shadow::Shadow shadow_;
};

/// As the bridge would judge it now; none, and it is told why, where it is refused.
std::optional<manifest::SignedManifest> accepted(const CommandOptions& options, const scenarios::Bridge& bridge) {
  const auto judgement = judge_manifest(options, bridge);
  if (judgement && judgement->is_accepted()) return judgement->read;
  if (judgement) fmt::print(stderr, "{}", manifest::in_words(*judgement, options.manifest));
  return std::nullopt;
}

/// As the bridge has kept it since it was promoted, whatever has become of the file. None, and it is told why, where
/// there is none or its policy is another one now.
std::optional<manifest::SignedManifest> candidate_of_rollout(const scenarios::Bridge& bridge) {
  const auto file = rollout::state_file_beside(bridge.settings.store.journal);
  const auto state = rollout::read_state(file);
  if (!state || !state->candidate) {
    fmt::print(stderr, "{}: has no candidate; promote a manifest, or name one with --manifest\n", file.string());
    return std::nullopt;
  }
  const manifest::PolicyIdentity& policy = state->candidate->read.manifest.policy;
  if (scenarios::plugin_of(policy.kind, policy.name, policy.version) == state->candidate->policy.build) {
    return state->candidate->read;
  }
  fmt::print(stderr, "{} {}: is not here as it was accepted\n", policy.name, policy.version);
  return std::nullopt;
}

/// Why the manifest is not shadowed; empty where it may be.
std::string objection(const manifest::SignedManifest& wanted, const rollout::BarredPolicies& barred) {
  const manifest::PolicyIdentity& policy = wanted.manifest.policy;
  if (policy.kind != "routing") return "is of a " + policy.kind + " policy; expected routing";
  if (const rollout::Barred* bar = barred.find_manifest(wanted.sha256)) return "is barred: " + bar->why;
  return {};
}

}  // namespace

int shadow_beside(const CommandOptions& options) try {
  setpriority(PRIO_PROCESS, 0, niceness);
  const auto bridge = usable(options.file);
  if (!bridge) return bad_input;
  const auto wanted = options.manifest.empty() ? candidate_of_rollout(*bridge) : accepted(options, *bridge);
  if (!wanted) return failed;
  const auto barred = rollout::BarredPolicies::read(rollout::barred_file(bridge->settings.store.journal));
  if (const std::string why = objection(*wanted, barred); !why.empty()) {
    fmt::print(stderr, "{}: {}\n", options.manifest.empty() ? "the candidate" : options.manifest, why);
    return failed;
  }
  std::signal(SIGPIPE, SIG_IGN);
  end_when_told();
  return ShadowProcess(options.json, *bridge, *wanted).run();
} catch (const reports::JsonReadError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const manifest::KeyError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
}

}  // namespace twinline::live
