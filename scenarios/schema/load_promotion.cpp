#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/bridge_files.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::size_t digits_of_a_key_id = 16, digits_of_a_hash = 64;

bool is_hexadecimal(const std::string& text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

class PromotionBlock {
 public:
  PromotionBlock(const Node& block, Binding& binding) : block_(block), binding_(binding), files_(binding) {}

  PromotionGate load() {
    PromotionGate gate;
    gate.keys = existing(block_.find("keys"));
    for (const Node* id : scalars_of(block_.find("revoked"))) gate.revoked.push_back(key_id(*id));
    for_each("in_force", [&](const Entry& entry) { gate.in_force[kind(entry)] = existing(&entry.value); });
    for_each("scenarios", [&](const Entry& entry) { gate.scenarios.push_back({entry.key, scenario_hash(entry)}); });
    for_each("kpis", [&](const Entry& entry) { gate.kpis.push_back(kpi(entry)); });
    for (const Node* name : scalars_of(block_.find("guardrails"))) {
      check_kpi(name->text, name->place, binding_);
      gate.guardrails.push_back(name->text);
    }
    if (const Node* age = block_.find("evidence_age")) gate.evidence_age = duration_or(age, Duration{0});
    return gate;
  }

 private:
  template <class Visit>
  void for_each(std::string_view key, Visit visit) {
    const Node* map = block_.find(key);
    if (!map) return;
    for (const Entry& entry : map->entries) visit(entry);
  }

  std::string existing(const Node* named) {
    const std::string path = files_.path_of(named);
    std::error_code error;
    if (binding_.purpose == Purpose::bridge && !path.empty() && !std::filesystem::exists(path, error)) {
      binding_.problems.error(named->place, fmt::format("{} does not exist", in_quotes(path)));
    }
    return path;
  }

  std::string key_id(const Node& id) {
    if (!is_hexadecimal(id.text, digits_of_a_key_id)) {
      binding_.problems.error(
          id.place,
          fmt::format("revoked is {}; expected the id of a key, 16 hexadecimal digits in quotes", in_quotes(id.text)));
    }
    return id.text;
  }

  std::string kind(const Entry& entry) {
    static const std::vector<std::string> kinds{"routing", "staffing", "ivr"};
    if (std::find(kinds.begin(), kinds.end(), entry.key) == kinds.end()) {
      std::string remedy = did_you_mean(entry.key, kinds);
      if (remedy.empty()) remedy = "; expected " + listed(kinds, "or");
      binding_.problems.error(entry.place, fmt::format("unknown kind of policy {}{}", in_quotes(entry.key), remedy));
    }
    return entry.key;
  }

  std::string scenario_hash(const Entry& entry) {
    const std::string& hash = entry.value.text;
    if (hash == "any") return {};
    if (entry.value.is_scalar() && !is_hexadecimal(hash, digits_of_a_hash)) {
      binding_.problems.error(entry.value.place,
                              fmt::format("hash is {}; expected the 64 hexadecimal digits that `twinline ab --json` "
                                          "prints as scenario.hash, in quotes, or any",
                                          in_quotes(hash)));
    }
    return hash;
  }

  AskedKpi kpi(const Entry& entry) {
    check_kpi(entry.key, entry.place, binding_);
    if (!has_good_direction(entry.key.substr(entry.key.find('.') + 1))) {
      binding_.problems.error(
          entry.place, fmt::format("{} has no better and worse; leave it out of promotion.kpis", in_quotes(entry.key)));
    }
    AskedKpi asked{entry.key, AskedVerdict::better, 0};
    if (text_or(entry.value.find("verdict"), "") == "not_worse") asked.verdict = AskedVerdict::not_worse;
    const Node* effect = entry.value.find("least_effect");
    if (!effect) return asked;
    asked.least_effect = parse_effect(effect->text).value_or(0);
    if (asked.verdict == AskedVerdict::not_worse) {
      binding_.problems.error(effect->place, "least_effect is for 'verdict: better' only; remove one");
    } else if (asked.least_effect < 0) {
      binding_.problems.error(effect->place,
                              fmt::format("least_effect of {} is {}; it must be at least 0", entry.key, effect->text));
    }
    return asked;
  }

  const Node& block_;
  Binding& binding_;
  BridgeFiles files_;
};

}  // namespace

std::optional<PromotionGate> load_promotion(Binding& binding) {
  const Node* block = find(&binding.root, {"bridge", "promotion"});
  if (!block) return std::nullopt;
  return PromotionBlock(*block, binding).load();
}

RolloutSettings load_rollout(Binding& binding) {
  RolloutSettings settings;
  const Node* block = find(&binding.root, {"bridge", "promotion"});
  if (!block) return settings;
  if (const Node* operators = block->find("operators")) {
    for (const Entry& entry : operators->entries) settings.operators[entry.key] = text_or(&entry.value, "");
  }
  settings.full_without_canary = yes_or(block->find("full_without_canary"), settings.full_without_canary);
  settings.rollback_at = read_effects(block->find("rollback_at"), binding);
  for (const auto& [kpi, harm] : settings.rollback_at) {
    if (harm >= 0) continue;
    const Node* place = find(block, {"rollback_at", kpi});
    binding.problems.error(place->place,
                           fmt::format("rollback_at of {} is {}; it is a harm, at least 0", kpi, place->text));
  }
  settings.rejections = static_cast<std::uint32_t>(whole_or(block->find("rejections"), settings.rejections));
  settings.freeze_on_alarm = yes_or(block->find("freeze_on_alarm"), settings.freeze_on_alarm);
  return settings;
}

}  // namespace twinline::scenarios
