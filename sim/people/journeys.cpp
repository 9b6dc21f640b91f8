#include "sim/people/journeys.hpp"

#include <algorithm>

#include "sim/people/caller_key.hpp"
#include "sim/people/choice_by_share.hpp"
#include "sim/people/sampler.hpp"

namespace twinline::sim {

using random::Entity;
using random::Purpose;

Journeys::Journeys(const scenarios::Scenario& scenario, random::StreamSeed seed)
    : written_(&*scenario.journeys), seed_(seed) {
  for (const scenarios::AfterContact& after : written_->after) {
    after_.push_back({&after, sampler(after.recontact.delay), sampler(after.recontact.inconsistent_talk),
                      sampler(after.transfers.repeated_questions), sampler(after.escalation.delay),
                      sampler(after.complaint.delay)});
  }
}

Entity Journeys::entity_of(const Contact& contact) { return Entity{matter_of(contact.key), contact.handled}; }

std::optional<Journeys::Transfer> Journeys::transfer(const Contact& contact) const {
  const scenarios::Transfers& transfers = after_[contact.served_as.value].written->transfers;
  if (transfers.share == 0 || contact.transfers >= transfers.most_in_a_row) return std::nullopt;
  const Entity talk = entity_of(contact).with(contact.transfers);
  if (!seed_.stream(Purpose::transfer, talk).chance(transfers.share)) return std::nullopt;
  return hand_over(contact, CallTypeIndex{chosen(transfers.to, seed_.stream(Purpose::transfer_type, talk).uniform())});
}

Journeys::Transfer Journeys::hand_over(const Contact& contact, CallTypeIndex to) const {
  const Prepared& after = after_[contact.served_as.value];
  const scenarios::Transfers& transfers = after.written->transfers;
  const Entity talk = entity_of(contact).with(contact.transfers);
  Transfer transfer;
  transfer.to = to;
  transfer.with_context = seed_.stream(Purpose::transfer_context, talk).chance(transfers.with_context);
  if (transfer.with_context) return transfer;
  random::Stream stream = seed_.stream(Purpose::repeated_questions, talk);
  transfer.longer_by = from_seconds(after.repeated_questions.sample(stream));
  return transfer;
}

bool Journeys::resolves(const Contact& contact) const {
  const double factor = written_->resolution_factor[contact.group.value * after_.size() + contact.served_as.value];
  const double share = after_[contact.served_as.value].written->resolution * factor;
  return share >= 1 || seed_.stream(Purpose::resolution, entity_of(contact)).chance(share);
}

Journeys::Unresolved Journeys::unresolved(const Contact& contact) const {
  const Prepared& after = after_[contact.served_as.value];
  const scenarios::AfterContact& written = *after.written;
  if (seed_.stream(Purpose::escalation, entity_of(contact)).chance(written.escalation.share)) {
    return {Unresolved::Next::escalation, {}, {}, false, {}};
  }
  if (contact.served + 1 >= written.complaint.from_contact &&
      seed_.stream(Purpose::complaint, entity_of(contact)).chance(written.complaint.share)) {
    random::Stream stream = seed_.stream(Purpose::complaint_delay, entity_of(contact));
    return {Unresolved::Next::complaint,
            written.complaint.as,
            from_seconds(after.complaint_delay.sample(stream)),
            false,
            {}};
  }
  return recontact(contact, entity_of(contact));
}

Journeys::Unresolved Journeys::recontact(const Contact& contact, Entity of) const {
  const Prepared& after = after_[contact.served_as.value];
  const scenarios::Recontact& rules = after.written->recontact;
  if (!seed_.stream(Purpose::recontact, of).chance(rules.share)) return {};
  Unresolved again{Unresolved::Next::recontact, contact.served_as, {}, false, {}};
  random::Stream delay = seed_.stream(Purpose::recontact_delay, of);
  again.delay = from_seconds(after.recontact_delay.sample(delay));
  if (rules.as.empty()) return again;
  const double number = seed_.stream(Purpose::recontact_type, of).uniform();
  again.as = CallTypeIndex{chosen(rules.as, number)};
  if (again.as == contact.served_as) return again;
  again.contradicted = seed_.stream(Purpose::inconsistent_answer, of).chance(rules.inconsistent);
  if (!again.contradicted) return again;
  random::Stream talk = seed_.stream(Purpose::inconsistent_talk, of);
  again.longer_by = from_seconds(after.inconsistent_talk.sample(talk));
  return again;
}

Journeys::Approval Journeys::approve(CallKey key, CallTypeIndex rules, std::uint8_t passed, std::uint8_t reworks,
                                     bool may_be_sent_back) const {
  const Prepared& after = after_[rules.value];
  const scenarios::Escalation& escalation = after.written->escalation;
  Approval approval{Duration{0}, passed, {}};
  while (approval.passed < escalation.levels) {
    const Entity decision{matter_of(key), approval.passed, reworks};
    random::Stream delay = seed_.stream(Purpose::escalation_delay, decision);
    approval.takes += from_seconds(after.escalation_delay.sample(delay));
    if (may_be_sent_back && seed_.stream(Purpose::rework, decision).chance(escalation.rework)) {
      approval.rework_as = escalation.rework_as;
      return approval;
    }
    ++approval.passed;
  }
  return approval;
}

Duration Journeys::after_opening(const Contact& contact, Duration open_for) const {
  const double longest = in_seconds(std::min(written_->after_opening, open_for));
  return from_seconds(longest * seed_.stream(Purpose::after_opening, entity_of(contact)).uniform());
}

}  // namespace twinline::sim
