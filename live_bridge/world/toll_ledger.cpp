#include "live_bridge/world/toll_ledger.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "policies/contract/state.hpp"

namespace twinline::live {
namespace {

constexpr std::size_t longest_number = 32;

bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && text.size() <= longest_number &&
         text.find_first_not_of("0123456789*#") == std::string_view::npos;
}

}  // namespace

const char* words_of(TollVerdict verdict) {
  switch (verdict) {
    case TollVerdict::allowed: return "allowed";
    case TollVerdict::forbidden_number: return "this number may not be called";
    case TollVerdict::too_many_at_once: return "the agent has as many calls to the outside as are allowed at once";
    case TollVerdict::agents_hour_full: return "the agent has called the outside as often as is allowed in an hour";
    case TollVerdict::trunks_hour_full: return "the trunk has taken as many calls as are allowed in an hour";
  }
  return "";
}

TollLedger::Entry::Entry(TollLedger& ledger, AgentIndex agent) : ledger_(&ledger), agent_(agent) {
  ++ledger.going_on_[agent];
}

TollLedger::Entry::Entry(Entry&& other) noexcept
    : ledger_(std::exchange(other.ledger_, nullptr)), agent_(other.agent_) {}

TollLedger::Entry& TollLedger::Entry::operator=(Entry&& other) noexcept {
  std::swap(ledger_, other.ledger_);
  std::swap(agent_, other.agent_);
  return *this;
}

TollLedger::Entry::~Entry() {
  if (ledger_) --ledger_->going_on_[agent_];
}

bool TollLedger::may_be_called(const std::string& number) const {
  const auto& prefixes = settings_.toll.allowed_prefixes;
  return is_number(number) && std::any_of(prefixes.begin(), prefixes.end(),
                                          [&](const std::string& prefix) { return number.starts_with(prefix); });
}

template <class Fits>
std::size_t TollLedger::placed_in_the_hour(Time now, Fits fits) const {
  return static_cast<std::size_t>(std::count_if(
      placed_.begin(), placed_.end(), [&](const Placed& placed) { return now - placed.at < 1h && fits(placed); }));
}

TollVerdict TollLedger::verdict(const std::string& number, AgentIndex agent, TrunkIndex trunk, Time now) const {
  if (!may_be_called(number)) return TollVerdict::forbidden_number;
  const scenarios::TollRules& rules = settings_.toll;
  if (agent) {
    const auto own = going_on_.find(agent);
    if (own != going_on_.end() && own->second >= rules.concurrent_per_agent) return TollVerdict::too_many_at_once;
    if (rules.concurrent_per_agent == 0) return TollVerdict::too_many_at_once;
    const auto begun = placed_in_the_hour(now, [&](const Placed& placed) { return placed.agent == agent; });
    if (begun >= rules.per_hour_per_agent) return TollVerdict::agents_hour_full;
  }
  const auto* settings = scenarios::settings_of(settings_, trunk);
  if (settings && settings->outbound_per_hour > 0) {
    const auto begun = placed_in_the_hour(now, [&](const Placed& placed) { return placed.trunk == trunk; });
    if (begun >= settings->outbound_per_hour) return TollVerdict::trunks_hour_full;
  }
  return TollVerdict::allowed;
}

TollLedger::Entry TollLedger::enter(AgentIndex agent, TrunkIndex trunk, Time now) {
  while (!placed_.empty() && now - placed_.front().at >= 1h) placed_.pop_front();
  placed_.push_back({now, agent, trunk});
  return {*this, agent};
}

Duration TollLedger::longest(TrunkIndex trunk) const {
  const auto* settings = scenarios::settings_of(settings_, trunk);
  const Duration any = settings_.toll.longest_call;
  return settings && settings->longest_outbound > Duration{0} ? std::min(any, settings->longest_outbound) : any;
}

std::vector<std::uint8_t> TollLedger::save() const {
  StateWriter writer;
  writer.put(static_cast<std::uint64_t>(placed_.size()));
  for (const Placed& placed : placed_) {
    writer.put(placed.at);
    writer.put(placed.agent);
    writer.put(placed.trunk);
  }
  return writer.take();
}

void TollLedger::restore(std::span<const std::uint8_t> bytes) {
  StateReader reader(bytes);
  std::uint64_t count = 0;
  reader.get(count);
  placed_.clear();
  for (std::uint64_t read = 0; read < count; ++read) {
    Placed placed;
    reader.get(placed.at);
    reader.get(placed.agent);
    reader.get(placed.trunk);
    placed_.push_back(placed);
  }
}

}  // namespace twinline::live
