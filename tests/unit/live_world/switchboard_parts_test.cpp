// The parts of the switchboard that stand by themselves.
#include <catch2/catch.hpp>

#include "live_bridge/world/kept_call.hpp"
#include "live_bridge/world/kept_phone.hpp"
#include "live_bridge/world/keyed_hash.hpp"
#include "live_bridge/world/latency.hpp"
#include "live_bridge/world/live_call.hpp"
#include "live_bridge/world/queue_tally.hpp"
#include "live_bridge/world/roster.hpp"
#include "live_bridge/world/session_description.hpp"

namespace twinline::live {
namespace {

TEST_CASE("a call that is over is not found by its old name") {
  CallTable calls;
  LiveCall& first = calls.add();
  const CallId old = first.id;
  REQUIRE(calls.find(old) == &first);
  calls.free(first);
  CHECK(calls.find(old) == nullptr);
  LiveCall& second = calls.add();
  CHECK(second.id.slot == old.slot);
  CHECK(second.id.generation == old.generation + 1);
  CHECK(calls.size() == 1);
}

TEST_CASE("a call takes the name it had before, and its slot is nobody else's") {
  CallTable calls;
  const CallId name{CallSlot{3}, 7};
  const LiveCall& named = calls.add_as(name);
  CHECK(calls.find(name) == &named);
  for (int others = 0; others < 5; ++others) CHECK(calls.add().id.slot != name.slot);
  CHECK(calls.size() == 6);
}

TEST_CASE("hold is read from the audio's direction") {
  const std::string head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";
  CHECK_FALSE(puts_on_hold(head + "m=audio 4000 RTP/AVP 8\r\n"));
  CHECK(puts_on_hold(head + "m=audio 4000 RTP/AVP 8\r\na=sendonly\r\n"));
  CHECK(puts_on_hold(head + "m=audio 4000 RTP/AVP 8\r\na=inactive\r\n"));
  CHECK(puts_on_hold(head + "a=sendonly\r\nm=audio 4000 RTP/AVP 8\r\n"));
  CHECK_FALSE(puts_on_hold(head + "a=sendonly\r\nm=audio 4000 RTP/AVP 8\r\na=sendrecv\r\n"));
  CHECK_FALSE(puts_on_hold(head + "m=audio 4000 RTP/AVP 8\r\na=recvonly\r\nm=video 0 RTP/AVP 96\r\na=inactive\r\n"));
  CHECK_FALSE(puts_on_hold(""));
}

TEST_CASE("a kept call comes back as it was") {
  KeptCall call;
  call.id = {CallSlot{5}, 9};
  call.key = 0x0123456789abcdefU;
  call.trunk = TrunkIndex{1};
  call.number = "+41441234567";
  call.caller_sdp = "v=0\r\n";
  call.caller.call_id = "abc@example";
  call.caller.route = {"<sip:192.0.2.1;lr>", "<sip:192.0.2.2;lr>"};
  call.caller.local_sequence = 17;
  call.caller.refreshes_session = true;
  call.caller.session_expires = 90s;
  call.recording = {CallTypeIndex{2}, RecordingChoice::Consent::given, true, true};
  call.talk = KeptCall::Talk{AgentIndex{4}, "agent2", "v=0\r\na=x\r\n", {}, TrunkIndex{2}, AgentIndex{7},
                             true,          false,    world_start + 3h};
  call.talk->dialog.remote = "<sip:a@b>;tag=1";

  const auto bytes = to_bytes(call);
  const KeptCall back = kept_call_from(bytes);
  CHECK(to_bytes(back) == bytes);
  CHECK(back.id == call.id);
  CHECK(back.number == call.number);
  CHECK(back.caller.route == call.caller.route);
  CHECK(back.caller.local_sequence == 17);
  CHECK(back.caller.refreshes_session);
  CHECK(back.caller.session_expires == 90s);
  CHECK(back.recording.type == CallTypeIndex{2});
  CHECK(back.recording.consent == RecordingChoice::Consent::given);
  CHECK(back.recording.paused);
  CHECK(back.recording.runs);
  REQUIRE(back.talk);
  CHECK(back.talk->dialog.remote == "<sip:a@b>;tag=1");
  CHECK(back.talk->trunk == TrunkIndex{2});
  CHECK(back.talk->sent_by == AgentIndex{7});
  CHECK(back.talk->passed_on);
  CHECK_FALSE(back.talk->parked);
  CHECK(back.talk->began == world_start + 3h);
  CHECK_FALSE(kept_consultation_from(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_THROWS_AS(kept_call_from({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}),
                    std::runtime_error);
  }
}

TEST_CASE("a kept registration comes back as it was") {
  const sip::PhoneRecord phone{"anna",
                               "sip:anna@192.0.2.7:5060",
                               "sip:192.0.2.8:1024;transport=udp",
                               "<sip:192.0.2.9;lr>",
                               {"2001:db8::1", 5062},
                               scenarios::SipTransport::tcp,
                               "call@phone",
                               77,
                               Duration{1'764'000'000'000'000'000}};
  const auto bytes = to_bytes(phone);
  const sip::PhoneRecord back = kept_phone_from(bytes);
  CHECK(to_bytes(back) == bytes);
  CHECK(back.user == "anna");
  CHECK(back.next_hop == phone.next_hop);
  CHECK(back.route == phone.route);
  CHECK(back.source == phone.source);
  CHECK(back.transport == phone.transport);
  CHECK(back.sequence == 77);
  CHECK(back.expires == phone.expires);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_THROWS_AS(kept_phone_from({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}),
                    std::runtime_error);
  }
}

TEST_CASE("both sides of a consultation come back") {
  KeptConsultation consultation;
  consultation.agent = AgentIndex{1};
  consultation.colleague = AgentIndex{2};
  consultation.own.call_id = "own@example";
  consultation.other.call_id = "other@example";
  const auto bytes = to_bytes(consultation);
  const auto back = kept_consultation_from(bytes);
  REQUIRE(back);
  CHECK(back->colleague == AgentIndex{2});
  CHECK(back->own.call_id == "own@example");
  CHECK(back->other.call_id == "other@example");
  CHECK_THROWS_AS(kept_call_from(bytes), std::runtime_error);
}

TEST_CASE("a pseudonym is the start of HMAC-SHA-256") {
  // RFC 4231, test case 2.
  CHECK(keyed_hash("Jefe", "what do ya want for nothing?") == 0x5bdcc146bf60754eU);
}

TEST_CASE("a quantile of latencies is never better than the truth") {
  LatencyHistogram latency;
  CHECK(latency.quantile(0.99) == 0ns);
  for (int fast = 0; fast < 98; ++fast) latency.add(4us);
  latency.add(45us);
  latency.add(3s);
  CHECK(latency.quantile(0.5) == 5us);
  CHECK(latency.quantile(0.99) == 50us);
  CHECK(latency.quantile(1) == 3s);
  CHECK(latency.count() == 100);
  CHECK(latency.sum() == 98 * 4us + 45us + 3s);
}

TEST_CASE("a queue's counts tell who was answered in time") {
  Centre centre;
  centre.queues.resize(2);
  centre.queues[1].service_level.threshold = 20s;
  QueueTally tally(centre);
  const CallLabels labels{{}, {}, QueueIndex{1}, 0};
  WaitEnded in_time, late, gone;
  in_time.labels = late.labels = gone.labels = labels;
  in_time.waited = 20s;
  late.waited = 20s + 1ns;
  gone.how = WaitEnd::abandoned;
  tally.fold({WaitBegan{{}, 0, labels}, WaitBegan{{}, 0, labels}, WaitBegan{{}, 0, labels}, in_time, late, gone});
  const QueueCounts counts = tally.of(QueueIndex{1});
  CHECK(counts.offered == 3);
  CHECK(counts.answered == 2);
  CHECK(counts.answered_in_threshold == 1);
  CHECK(counts.abandoned == 1);
  CHECK(tally.of(QueueIndex{0}).offered == 0);
}

struct Told {
  std::vector<AgentPresenceChanged> facts;
  Roster::Tell tell() {
    return [this](const Fact& fact) { facts.push_back(std::get<AgentPresenceChanged>(fact)); };
  }
};

TEST_CASE("who has no desk is ready while the phone is there") {
  Told told;
  scenarios::BridgeSettings settings;
  settings.agents.push_back({});
  settings.agents[0].agent = AgentIndex{0};
  Roster roster(settings, 1, told.tell());
  roster.set_phone(AgentIndex{0}, true);
  roster.set_phone(AgentIndex{0}, true);
  roster.set_phone(AgentIndex{0}, false);
  roster.set_phone(AgentIndex{0}, true);
  REQUIRE(told.facts.size() == 3);
  CHECK(told.facts[0].presence == Presence::ready);
  CHECK(told.facts[1].presence == Presence::not_ready);
  CHECK(told.facts[1].reason == NotReadyReason::phone_lost);
  CHECK(told.facts[2].presence == Presence::ready);
}

TEST_CASE("who is on the phone otherwise is not ready until all of it is over") {
  Told told;
  scenarios::BridgeSettings settings;
  settings.agents.push_back({});
  settings.agents[0].agent = AgentIndex{0};
  settings.agents[0].desk_password_file = "anna.password";
  const AgentIndex anna{0};
  Roster roster(settings, 1, told.tell());
  roster.set_phone(anna, true);
  roster.engage(anna);
  CHECK(told.facts.empty());  // not logged in, so nothing changes
  roster.set_presence(anna, Presence::ready, NotReadyReason::none);
  roster.engage(anna);
  roster.disengage(anna);
  REQUIRE(told.facts.size() == 1);
  CHECK(told.facts[0].presence == Presence::not_ready);
  CHECK(told.facts[0].reason == NotReadyReason::consulting);
  roster.disengage(anna);
  REQUIRE(told.facts.size() == 2);
  CHECK(told.facts[1].presence == Presence::ready);
  roster.set_presence(anna, Presence::not_ready, NotReadyReason::pause);
  roster.engage(anna);
  roster.disengage(anna);
  CHECK(told.facts.size() == 3);
}

TEST_CASE("who has a desk comes back only by saying so") {
  Told told;
  scenarios::BridgeSettings settings;
  settings.agents.push_back({});
  settings.agents[0].agent = AgentIndex{0};
  settings.agents[0].desk_password_file = "anna.password";
  Roster roster(settings, 1, told.tell());
  CHECK(roster.set_presence(AgentIndex{0}, Presence::ready, NotReadyReason::none) == "your phone cannot be reached");
  CHECK(told.facts.empty());
  roster.set_phone(AgentIndex{0}, true);
  CHECK(told.facts.empty());
  CHECK(roster.set_presence(AgentIndex{0}, Presence::ready, NotReadyReason::none).empty());
  roster.set_phone(AgentIndex{0}, false);
  roster.set_phone(AgentIndex{0}, true);
  REQUIRE(told.facts.size() == 2);
  CHECK(told.facts[1].reason == NotReadyReason::phone_lost);
}

TEST_CASE("after a takeover, who was ready and whose phone is not there any more is not ready") {
  Told told;
  scenarios::BridgeSettings settings;
  std::vector<AgentView> agents(3);
  for (std::size_t index = 0; index < agents.size(); ++index) {
    settings.agents.push_back({});
    settings.agents[index].agent = AgentIndex{index};
    agents[index].state = index < 2 ? AgentState::ready : AgentState::not_ready;
  }
  View view;
  view.agents = agents;
  Roster roster(settings, agents.size(), told.tell());
  roster.recall(view);
  roster.set_phone(AgentIndex{0}, true);
  CHECK(told.facts.empty());
  roster.set_phone(AgentIndex{1}, false);
  roster.set_phone(AgentIndex{2}, true);
  REQUIRE(told.facts.size() == 2);
  CHECK(told.facts[0].agent == AgentIndex{1});
  CHECK(told.facts[0].reason == NotReadyReason::phone_lost);
  CHECK(told.facts[1].agent == AgentIndex{2});
  CHECK(told.facts[1].presence == Presence::ready);
}

}  // namespace
}  // namespace twinline::live
