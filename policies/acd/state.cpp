// The ACD in a snapshot and back: one description of the state serves both directions, so that they cannot differ.
#include "policies/contract/state.hpp"

#include <stdexcept>
#include <type_traits>

#include "policies/acd/acd.hpp"

namespace twinline {
namespace {

constexpr std::uint32_t state_version = 7;

/// FNV-1a (Fowler, Noll & Vo), the last thing in a snapshot: damage is refused before anything of it is believed.
std::uint64_t digest(std::span<const std::uint8_t> bytes) {
  std::uint64_t sum = 0xcbf29ce484222325ULL;
  for (const std::uint8_t byte : bytes) sum = (sum ^ byte) * 0x100000001b3ULL;
  return sum;
}

struct Saving {
  StateWriter& writer;
  template <class Value>
  void operator()(const Value& value) {
    writer.put(value);
  }
  template <class Row, class Each>
  void rows(const std::vector<Row>& table, Each&& each) {
    writer.put(static_cast<std::uint64_t>(table.size()));
    for (const Row& row : table) each(row);
  }
};

struct Restoring {
  StateReader& reader;
  template <class Value>
  void operator()(Value& value) {
    reader.get(value);
  }
  template <class Row, class Each>
  void rows(std::vector<Row>& table, Each&& each) {
    std::uint64_t size = 0;
    reader.get(size);
    constexpr std::uint64_t most = 1U << 28;
    if (size > most) throw std::runtime_error("snapshot names an impossible number of rows");
    table.assign(size, Row{});
    for (Row& row : table) each(row);
  }
};

}  // namespace

template <class Archive, class Self>
void Acd::exchange(Archive& archive, Self& self) {
  archive(self.view_.policy_seed), archive(self.view_.busy_ivr_ports);
  archive(self.now_);
  archive.rows(self.calls_, [&](auto& call) {
    archive(call.id), archive(call.key), archive(call.arrived), archive(call.queued_at), archive(call.answered_at);
    archive(call.place), archive(call.value), archive(call.type), archive(call.segment), archive(call.queue);
    archive(call.trunk), archive(call.line), archive(call.agent), archive(call.previous), archive(call.next);
    archive(call.decisions), archive(call.refusals), archive(call.priority), archive(call.attempt);
    archive(call.attribute_count), archive(call.state), archive(call.held), archive(call.caller_holds);
    archive(call.direction), archive(call.absent);
    archive(call.position.flow), archive(call.position.step), archive(call.position.tries);
  });
  archive.rows(self.call_records_, [&](auto& call) {
    archive(call.reconsider_at), archive(call.timer_at), archive(call.entered_at), archive(call.treated_until);
    archive(call.requeued_at), archive(call.offered_at), archive(call.talk_ended_at), archive(call.hold),
        archive(call.ivr_steps), archive(call.offer), archive(call.playing);
    archive(call.held_since), archive(call.prompt), archive(call.awaited), archive(call.cut_short);
    archive(call.holds_line), archive(call.in_survey), archive(call.transferred_out);
    archive(call.outside), archive(call.port_taken_at), archive(call.holds_port);
  });
  archive.rows(self.attributes_, [&](auto& attribute) { archive(attribute.name), archive(attribute.value); });
  archive.rows(self.agents_, [&](auto& agent) {
    archive(agent.group), archive(agent.state), archive(agent.reason), archive(agent.held), archive(agent.engaged);
    archive(agent.capacity), archive(agent.answered), archive(agent.offers), archive(agent.since);
    archive(agent.idle_since), archive(agent.logged_in_at), archive(agent.handled), archive(agent.engaged_since);
    archive(agent.previous_idle), archive(agent.next_idle);
  });
  archive.rows(self.agent_records_, [&](auto& agent) {
    archive(agent.presence), archive(agent.reason), archive(agent.cooling_down), archive(agent.is_idle);
    archive(agent.offered), archive(agent.talking), archive(agent.wrapping_up), archive(agent.timer_generation);
  });
  archive(self.capacity_);
  archive.rows(self.agent_calls_, [&](auto& slot) { archive(slot); });
  archive.rows(self.groups_, [&](auto& group) {
    archive(group.longest_idle), archive(group.latest_idle), archive(group.idle), archive(group.logged_in);
    archive(group.engaged), archive(group.not_ready);
  });
  archive.rows(self.lines_, [&](auto& line) {
    archive(line.queue), archive(line.type), archive(line.priority), archive(line.first), archive(line.last);
    archive(line.waiting);
  });
  archive.rows(self.queues_, [&](auto& queue) {
    archive(queue.waiting), archive(queue.ringing), archive(queue.entered), archive(queue.answered);
    archive(queue.abandoned), archive(queue.average_handling);
  });
  archive.rows(self.trunks_, [&](auto& trunk) { archive(trunk.busy_lines), archive(trunk.up); });
  archive.rows(self.sites_, [&](auto& site) { archive(site.state), archive(site.since); });
  archive.rows(self.services_, [&](auto& service) {
    archive(service.health.up), archive(service.health.hosts_up), archive(service.health.waiting);
    archive(service.health.answered), archive(service.health.failed), archive(service.health.response);
    archive(service.reported_at), archive(service.since);
  });
  archive.rows(self.forecasts_, [&](auto& forecast) {
    archive(forecast.from), archive(forecast.until), archive(forecast.calls), archive(forecast.low),
        archive(forecast.high);
  });
  archive.rows(self.requests_, [&](auto& request) {
    archive(request.id.value), archive(request.asked.request.value), archive(request.asked.kind);
    archive(request.asked.group), archive(request.asked.agent), archive(request.asked.people),
        archive(request.asked.from);
    archive(request.asked.until), archive(request.asked.expires), archive(request.accepted);
  });
  archive(self.next_request_), archive(self.next_place_), archive(self.staffing_timer_);
  for (auto& wanted : self.routing_timers_) archive(wanted);
  archive(self.policies_timer_), archive(self.policies_timer_generation_);
}

std::vector<std::uint8_t> Acd::save() const {
  StateWriter writer;
  writer.put(state_version);
  Saving saving{writer};
  exchange(saving, *this);
  policies_.routing->save(writer);
  policies_.staffing->save(writer);
  policies_.ivr->save(writer);
  writer.put(digest(writer.bytes()));
  return writer.take();
}

void Acd::restore(std::span<const std::uint8_t> state) {
  constexpr std::size_t digest_size = sizeof(std::uint64_t);
  if (state.size() < digest_size) throw std::runtime_error("snapshot ends too early");
  std::uint64_t expected = 0;
  StateReader(state.last(digest_size)).get(expected);
  state = state.first(state.size() - digest_size);
  if (digest(state) != expected) throw std::runtime_error("snapshot is damaged: its digest does not fit");
  StateReader reader(state);
  std::uint32_t version = 0;
  reader.get(version);
  if (version != state_version) throw std::runtime_error("snapshot is of another version of the ACD");
  Restoring restoring{reader};
  exchange(restoring, *this);
  if (agents_.size() != centre_.agents.size() || groups_.size() != centre_.groups.size() ||
      queues_.size() != centre_.queues.size() || trunks_.size() != centre_.trunks.size() ||
      sites_.size() != centre_.sites.size() || services_.size() != centre_.services.size() ||
      forecasts_.size() != centre_.call_types.size() || agent_records_.size() != agents_.size() ||
      agent_calls_.size() != agents_.size() * capacity_ || call_records_.size() != calls_.size() ||
      attributes_.size() != calls_.size() * max_attributes) {
    throw std::runtime_error("snapshot is of another centre");
  }
  policies_.routing->restore(reader);
  policies_.staffing->restore(reader);
  policies_.ivr->restore(reader);
  if (!reader.at_end()) throw std::runtime_error("snapshot holds more than the ACD and its policies know");
  fit_tables();
  view_.now = now_;
}

}  // namespace twinline
