// Small runs made by hand, fact by fact, and written as journals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <unistd.h>

#include "policies/acd/acd.hpp"
#include "reports/journal/segment_names.hpp"
#include "reports/journal/writer.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline {

/// A journal of the small centre, in Zurich, from Monday, 2 March 2026, 08:00.
class HandMade {
 public:
  enum class Files : std::uint8_t { one, numbered };

  explicit HandMade(const std::string& name = "story", Files files = Files::one)
      : path_(std::filesystem::temp_directory_path() / ("twinline-" + name + std::to_string(::getpid()) + ".tlj")) {
    header_.centre = small_centre();
    header_.centre.attributes = {"tickets"};
    header_.routing = {"longest_idle_agent", 1, {}};
    header_.staffing = {"fixed", 1, {}};
    header_.ivr = {"straight", 1, {}};
    header_.model_version = 4711;  // of another program: it is explained as long as it replays
    header_.time_zone = "Europe/Zurich";
    header_.world_start = "2026-03-02T08:00:00+01:00";
    acd_ = std::make_unique<Acd>(
        header_.centre,
        scenarios::make_policies(header_.centre, {"longest_idle_agent", 1, {}}, {"fixed", 1, {}}, {"straight", 1, {}}),
        header_.policy_seed);
    outcome_.keep_decisions = true;
    journal::WriterOptions options;
    options.existing = journal::Existing::replace;
    options.segment_bytes = files == Files::numbered ? 1 : 0;
    writer_.emplace(path_, header_, journal::Snapshot{world_start, acd_->save()}, options);
  }
  ~HandMade() {
    for (const auto& file : journal::segments_of(path_)) std::filesystem::remove(file);
  }
  HandMade(const HandMade&) = delete;
  HandMade& operator=(const HandMade&) = delete;

  void tell(Duration at, const Fact& fact) {
    outcome_.clear();
    acd_->handle(world_start + at, fact, outcome_);
    append(at, fact, outcome_);
  }
  void ready(Duration at, AgentIndex agent) { tell(at, AgentPresenceChanged{agent, Presence::ready, {}}); }
  CallId call(Duration at, CallTypeIndex type) {
    const Attribute tickets{AttributeIndex{0U}, 2};
    CallArrived fact;
    fact.call = {CallSlot{slots_++}, 1};
    fact.key = 0xabc0 + calls_++;
    fact.type = type;
    fact.attributes = {&tickets, 1};
    tell(at, fact);
    return fact.call;
  }
  /// The phone that rings for this agent is taken, and the call is over after talk and wrap-up of 60 s and 10 s.
  void serve(Duration at, CallId call, AgentIndex agent) {
    tell(at, OfferAnswered{{agent, acd_->view().agent(agent).offers}});
    tell(at + 60s, TalkEnded{call, TalkEnd::by_caller, 0s});
    tell(at + 70s, WrapUpEnded{call});
  }
  void put_in_force(Duration at, const scenarios::PolicyChoice& routing) {
    const std::uint32_t number = acd_->prepare(scenarios::make_routing(acd_->centre(), routing));
    writer_->append(journal::Preparation{
        number,
        journal::Preparation::Policy{PolicyKind::routing, {routing.name, routing.version, routing.parameters}}});
    tell(at, PolicyPutInForce{PolicyKind::routing, number});
  }
  /// Of numbered files: the next one begins.
  void begin_segment(Duration at) { writer_->append(journal::Snapshot{world_start + at, acd_->save()}); }
  /// As after a restart, ids are given out once more.
  void begin_ids_anew() { slots_ = 0; }
  /// An entry that nothing came of, whatever the ACD would have done.
  void tell_nothing_of(Duration at, const Fact& fact) { append(at, fact, {}); }

  OfferId last_offer(AgentIndex agent) const { return {agent, acd_->view().agent(agent).offers}; }

  const std::filesystem::path& path() const { return path_; }
  /// Nothing is written any more.
  const std::filesystem::path& closed() {
    if (writer_) writer_->close();
    writer_.reset();
    return path_;
  }

 private:
  void append(Duration at, const Fact& fact, const Outcome& outcome) {
    writer_->append(world_start + at, fact, outcome.decisions, outcome.answers, {}, outcome.wishes, outcome.happenings);
  }

  std::filesystem::path path_;
  journal::Header header_;
  std::unique_ptr<Acd> acd_;
  std::optional<journal::Writer> writer_;
  Outcome outcome_;
  std::size_t slots_ = 0, calls_ = 0;
};

}  // namespace twinline
