#include "scenarios/schema/canonical_form.hpp"

namespace twinline::scenarios {
namespace {

void write(const Ringing& ringing, CanonicalWriter& out) {
  out.line("answers", ringing.answers);
  out.under("rings", [&] { write_canonical(ringing.rings, out); });
  out.line("ring_limit", ringing.limit);
}

void write(const Callback& callback, const CallbackRule& rule, CanonicalWriter& out) {
  out.line("kind", static_cast<int>(callback.kind));
  out.under("delay", [&] { write_canonical(callback.delay, out); });
  out.line("slot", callback.slot);
  write(callback.ringing, out);
  out.line("retries", callback.retries);
  out.line("retry_after", callback.retry_after);
  if (callback.priority) out.line("priority", *callback.priority);
  out.line("kept_is_answered", static_cast<int>(rule.kept_is_answered));
}

void write(const Campaign& campaign, CanonicalWriter& out) {
  out.text("name", campaign.name);
  out.line("calls", campaign.type.value);
  out.line("records", campaign.records);
  out.line("from", campaign.from);
  out.line("until", campaign.until);
  out.line("mode", static_cast<int>(campaign.mode));
  write(campaign.ringing, out);
  out.line("answering_machine", campaign.machine);
  out.under("preview", [&] { write_canonical(campaign.preview, out); });
  out.line("retries", campaign.retries);
  out.line("retry_after", campaign.retry_after);
  out.line("abandon_limit", campaign.abandon_limit);
  out.line("within", campaign.within);
  out.line("keep_free", campaign.keep_free);
  out.line("lines", campaign.lines);
}

}  // namespace

void write_canonical_outbound(const Scenario& scenario, CanonicalWriter& out) {
  for (std::size_t type = 0; type < scenario.callers.size(); ++type) {
    const auto& callback = scenario.callers[type].callback;
    if (!callback) continue;
    out.under(fmt::format("callback.{}", type),
              [&] { write(*callback, scenario.centre.call_types[type].callback, out); });
  }
  if (scenario.campaigns.empty()) return;
  out.each("campaigns", scenario.campaigns, [&](const Campaign& campaign) { write(campaign, out); });
}

}  // namespace twinline::scenarios
