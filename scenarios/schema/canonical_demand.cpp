#include "scenarios/schema/canonical_form.hpp"

namespace twinline::scenarios {
namespace {

void write(const RateProfile& profile, CanonicalWriter& out) {
  out.line("linear", static_cast<int>(profile.linear));
  out.each("per_hour", profile.per_hour, [&](const Period<double>& period) {
    out.line("from", period.from);
    out.line("rate", period.value);
  });
}

// What came later than the first scenarios is written only where there is some, so that their hashes stay.

void write(const std::optional<Growth>& growth, CanonicalWriter& out) {
  if (!growth) return;
  out.line("growth.by", growth->by);
  out.line("growth.per", growth->per);
}

void write(const DayFactors& factors, CanonicalWriter& out) {
  for (const auto& [day, factor] : factors.by_weekday) out.line(fmt::format("special_days.{}", day), factor);
  for (const auto& [date, factor] : factors.by_date) out.line(fmt::format("special_days.{}", date), factor);
}

void write(const std::optional<PlannedTime>& at, CanonicalWriter& out) {
  if (!at) return;
  out.line("at", at->time_of_day);
  out.text("on", at->date);
}

void write(const Surge& surge, CanonicalWriter& out) {
  write(surge.at, out);
  write_canonical("after", surge.after, out);
  out.line("customers", surge.customers);
  out.line("response", surge.response);
  write_canonical("size", surge.size, out);
  out.under("lasts", [&] { write_canonical(surge.lasts, out); });
  out.under("delay", [&] { write_canonical(surge.delay, out); });
  out.line("sleeps_while_closed", static_cast<int>(surge.sleeps_while_closed));
  out.each("calls", surge.calls, [&](double share) { out.line("share", share); });
}

void write(const Notice& notice, CanonicalWriter& out) {
  out.each("concerns", notice.concerns, [&](std::uint8_t concerned) { out.line("type", concerned); });
  write(notice.at, out);
  out.line("lasts", notice.lasts);
  if (notice.wait_above) out.line("wait_above", *notice.wait_above);
  out.line("reach", notice.reach);
  out.line("stay_away", notice.stay_away);
  out.line("call_later", notice.call_later);
  out.under("later", [&] { write_canonical(notice.later, out); });
}

}  // namespace

void write_canonical(std::string_view key, const std::optional<IntervalBusyness>& busyness, CanonicalWriter& out) {
  if (!busyness) return;
  out.under(key, [&] {
    write_canonical(busyness->factor, out);
    if (busyness->persistence > 0) out.line("persistence", busyness->persistence);
  });
}

void write_canonical(const Arrivals& arrivals, CanonicalWriter& out) {
  out.each("by_weekday", arrivals.by_weekday, [&](const auto& day) {
    out.line("day", day.first);
    write(day.second, out);
  });
  out.each("by_date", arrivals.by_date, [&](const auto& day) {
    out.text("day", day.first);
    write(day.second, out);
  });
  write_canonical("busyness_by_day", arrivals.busyness_by_day, out);
  write_canonical("busyness_by_interval", arrivals.busyness_by_interval, out);
  write(arrivals.growth, out);
  write(arrivals.special_days, out);
  if (!arrivals.replay) return;
  // The bytes count, not where they lie.
  out.text("replay.sha256", arrivals.replay->sha256);
  if (arrivals.replay->type) out.text("replay.type", *arrivals.replay->type);
  out.line("replay.scale", arrivals.replay->scale);
}

void write_canonical_demand(const Scenario& scenario, CanonicalWriter& out) {
  write(scenario.growth, out);
  write(scenario.special_days, out);
  if (!scenario.surges.empty()) out.each("surges", scenario.surges, [&](const Surge& surge) { write(surge, out); });
  if (!scenario.notices.empty()) out.each("notices", scenario.notices, [&](const Notice& one) { write(one, out); });
}

}  // namespace twinline::scenarios
