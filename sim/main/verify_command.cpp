#include <cstdio>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "reports/manifest/judgement_text.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/load_bridge.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/manifest_options.hpp"

namespace twinline::cli {
namespace {

/// What is asked; nothing, and every problem on standard error, where that cannot be known.
std::optional<PromotionGate> gate_of(const VerifyOptions& options) {
  PromotionGate gate;
  if (!options.gate.empty()) {
    scenarios::LoadedGate loaded = scenarios::load_gate(options.gate, scenarios::policy_menu());
    for (const scenarios::Problem& problem : loaded.problems) fmt::print(stderr, "{}\n", to_string(problem));
    if (!loaded.gate) return std::nullopt;
    gate = std::move(*loaded.gate);
  }
  if (!options.keys.empty()) gate.keys = options.keys;
  if (!gate.keys.empty()) return gate;
  fmt::print(stderr, "twinline verify: whose signature counts? Give --keys, or --gate\n");
  return std::nullopt;
}

}  // namespace

int verify(const VerifyOptions& options) try {
  const auto gate = gate_of(options);
  if (!gate) return bad_input;
  const manifest::Judgement judgement =
      manifest::judge(options.manifest, *gate,
                      {manifest::parse_instant(options.at).value(),
                       [](const manifest::PolicyIdentity& policy) {
                         return scenarios::plugin_of(policy.kind, policy.name, policy.version);
                       },
                       options.evidence});
  fmt::print("{}", options.json ? manifest::to_json(judgement, options.manifest)
                                : manifest::in_words(judgement, options.manifest));
  return judgement.is_accepted() ? fine : failed;
} catch (const reports::JsonReadError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const manifest::KeyError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
}

}  // namespace twinline::cli
