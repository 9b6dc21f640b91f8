#include "live_bridge/world/metrics.hpp"

#include <span>
#include <sstream>
#include <utility>
#include <vector>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace twinline::live {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

class Families {
 public:
  MetricFamily& add(MetricType type, std::string name, std::string help) {
    MetricFamily& family = families_.emplace_back();
    family.type = type;
    family.name = "twinline_" + std::move(name);
    family.help = std::move(help);
    return family;
  }
  std::string text() const {
    std::ostringstream out;
    prometheus::TextSerializer{}.Serialize(out, families_);
    return out.str();
  }

 private:
  std::vector<MetricFamily> families_;
};

ClientMetric labelled(const char* label, const std::string& value) {
  ClientMetric metric;
  if (label != nullptr) metric.label.push_back({label, value});
  return metric;
}

void gauge(MetricFamily& family, double value, const char* label = nullptr, const std::string& of = {}) {
  ClientMetric metric = labelled(label, of);
  metric.gauge.value = value;
  family.metric.push_back(std::move(metric));
}

void counter(MetricFamily& family, std::uint64_t value, const char* label = nullptr, const std::string& of = {}) {
  ClientMetric metric = labelled(label, of);
  metric.counter.value = static_cast<double>(value);
  family.metric.push_back(std::move(metric));
}

/// `counts` has one more than `bounds`, for what is beyond them all.
void histogram(MetricFamily& family, std::span<const Duration> bounds, std::span<const std::uint64_t> counts,
               Duration sum, const char* label = nullptr, const std::string& of = {}) {
  ClientMetric metric = labelled(label, of);
  metric.histogram.sample_sum = in_seconds(sum);
  std::uint64_t cumulative = 0;
  for (std::size_t bucket = 0; bucket < bounds.size(); ++bucket) {
    cumulative += counts[bucket];
    metric.histogram.bucket.push_back({cumulative, in_seconds(bounds[bucket])});
  }
  metric.histogram.sample_count = cumulative + counts.back();
  family.metric.push_back(std::move(metric));
}

void histogram(MetricFamily& family, const LatencyHistogram& latency) {
  histogram(family, LatencyHistogram::bounds, latency.counts(), latency.sum());
}

void add_queues(Families& families, const View& view) {
  MetricFamily& waiting = families.add(MetricType::Gauge, "queue_waiting", "Calls in queue, ringing ones included.");
  for (std::size_t queue = 0; queue < view.queues.size(); ++queue) {
    gauge(waiting, view.queues[queue].waiting + view.queues[queue].ringing, "queue", view.centre->queues[queue].name);
  }
  const auto add = [&](const char* name, const char* help, auto of) {
    MetricFamily& family = families.add(MetricType::Counter, name, help);
    for (std::size_t queue = 0; queue < view.queues.size(); ++queue) {
      counter(family, of(view.queues[queue]), "queue", view.centre->queues[queue].name);
    }
  };
  add("queue_offered_total", "Calls that entered the queue.", [](const QueueView& queue) { return queue.entered; });
  add("queue_answered_total", "Calls that an agent answered.", [](const QueueView& queue) { return queue.answered; });
  add("queue_abandoned_total", "Calls whose caller gave up.", [](const QueueView& queue) { return queue.abandoned; });
}

void add_groups(Families& families, const View& view) {
  const auto add = [&](const char* name, const char* help, auto of) {
    MetricFamily& family = families.add(MetricType::Gauge, name, help);
    for (std::size_t group = 0; group < view.groups.size(); ++group) {
      gauge(family, of(view.groups[group]), "group", view.centre->groups[group].name);
    }
  };
  add("group_logged_in", "Agents logged in.", [](const GroupView& group) { return group.logged_in; });
  add("group_idle", "Agents who can take a call now.", [](const GroupView& group) { return group.idle; });
  add("group_engaged", "Agents with an offer, a call or a wrap-up in hand.",
      [](const GroupView& group) { return group.engaged; });
}

void add_trunks(Families& families, const View& view, const Switchboard& switchboard) {
  MetricFamily& up = families.add(MetricType::Gauge, "trunk_up", "1 while the trunk's gateways answer.");
  for (std::size_t trunk = 0; trunk < view.trunks.size(); ++trunk) {
    gauge(up, view.trunks[trunk].up ? 1 : 0, "trunk", view.centre->trunks[trunk].name);
  }
  MetricFamily& busy = families.add(MetricType::Gauge, "trunk_busy_lines", "Lines that callers hold.");
  for (std::size_t trunk = 0; trunk < view.trunks.size(); ++trunk) {
    gauge(busy, view.trunks[trunk].busy_lines, "trunk", view.centre->trunks[trunk].name);
  }
  MetricFamily& outbound = families.add(MetricType::Gauge, "trunk_outbound_lines", "Calls of ours over the trunk.");
  for (std::size_t trunk = 0; trunk < view.trunks.size(); ++trunk) {
    gauge(outbound, switchboard.outbound_lines(TrunkIndex{trunk}), "trunk", view.centre->trunks[trunk].name);
  }
}

void add_sip(Families& families, const sip::Statistics& sip) {
  counter(families.add(MetricType::Counter, "sip_invites_in_total", "INVITEs that opened a leg."), sip.invites_in);
  counter(families.add(MetricType::Counter, "sip_invites_out_total", "INVITEs sent."), sip.invites_out);
  counter(families.add(MetricType::Counter, "sip_refused_for_overload_total", "Calls refused with 503."),
          sip.refused_for_overload);
  counter(families.add(MetricType::Counter, "sip_unknown_source_total", "Requests from nobody we know."),
          sip.unknown_source);
  counter(families.add(MetricType::Counter, "sip_wrong_password_total", "Digests that did not fit."),
          sip.wrong_password);
  gauge(families.add(MetricType::Gauge, "sip_legs", "Dialogs."), static_cast<double>(sip.legs));
  MetricFamily& transactions = families.add(MetricType::Gauge, "sip_transactions", "Transactions in progress.");
  gauge(transactions, static_cast<double>(sip.server_transactions), "side", "server");
  gauge(transactions, static_cast<double>(sip.client_transactions), "side", "client");
}

void add_media(Families& families, const media::Statistics& media, bool up) {
  gauge(families.add(MetricType::Gauge, "media_up", "1 while the media server answers."), up ? 1 : 0);
  gauge(families.add(MetricType::Gauge, "media_sessions", "Calls with audio."), static_cast<double>(media.sessions));
  counter(families.add(MetricType::Counter, "media_requests_total", "Commands sent."), media.requests);
  counter(families.add(MetricType::Counter, "media_timeouts_total", "Commands without an answer."), media.timeouts);
}

void add_sources(Families& families, const std::vector<services::SourceStatistics>& sources) {
  using services::SourceStatistics;
  const auto add = [&](const char* name, const char* help, std::uint64_t SourceStatistics::*count) {
    MetricFamily& family = families.add(MetricType::Counter, name, help);
    for (const SourceStatistics& source : sources) counter(family, source.*count, "source", source.name);
  };
  add("look_ups_total", "Questions about callers.", &SourceStatistics::requests);
  add("look_ups_answered_total", "Answers in time.", &SourceStatistics::answered);
  add("look_ups_failed_total", "Failures, of the source or for too many questions.", &SourceStatistics::failed);
  add("look_ups_timed_out_total", "Questions without an answer by the deadline.", &SourceStatistics::timed_out);
  add("look_ups_late_total", "Answers after the deadline.", &SourceStatistics::late);
  add("look_up_attributes_passed_over_total", "Attributes that the source may not tell, or without a sense.",
      &SourceStatistics::passed_over);
  MetricFamily& seconds =
      families.add(MetricType::Histogram, "look_up_seconds", "From a question to its reply, late ones included.");
  for (const SourceStatistics& source : sources) {
    histogram(seconds, SourceStatistics::bounds, source.counts, source.replied_after, "source", source.name);
  }
}

void add_arms(Families& families, const twinline::rollout::RolloutStanding& standing) {
  using twinline::rollout::ArmStanding;
  const auto add = [&](const char* name, const char* help, std::uint64_t ArmStanding::*count) {
    MetricFamily& family = families.add(MetricType::Gauge, name, help);
    gauge(family, static_cast<double>(standing.incumbent.*count), "arm", "incumbent");
    gauge(family, static_cast<double>(standing.candidate.*count), "arm", "candidate");
  };
  add("rollout_offered", "Calls of the canary by arm, since it began or the bridge was started.",
      &ArmStanding::offered);
  add("rollout_answered", "Those that an agent answered.", &ArmStanding::answered);
  add("rollout_abandoned", "Those whose caller gave up.", &ArmStanding::abandoned);
  gauge(families.add(MetricType::Gauge, "rollout_rejections", "Decisions of the candidate that were rejected."),
        static_cast<double>(standing.rejections));
}

/// Each shadow counts from 0, as each process does.
void add_shadow(Families& families, const std::optional<rollout::Rollout::ShadowStanding>& standing) {
  const rollout::ShadowReport none;
  const rollout::ShadowReport& report = standing && standing->report ? *standing->report : none;
  gauge(families.add(MetricType::Gauge, "shadow_running", "1 while a candidate's shadow runs."),
        standing && standing->ended.empty() ? 1 : 0);
  counter(families.add(MetricType::Counter, "shadow_entries_total", "Facts that the shadow has lived through."),
          report.entries);
  counter(families.add(MetricType::Counter, "shadow_occasions_total", "Times that its candidate was asked."),
          report.occasions);
  counter(families.add(MetricType::Counter, "shadow_dropped_total", "Times that it was not, the shadow being behind."),
          report.dropped_occasions);
  MetricFamily& disagreements = families.add(MetricType::Counter, "shadow_disagreements_total",
                                             "Times that it would have decided otherwise, by cause.");
  for (const auto& [cause, count] : report.by_cause) counter(disagreements, count, "cause", cause);
}

void add_rollout(Families& families, const rollout::Rollout& rollout) {
  MetricFamily& stage = families.add(MetricType::Gauge, "rollout_stage", "1 for the stage that a rollout is in.");
  for (const std::string_view word : rollout::stage_words) {
    gauge(stage, rollout::word_of(rollout.state().stage) == word ? 1 : 0, "stage", std::string{word});
  }
  gauge(families.add(MetricType::Gauge, "rollout_frozen", "1 while no step forwards may be taken."),
        rollout.state().frozen ? 1 : 0);
  counter(families.add(MetricType::Counter, "rollout_swaps_total", "Policies put in force by the rollout."),
          rollout.swaps());
  counter(families.add(MetricType::Counter, "rollout_rollbacks_total", "Candidates that the bridge took back itself."),
          rollout.rollbacks());
  counter(families.add(MetricType::Counter, "rollout_alarms_total",
                       "Times that KPIs left the bands of the manifest in force."),
          rollout.alarms());
  counter(families.add(MetricType::Counter, "shadow_deaths_total", "Shadows that have ended by themselves."),
          rollout.shadow_deaths());
  add_shadow(families, rollout.shadow());
  if (const auto standing = rollout.standing()) add_arms(families, *standing);
}

}  // namespace

std::string metrics_text(const View& view, const Switchboard& switchboard, const DecisionLoop& decisions,
                         const rollout::Rollout& rollout, const std::vector<services::SourceStatistics>& sources,
                         Timers& timers, std::uint64_t heap_bytes) {
  Families families;
  gauge(families.add(MetricType::Gauge, "calls", "Calls in the centre."), static_cast<double>(switchboard.calls()));
  add_queues(families, view);
  add_groups(families, view);
  add_trunks(families, view, switchboard);
  if (view.centre->ivr_ports.ports > 0)
    gauge(families.add(MetricType::Gauge, "ivr_ports_busy", "Callers whom the IVR serves."), view.busy_ivr_ports);
  histogram(families.add(MetricType::Histogram, "decision_seconds", "From a fact to the wishes that follow from it."),
            decisions.deciding());
  histogram(families.add(MetricType::Histogram, "journalled_decision_seconds", "The same, with the journal written."),
            decisions.writing());
  counter(families.add(MetricType::Counter, "journal_entries_total", "Facts in the journal."), decisions.entries());
  gauge(families.add(MetricType::Gauge, "timer_lateness_seconds", "Latest timer since the last scrape."),
        in_seconds(timers.take_greatest_lateness()));
  gauge(families.add(MetricType::Gauge, "timers", "Timers set."), static_cast<double>(timers.size()));
  gauge(families.add(MetricType::Gauge, "heap_bytes", "Memory in use, without what the allocator keeps in reserve."),
        static_cast<double>(heap_bytes));
  add_sip(families, switchboard.sip_statistics());
  add_media(families, switchboard.media_statistics(), switchboard.media_up());
  add_sources(families, sources);
  add_rollout(families, rollout);
  return families.text();
}

}  // namespace twinline::live
