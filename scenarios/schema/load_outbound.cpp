#include <algorithm>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::size_t most_campaigns = 60;  // each has a number of its own in its records' keys

Distribution constant(double seconds) {
  Distribution distribution;
  distribution.parameters = {seconds};
  return distribution;
}

Ringing read_ringing(const Node& node, double answers, Binding& binding) {
  Ringing ringing;
  ringing.answers = share_or(node.find("answers"), answers);
  const Node* rings = node.find("rings");
  ringing.rings = rings ? read_distribution(rings, binding) : constant(10);
  ringing.limit = duration_or(node.find("ring_limit"), ringing.limit);
  return ringing;
}

std::uint8_t tries_or(const Node* node, std::uint8_t fallback) {
  return static_cast<std::uint8_t>(std::min<std::uint64_t>(whole_or(node, fallback), 14));
}

Callback read_callback(const Node& node, Binding& binding) {
  Callback callback;
  const std::string kind = text_or(node.find("kind"), "virtual_hold");
  callback.kind = kind == "immediate"   ? CallbackKind::immediate
                  : kind == "scheduled" ? CallbackKind::scheduled
                                        : CallbackKind::virtual_hold;
  const Node* delay = node.find("delay");
  callback.delay = read_distribution(delay, binding);
  if (delay && callback.kind == CallbackKind::virtual_hold)
    binding.problems.error(delay->place,
                           "delay is for callbacks that are immediate or scheduled; virtual_hold calls "
                           "when it is the call's turn");
  const Node* slot = node.find("slot");
  callback.slot = std::max<Duration>(duration_or(slot, callback.slot), 1ns);
  if (slot && callback.kind != CallbackKind::scheduled)
    binding.problems.error(slot->place, "slot is for callbacks that are scheduled");
  callback.ringing = read_ringing(node, 0.85, binding);
  callback.retries = tries_or(node.find("retries"), callback.retries);
  callback.retry_after = duration_or(node.find("retry_after"), callback.retry_after);
  if (const Node* priority = node.find("priority"))
    callback.priority = static_cast<std::uint8_t>(std::min<std::uint64_t>(whole_or(priority, 0), highest_priority));
  return callback;
}

Duration time_of_day_or(const Node* node, Duration fallback, Problems& problems) {
  if (!node) return fallback;
  const auto parsed = parse_time_of_day(node->text);
  if (!parsed) {
    problems.error(node->place, fmt::format("{}; expected a time of day such as '09:00'", in_quotes(node->text)));
  }
  return parsed.value_or(fallback);
}

Campaign read_campaign(const Entry& entry, Binding& binding) {
  const Node& node = entry.value;
  Campaign campaign;
  campaign.name = entry.key;
  const Node* calls = node.find("calls");
  const auto type = calls ? position_of(binding.root.find("calls"), calls->text) : std::nullopt;
  campaign.type = CallTypeIndex{type.value_or(0)};
  campaign.records = static_cast<std::uint32_t>(whole_or(node.find("records"), 1));
  campaign.from = time_of_day_or(node.find("from"), campaign.from, binding.problems);
  campaign.until = time_of_day_or(node.find("until"), campaign.until, binding.problems);
  if (campaign.until <= campaign.from)
    binding.problems.error(entry.place, fmt::format("{} ends before it begins; until must be after from", entry.key));
  const std::string mode = text_or(node.find("mode"), "progressive");
  campaign.mode = mode == "preview"      ? DiallingMode::preview
                  : mode == "predictive" ? DiallingMode::predictive
                                         : DiallingMode::progressive;
  campaign.ringing = read_ringing(node, 0, binding);
  campaign.machine = share_or(node.find("answering_machine"), 0);
  if (campaign.ringing.answers + campaign.machine > 1) {
    binding.problems.error(entry.place,
                           fmt::format("{}: answers and answering_machine add up to {:.6g} %; at most 100 %", entry.key,
                                       (campaign.ringing.answers + campaign.machine) * 100));
  }
  const Node* preview = node.find("preview");
  campaign.preview = read_distribution(preview, binding);
  if (preview && campaign.mode != DiallingMode::preview)
    binding.problems.error(preview->place, fmt::format("preview is for mode preview; {} is {}", entry.key, mode));
  campaign.retries = tries_or(node.find("retries"), campaign.retries);
  campaign.retry_after = duration_or(node.find("retry_after"), campaign.retry_after);
  campaign.abandon_limit = share_or(node.find("abandon_limit"), campaign.abandon_limit);
  campaign.within = duration_or(node.find("within"), campaign.within);
  campaign.keep_free = static_cast<std::uint32_t>(whole_or(node.find("keep_free"), 0));
  campaign.lines = static_cast<std::uint32_t>(whole_or(node.find("lines"), 0));
  return campaign;
}

}  // namespace

void load_outbound(Binding& binding) {
  Scenario& scenario = binding.scenario;
  const Node* calls = binding.root.find("calls");
  for (std::size_t type = 0; calls && type < scenario.callers.size(); ++type) {
    const Node* node = calls->entries[type].value.find("callback");
    if (!node) continue;
    const Callback callback = read_callback(*node, binding);
    scenario.centre.call_types[type].callback = {callback.kind == CallbackKind::virtual_hold,
                                                 text_or(node->find("counts_as"), "flow_out") == "answered",
                                                 static_cast<std::uint8_t>(callback.retries + 1)};
    scenario.callers[type].callback = callback;
  }
  const Node* campaigns = binding.root.find("campaigns");
  if (const Node* infrastructure = binding.root.find("infrastructure");
      infrastructure && (campaigns || scenario.calls_customers())) {
    binding.problems.error(infrastructure->place,
                           "calls to customers are simulated without what they run on; keep the infrastructure, or the "
                           "callbacks and campaigns");
  }
  if (!campaigns) return;
  for (const Entry& entry : campaigns->entries) scenario.campaigns.push_back(read_campaign(entry, binding));
  if (campaigns->entries.size() > most_campaigns) {
    binding.problems.error(campaigns->entries[most_campaigns].place,
                           fmt::format("more than {} campaigns", most_campaigns));
  }
}

void refuse_dialling(Binding& binding) {
  const Node* calls = binding.root.find("calls");
  for (std::size_t type = 0; calls && type < calls->entries.size(); ++type) {
    const Node* kind = find(&calls->entries[type].value, {"callback", "kind"});
    if (!kind || kind->text != "virtual_hold") continue;
    binding.problems.error(kind->place,
                           "virtual_hold is simulated only, for a bridge does not ring customers; with "
                           "another kind, who accepts a callback leaves the queue and is on record");
  }
  if (const Node* campaigns = binding.root.find("campaigns")) {
    binding.problems.error(campaigns->place,
                           "campaigns are simulated only, for a bridge does not ring customers; leave them out");
  }
}

}  // namespace twinline::scenarios
