#include <algorithm>
#include <variant>

#include "reports/journal/codec.hpp"
#include "reports/journal/codec_enumerators.hpp"
#include "reports/journal/codec_fields.hpp"
#include "reports/journal/journal.pb.h"

namespace twinline::journal {
namespace {

void put(const PolicyIdentity& identity, v1::PolicyIdentity& message) {
  message.set_name(identity.name);
  message.set_version(identity.version);
  for (const ParameterText& parameter : identity.parameters) {
    v1::Parameter& added = *message.add_parameters();
    added.set_name(parameter.name);
    added.set_value(parameter.value);
  }
  message.set_build(identity.build);
}

PolicyIdentity identity_of(const v1::PolicyIdentity& message) {
  PolicyIdentity identity{message.name(), message.version(), {}, message.build()};
  for (const v1::Parameter& parameter : message.parameters()) {
    identity.parameters.push_back({parameter.name(), parameter.value()});
  }
  return identity;
}

void put(const Decision& decision, v1::Decision& message) {
  message.set_kind(wire<v1::Decision::Kind>(decision.kind));
  put_call(decision.call, message);
  message.set_agent(number_of(decision.agent));
  message.set_queue(number_of(decision.queue));
  message.set_at(nanoseconds(decision.at));
  message.set_part(decision.part);
}

Decision decision_of(const v1::Decision& message) {
  if (message.part() >= policy_parts) throw BadRecord("a decision of an unknown part of a policy");
  return {enumerator<Decision::Kind>(message.kind(), v1::Decision::Kind_IsValid, "a decision's kind"),
          call_of(message),
          index_of<AgentIndex>(message.agent()),
          index_of<QueueIndex>(message.queue()),
          static_cast<std::uint8_t>(message.part()),
          time_of(message.at())};
}

void put(const Reason& reason, v1::Reason& message) {
  put_call(reason.call, message);
  message.set_agent(number_of(reason.agent));
  message.set_score(reason.score);
  message.set_why(reason.why.data(), reason.why.size());
}

/// Reasons point into the entry's text storage, which is filled to its final size first so that it never
/// moves.
void read_reasons(const v1::Entry& message, Entry& entry) {
  std::size_t size = 0;
  for (const v1::Reason& reason : message.reasons()) size += reason.why().size();
  entry.text_storage.reserve(size);
  entry.reasons.reserve(static_cast<std::size_t>(message.reasons_size()));
  for (const v1::Reason& reason : message.reasons()) {
    const std::size_t begin = entry.text_storage.size();
    entry.text_storage.insert(entry.text_storage.end(), reason.why().begin(), reason.why().end());
    entry.reasons.push_back({call_of(reason), index_of<AgentIndex>(reason.agent()), reason.score(),
                             std::string_view{entry.text_storage.data() + begin, reason.why().size()}});
  }
}

/// All decisions belong to one of the answers.
void read_answers(const v1::Entry& message, Entry& entry) {
  std::uint64_t decisions = 0;
  for (const std::uint32_t answer : message.answers()) decisions += answer == 0 ? 0 : answer - 1;
  if (message.answers_size() > 0 && decisions != entry.decisions.size()) {
    throw BadRecord("answers with " + std::to_string(decisions) + " decisions, of which there are " +
                    std::to_string(entry.decisions.size()));
  }
  entry.answers.assign(message.answers().begin(), message.answers().end());
}

/// The instant `after` nanoseconds later, which has to be one.
Time later(Time before, std::uint64_t after) {
  const auto room = static_cast<std::uint64_t>(Time::max().time_since_epoch().count()) -
                    static_cast<std::uint64_t>(nanoseconds(before));
  if (after > room) throw BadRecord("a time beyond the end of all time");
  // Unsigned, because a world that starts before its Time 0 may be further from its end than 63 bits can say.
  return time_of(static_cast<std::int64_t>(static_cast<std::uint64_t>(nanoseconds(before)) + after));
}

}  // namespace

void encode(const Header& header, v1::Header& message) {
  message.set_format_version(format_version);
  message.set_program_version(header.program_version);
  message.set_model_version(header.model_version);
  message.set_scenario_name(header.scenario_name);
  message.set_scenario_hash(header.scenario_hash);
  message.set_arm(header.arm);
  message.set_seed(header.seed);
  message.set_policy_seed(header.policy_seed);
  message.set_replication(header.replication);
  message.set_entries_before(header.entries_before);
  put(header.routing, *message.mutable_routing());
  put(header.staffing, *message.mutable_staffing());
  put(header.ivr, *message.mutable_ivr());
  message.set_time_zone(header.time_zone);
  message.set_world_start(header.world_start);
  message.set_interval_minutes(header.interval_minutes);
  message.set_warm_up(nanoseconds(header.warm_up));
  message.set_horizon_end(nanoseconds(header.horizon_end));
  encode(header.centre, *message.mutable_centre());
}

Header decode(const v1::Header& message) {
  if (message.format_version() == 0 || message.format_version() > format_version) {
    throw BadRecord("the journal has format " + std::to_string(message.format_version()) +
                    "; this program reads format 1 to " + std::to_string(format_version));
  }
  Header header;
  header.program_version = message.program_version();
  header.model_version = message.model_version();
  header.scenario_name = message.scenario_name();
  header.scenario_hash = message.scenario_hash();
  header.arm = message.arm();
  header.seed = message.seed();
  header.policy_seed = message.policy_seed();
  header.replication = message.replication();
  header.entries_before = message.entries_before();
  header.routing = identity_of(message.routing());
  header.staffing = identity_of(message.staffing());
  header.ivr = identity_of(message.ivr());
  header.time_zone = message.time_zone();
  header.world_start = message.world_start();
  header.interval_minutes = message.interval_minutes();
  header.warm_up = Duration{message.warm_up()};
  header.horizon_end = time_of(message.horizon_end());
  header.centre = decode(message.centre());
  return header;
}

void encode(const Snapshot& snapshot, v1::Snapshot& message) {
  message.set_at(nanoseconds(snapshot.at));
  message.mutable_state()->assign(snapshot.state.begin(), snapshot.state.end());
}

Snapshot decode(const v1::Snapshot& message) {
  return {time_of(message.at()), {message.state().begin(), message.state().end()}};
}

void encode(const Preparation& preparation, v1::Preparation& message) {
  message.set_number(preparation.number);
  if (const auto* policy = std::get_if<Preparation::Policy>(&preparation.what)) {
    message.mutable_policy()->set_kind(wire<v1::PolicyKind>(policy->kind));
    put(policy->identity, *message.mutable_policy()->mutable_identity());
    message.mutable_policy()->mutable_state()->assign(policy->state.begin(), policy->state.end());
  } else {
    encode(std::get<Centre>(preparation.what), *message.mutable_centre());
  }
}

Preparation decode(const v1::Preparation& message) {
  switch (message.what_case()) {
    case v1::Preparation::kPolicy: {
      const v1::Preparation::Policy& policy = message.policy();
      return {message.number(),
              Preparation::Policy{enumerator<PolicyKind>(policy.kind(), v1::PolicyKind_IsValid, "a policy's kind"),
                                  identity_of(policy.identity()),
                                  {policy.state().begin(), policy.state().end()}}};
    }
    case v1::Preparation::kCentre: return {message.number(), decode(message.centre())};
    case v1::Preparation::WHAT_NOT_SET: break;
  }
  throw BadRecord("a preparation of an unknown kind");
}

void encode(const EntryParts& parts, v1::Entry& message) {
  message.set_after(static_cast<std::uint64_t>(parts.after.count()));
  encode(parts.fact, *message.mutable_fact());
  for (const Decision& decision : parts.decisions) put(decision, *message.add_decisions());
  for (const std::uint32_t answer : parts.answers) message.add_answers(answer);
  for (const Reason& reason : parts.reasons) put(reason, *message.add_reasons());
  for (const Wish& wish : parts.wishes) encode(wish, *message.add_wishes());
  for (const Happening& happening : parts.happenings) encode(happening, *message.add_happenings());
}

Entry decode(const v1::Entry& message, Time before) {
  Entry entry;
  entry.at = later(before, message.after());
  entry.fact = decode(message.fact(), entry.attribute_storage);
  entry.decisions.reserve(static_cast<std::size_t>(message.decisions_size()));
  for (const v1::Decision& decision : message.decisions()) entry.decisions.push_back(decision_of(decision));
  read_answers(message, entry);
  read_reasons(message, entry);
  entry.wishes.reserve(static_cast<std::size_t>(message.wishes_size()));
  for (const v1::Wish& wish : message.wishes()) entry.wishes.push_back(decode(wish));
  entry.happenings.reserve(static_cast<std::size_t>(message.happenings_size()));
  for (const v1::Happening& happening : message.happenings()) entry.happenings.push_back(decode(happening));
  return entry;
}

}  // namespace twinline::journal
