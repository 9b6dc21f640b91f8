// Each mechanism of docs/model.md moves the KPIs that it should, in the direction that its source says, significantly
// at 95 % over replications with the same callers. A mechanism that is removed, or read and not simulated, fails here.
#include <ostream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/lab/comparison.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {
namespace {

enum class Sign : std::uint8_t { falls, rises };

struct Effect {
  const char* kpi;
  Sign sign;
};

/// What a scenario of the library does with the mechanism that it does not do without, both told as overlays.
struct Mechanism {
  const char* name;
  const char* scenario;
  scenarios::Overlays without, with;
  std::vector<Effect> effects;
  std::uint64_t replications = 30;
};

const char* const shop = "omnichannel.yaml";
const char* const mailing_day = "mailing_day.yaml";
const char* const journeys = "journeys.yaml";
const char* const self_service = "self_service.yaml";
const scenarios::Overlays silent{{"notices.wait_on_page.reach", "0 %"}};

const char* const customers = "customers.yaml";

const scenarios::Overlays busy{{"notices.wait_on_page.reach", "0 %"}, {"busyness.interval.gamma.shape", "20"}};

const scenarios::Overlays agents_have_time{
    {"groups.service.scheduled", "8"},
    {"customers.surveys.answers", "{1: 100 %, 2: 100 %, 3: 100 %, 4: 100 %, 5: 100 %}"}};

scenarios::Overlays also(scenarios::Overlays overlays, const char* path, const char* value) {
  overlays.emplace_back(path, value);
  return overlays;
}

const char* const callbacks = "callbacks.yaml";
const scenarios::Overlays called_later{{"calls.order.callback.kind", "immediate"},
                                       {"calls.order.callback.delay", "{exponential: 30 min}"}};

const scenarios::Overlays called_soon{{"calls.order.callback.kind", "immediate"},
                                      {"calls.order.callback.delay", "5 min"}};

const char* const blended = "blended_campaign.yaml";

const std::vector<Mechanism> mechanisms{
    {"growth",
     mailing_day,
     also(silent, "calls.bill.arrivals.growth.by", "0 %"),
     also(silent, "calls.bill.arrivals.growth.by", "20 %"),
     {{"attempts", Sign::rises}, {"mean_wait", Sign::rises}}},
    {"special day",
     mailing_day,
     also(silent, "calls.bill.arrivals.special_days", "{2026-03-02: 1}"),
     silent,
     {{"attempts", Sign::rises}, {"mean_wait", Sign::rises}}},
    {"busyness of intervals",
     mailing_day,
     also(silent, "busyness.interval.gamma.shape", "1e6"),
     silent,
     {{"mean_wait", Sign::rises}, {"abandonment_rate", Sign::rises}},
     100},
    {"persistence",
     mailing_day,
     also(busy, "busyness.interval.persistence", "0 %"),
     also(busy, "busyness.interval.persistence", "95 %"),
     {{"mean_wait", Sign::rises}},
     100},
    {"planned surge",
     mailing_day,
     also(silent, "surges.price_letter.response", "0 %"),
     silent,
     {{"attempts", Sign::rises}, {"mean_wait", Sign::rises}}},
    {"surge by chance",
     mailing_day,
     also(silent, "surges.page_down.response", "0 %"),
     silent,
     {{"attempts", Sign::rises}, {"mean_wait", Sign::rises}}},
    {"surge over a longer time",
     mailing_day,
     silent,
     also(silent, "surges.price_letter.lasts", "54 h"),
     {{"service_level", Sign::rises}},
     60},
    {"notice that keeps away",
     mailing_day,
     silent,
     also(silent, "notices.text_message.reach", "60 %"),
     {{"attempts", Sign::falls}, {"mean_wait", Sign::falls}}},
    {"limited ports of the IVR",
     self_service,
     {},
     {{"ivr.ports", "2"}},
     {{"ivr_ports_blocked", Sign::rises}, {"self_service_attempted", Sign::falls}}},
    {"errors of recognition",
     self_service,
     {{"ivr.look_ups.listener.confusion.bill", "{bill: 100 %, contract: 0 %, unknown: 0 %}"},
      {"ivr.look_ups.listener.confusion.contract", "{bill: 0 %, contract: 100 %, unknown: 0 %}"}},
     {},
     {{"transfer_rate", Sign::rises}, {"mean_wait", Sign::rises}},
     60},
    {"bot",
     self_service,
     {{"ivr.look_ups.assistant.solves.bill", "0 %"}},
     {},
     {{"self_service_contained", Sign::rises}, {"offered", Sign::falls}}},
    {"context from the bot",
     self_service,
     {{"calls.bill.handling.with_context", "100 %"}},
     {{"calls.bill.handling.with_context", "60 %"}},
     {{"aht", Sign::falls}},
     60},
    {"hidden failure of self-service",
     self_service,
     {{"ivr.flows.main.done.callers.resolved", "100 %"}},
     {{"ivr.flows.main.done.callers.resolved", "60 %"}},
     {{"self_service_failed_hidden", Sign::rises}, {"recontacts", Sign::rises}, {"resolution_rate", Sign::falls}}},
    {"authentication",
     self_service,
     {{"ivr.look_ups.records.attributes.authenticated", "{1: 0 %}"}},
     {},
     {{"aht", Sign::falls}}},
    {"steering to the app",
     self_service,
     {{"ivr.flows.main.app.callers.accepts", "0 %"}, {"ivr.flows.main.app.incentive.raises", "0 %"}},
     {},
     {{"channel_hops", Sign::rises}, {"bills.offered", Sign::falls}}},
    {"incentive",
     self_service,
     {{"ivr.flows.main.app.incentive.raises", "0 %"}},
     {{"ivr.flows.main.app.incentive.raises", "30 %"}},
     {{"channel_hops", Sign::rises}, {"incentives_paid", Sign::rises}}},
    {"opting out",
     self_service,
     {{"ivr.flows.main.number.callers.opts_out", "0 %"}, {"ivr.flows.main.talk.callers.opts_out", "0 %"}},
     {{"ivr.flows.main.number.callers.opts_out", "30 %"}},
     {{"self_service_attempted", Sign::falls}, {"offered", Sign::rises}}},
    {"notice of the wait", mailing_day, silent, {}, {{"mean_wait", Sign::falls}, {"abandonment_rate", Sign::falls}}},
    {"resolution",
     journeys,
     {},
     {{"calls.question.resolution", "90 %"}},
     {{"first_contact_resolution", Sign::rises},
      {"resolution_rate", Sign::rises},
      {"recontacts", Sign::falls},
      {"attempts", Sign::falls},
      {"mean_wait", Sign::falls}}},
    {"resolution by skill",
     journeys,
     {{"groups.seniors.skills.everyday.resolution", "0.8"}},
     {},
     {{"resolution_rate", Sign::rises}, {"recontacts", Sign::falls}}},
    {"recontact",
     journeys,
     {{"calls.question.recontact.if_unresolved", "0 %"}},
     {},
     {{"attempts", Sign::rises}, {"mean_wait", Sign::rises}, {"first_contact_resolution", Sign::falls}}},
    {"window of first-contact resolution",
     journeys,
     {{"journeys.fcr_window", "10 min"}},
     {},
     {{"first_contact_resolution", Sign::falls}}},
    {"recontact by another channel",
     journeys,
     {{"calls.question.recontact.as", "{same: 100 %, message: 0 %}"}},
     {{"calls.question.recontact.as", "{same: 0 %, message: 100 %}"}},
     {{"resolution_rate", Sign::falls}, {"contradictions", Sign::rises}},
     60},
    {"contradicted answer",
     journeys,
     {{"calls.question.recontact.inconsistent.share", "0 %"}},
     {{"calls.question.recontact.inconsistent.share", "100 %"}},
     {{"contradictions", Sign::rises}, {"repeat_contacts", Sign::rises}, {"resolution_rate", Sign::falls}}},
    {"transfer",
     journeys,
     {{"calls.question.transfers.share", "0 %"}},
     {},
     {{"transfer_rate", Sign::rises}, {"attempts", Sign::rises}, {"mean_wait", Sign::rises}}},
    {"context of transfers",
     journeys,
     {{"calls.question.transfers.context", "0 %"}},
     {{"calls.question.transfers.context", "100 %"}},
     {{"aht", Sign::falls}, {"mean_wait", Sign::falls}}},
    {"escalation",
     journeys,
     {{"calls.question.escalation.share", "0 %"}},
     {{"calls.question.escalation.share", "30 %"}},
     {{"resolution_rate", Sign::rises}, {"time_to_resolution", Sign::rises}, {"recontacts", Sign::falls}}},
    {"levels of approval",
     journeys,
     {{"calls.question.escalation.levels", "1"}},
     {},
     {{"time_to_resolution", Sign::rises}}},
    {"rework",
     journeys,
     {{"calls.loan.escalation.rework.share", "0 %"}, {"calls.question.escalation.rework.share", "0 %"}},
     {{"calls.loan.escalation.rework.share", "60 %"}, {"calls.question.escalation.rework.share", "60 %"}},
     {{"reworks", Sign::rises}, {"time_to_resolution", Sign::rises}}},
    {"complaint",
     journeys,
     {{"calls.question.complaint.if_unresolved", "0 %"}, {"calls.loan.complaint.if_unresolved", "0 %"}},
     {{"calls.question.complaint.if_unresolved", "80 %"}, {"calls.loan.complaint.if_unresolved", "80 %"}},
     {{"complaint_rate", Sign::rises}, {"resolution_rate", Sign::rises}}},
    {"satisfaction with fewer agents",
     customers,
     {{"groups.service.scheduled", "6"}},
     {{"groups.service.scheduled", "4"}},
     {{"csat_true", Sign::falls}, {"nps_true", Sign::falls}}},
    {"repeated questions cost points",
     customers,
     {{"customers.satisfaction.per_repeated_question", "0"}},
     {},
     {{"csat_true", Sign::falls}}},
    {"contacts again cost points",
     customers,
     {{"customers.satisfaction.per_repeated_contact", "0"}},
     {},
     {{"nps_true", Sign::falls}}},
    {"more is resolved",
     customers,
     {{"calls.question.resolution", "70 %"}},
     {{"calls.question.resolution", "95 %"}},
     {{"csat_true", Sign::rises}, {"nps_true", Sign::rises}, {"churn", Sign::falls}}},
    {"memory of the last contact",
     customers,
     {{"customers.satisfaction.carry_over", "0 %"}},
     {{"customers.satisfaction.carry_over", "60 %"}},
     {{"csat_true", Sign::falls}}},
    {"the angry answer more often",
     customers,
     {{"customers.surveys.answers", "{1: 20 %, 2: 20 %, 3: 20 %, 4: 20 %, 5: 20 %}"}},
     {{"customers.surveys.answers", "{1: 60 %, 2: 40 %, 3: 20 %, 4: 20 %, 5: 20 %}"}},
     {{"csat", Sign::falls}, {"nps", Sign::falls}, {"survey_response_rate", Sign::rises}}},
    {"recovery binds",
     customers,
     {{"customers.loyalty.recovered", "0 %"}},
     {{"customers.loyalty.recovered", "60 %"}},
     {{"loyalty", Sign::rises}, {"churn", Sign::falls}}},
    {"the silent leave more often",
     customers,
     {{"customers.churn.silent", "1"}},
     {{"customers.churn.silent", "4"}},
     {{"churn", Sign::rises}, {"silent_leavers", Sign::rises}}},
    {"customers leave",
     customers,
     {{"customers.churn.disloyal", "0 %"}, {"customers.churn.loyal", "0 %"}},
     {},
     {{"kept_away", Sign::rises},
      {"matters", Sign::falls},
      {"contacts", Sign::falls},
      {"benefit_over_cost", Sign::falls}}},
    {"remedy calls",
     customers,
     agents_have_time,
     also(agents_have_time, "customers.remedy.share", "100 %"),
     {{"resolution_rate", Sign::rises}, {"churn", Sign::falls}}},
    {"sales",
     customers,
     {{"calls.question.sales.if_resolved", "0 %"}},
     {},
     {{"conversion", Sign::rises}, {"revenue", Sign::rises}, {"benefit_over_cost", Sign::rises}}},
    {"buying again",
     customers,
     {{"customers.repurchase.loyal", "0 %"}},
     {},
     {{"repurchase", Sign::rises}, {"revenue", Sign::rises}}},
    {"attempts cost",
     customers,
     {{"calls.question.cost", "0 CHF"}},
     {{"calls.question.cost", "1 CHF"}},
     {{"cost_per_contact", Sign::rises}, {"cost_per_resolved", Sign::rises}}},
    {"virtual hold",
     callbacks,
     {{"calls.order.callback_acceptance", "0 %"}},
     {},
     {{"abandonment_rate", Sign::falls}, {"callbacks_accepted", Sign::rises}}},
    {"immediate callback",
     callbacks,
     also(called_later, "calls.order.callback_acceptance", "0 %"),
     called_later,
     {{"abandonment_rate", Sign::falls}, {"mean_wait", Sign::falls}}},
    {"scheduled callback",
     callbacks,
     called_later,
     also(called_later, "calls.order.callback.kind", "scheduled"),
     {{"callback_delay", Sign::rises}}},
    {"retries of callbacks",
     callbacks,
     {{"calls.order.callback.retries", "0"}},
     {},
     {{"callbacks_kept", Sign::rises}, {"callback_tries_missed", Sign::rises}}},
    {"priority of callbacks",
     callbacks,
     also(called_soon, "policies.routing", "priority_ageing"),
     also(also(called_soon, "policies.routing", "priority_ageing"), "calls.order.callback.priority", "9"),
     {{"callback_delay", Sign::falls}}},
    {"callbacks that count as answered",
     callbacks,
     {},
     {{"calls.order.callback.counts_as", "answered"}},
     {{"answer_rate", Sign::rises}}},
    {"progressive dialling",
     blended,
     {{"campaigns.contracts.answers", "0 %"}, {"campaigns.contracts.answering_machine", "0 %"}},
     {},
     {{"occupancy", Sign::rises}, {"contacts_reached", Sign::rises}}},
    {"predictive dialling",
     blended,
     {},
     {{"campaigns.contracts.mode", "predictive"}},
     {{"contacts_reached", Sign::rises}, {"dialler_abandonment", Sign::rises}}},
    {"preview dialling",
     blended,
     {},
     {{"campaigns.contracts.mode", "preview"}, {"campaigns.contracts.preview", "{exponential: 20 s}"}},
     {{"contacts_reached", Sign::falls}}},
    {"agents kept free",
     blended,
     {{"campaigns.contracts.keep_free", "0"}},
     {{"campaigns.contracts.keep_free", "4"}},
     {{"service_level", Sign::rises}, {"contacts_reached", Sign::falls}}},
    {"retries of a campaign",
     blended,
     {{"campaigns.contracts.retries", "0"}, {"campaigns.contracts.records", "400"}},
     {{"campaigns.contracts.records", "400"}},
     {{"contacts_reached", Sign::rises}}},
    {"several chats at once",
     shop,
     {{"groups.writing.capacity", "1"}, {"groups.writing.pace", "[1]"}},
     {},
     {{"chat.mean_wait", Sign::falls}, {"chat.abandonment_rate", Sign::falls}, {"concurrency", Sign::rises}}},
    {"pace of several chats",
     shop,
     {{"groups.writing.pace", "[1, 1, 1]"}},
     {},
     {{"aht", Sign::rises}, {"closing_time", Sign::rises}, {"chat.mean_wait", Sign::rises}}},
    {"deadlines that routing heeds",
     shop,
     {{"policies.routing", "longest_idle_agent"}},
     {},
     {{"telephone.service_level", Sign::rises}, {"chat.abandonment_rate", Sign::falls}}},
    {"letters of the night",
     shop,
     {{"calls.question_by_mail.arrivals.rate.20:00", "0 per hour"}},
     {},
     {{"mean_backlog", Sign::rises}, {"backlog", Sign::rises}}},
    {"deadline", shop, {}, {{"calls.question_by_mail.deadline", "30 min"}}, {{"within_deadline", Sign::falls}}},
};

/// Of all, or of one queue: "bills.offered".
reports::Difference difference_of(const reports::ComparisonResult& result, const std::string& kpi) {
  const std::size_t dot = kpi.find('.');
  reports::Dimensions by;
  if (dot != std::string::npos) by = {{"queue", kpi.substr(0, dot)}};
  const std::string name = dot == std::string::npos ? kpi : kpi.substr(dot + 1);
  for (const reports::Difference& difference : result.differences) {
    if (difference.kpi == name && difference.by == by) return difference;
  }
  throw std::logic_error("no KPI " + kpi);
}

}  // namespace

TEST_CASE("law: every mechanism moves its KPIs in the expected direction") {
  for (const Mechanism& mechanism : mechanisms) {
    INFO(mechanism.name);
    std::vector<sim::ComparedArm> arms;
    arms.push_back({{"without", {}}, library_model(mechanism.scenario, mechanism.without)});
    arms.push_back({{"with", {}}, library_model(mechanism.scenario, mechanism.with)});
    sim::Effort effort;
    effort.replications = mechanism.replications;
    effort.detail = reports::Detail::counts;
    const auto result = sim::compare(arms.front().model->scenario(), arms, {}, effort);
    REQUIRE(result);
    for (const Effect& effect : mechanism.effects) {
      const reports::Difference difference = difference_of(*result, effect.kpi);
      INFO(effect.kpi << " " << difference.mean << " in [" << difference.low << ", " << difference.high << "]");
      CHECK((effect.sign == Sign::rises ? difference.low > 0 : difference.high < 0));
    }
  }
}

}  // namespace twinline::laws
