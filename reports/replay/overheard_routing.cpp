#include "reports/replay/overheard_routing.hpp"

#include <exception>
#include <utility>
#include <vector>

namespace twinline::journal {
namespace {

/// What is shared by all policies that a journal puts in force.
struct Listener {
  Overhearing overhearing;
  std::unique_ptr<RoutingPolicy> other;  ///< none: nobody else is asked
  bool open = false;                     ///< the journal's first snapshot was read
};

bool may_share_state(const PolicyIdentity& a, const PolicyIdentity& b) {
  return a.name == b.name && a.version == b.version && a.build == b.build;
}

/// The recorded policy, which decides, with the other one beside it, which is only asked.
class OverheardRouting final : public RoutingPolicy {
 public:
  OverheardRouting(std::unique_ptr<RoutingPolicy> recorded, PolicyIdentity identity, std::shared_ptr<Listener> listener)
      : recorded_(std::move(recorded)), identity_(std::move(identity)), listener_(std::move(listener)) {}

  void decide(const View& view, const Occasion& occasion, Decisions& decisions) const override {
    const bool keep_reasons = listener_->overhearing.keep_reasons;
    RoutingAnswer answer, others;
    const std::size_t before = decisions.list().size();
    ask_recorded(view, occasion, decisions, keep_reasons ? &answer.reasons : nullptr);
    answer.decisions.assign(decisions.list().begin() + static_cast<std::ptrdiff_t>(before), decisions.list().end());
    if (listener_->other) {
      Decisions asked;
      if (keep_reasons) asked.keep_reasons_in(&others.reasons);
      try {
        listener_->other->decide(view, occasion, asked);
      } catch (const std::exception& error) {
        others.threw = *error.what() == '\0' ? "an exception without words" : error.what();
      } catch (...) {
        others.threw = "something that is no std::exception";
      }
      others.decisions.assign(asked.list().begin(), asked.list().end());
    }
    listener_->overhearing.tell({view, occasion, identity_, answer, listener_->other ? &others : nullptr});
  }

  HappeningSet interests() const override {
    return recorded_->interests() | (listener_->other ? listener_->other->interests() : HappeningSet{});
  }
  /// The other one first, for what the recorded policy throws is the ACD's affair. What the other throws is nobody's.
  void learn(const Happening& happening, const View& view) override {
    RoutingPolicy* other = listener_->other.get();
    if (other != nullptr && other->interests().has(happening)) {
      try {
        other->learn(happening, view);
      } catch (...) {  // NOLINT(bugprone-empty-catch): it must not change what is replayed
      }
    }
    if (recorded_->interests().has(happening)) recorded_->learn(happening, view);
  }

  // The journal's snapshots know of the recorded policy alone.
  void save(StateWriter& writer) const override { recorded_->save(writer); }
  void restore(StateReader& reader) override {
    recorded_->restore(reader);
    const bool opens = !std::exchange(listener_->open, true);
    if (!opens || !listener_->other || !may_share_state(identity_, listener_->overhearing.other)) return;
    StateWriter state;
    recorded_->save(state);
    StateReader copy(state.bytes());
    listener_->other->restore(copy);
  }

 private:
  /// A replay keeps no reasons of its own, so these may be kept aside.
  void ask_recorded(const View& view, const Occasion& occasion, Decisions& decisions,
                    std::vector<Reason>* reasons) const {
    decisions.keep_reasons_in(reasons);
    try {
      recorded_->decide(view, occasion, decisions);
    } catch (...) {
      decisions.keep_reasons_in(nullptr);
      throw;
    }
    decisions.keep_reasons_in(nullptr);
  }

  std::unique_ptr<RoutingPolicy> recorded_;
  PolicyIdentity identity_;
  std::shared_ptr<Listener> listener_;
};

}  // namespace

RoutingWrapper overheard(Overhearing overhearing) {
  const auto listener = std::make_shared<Listener>();
  listener->overhearing = std::move(overhearing);
  return [listener](const Centre& centre, const PolicyIdentity& identity, std::unique_ptr<RoutingPolicy> recorded) {
    if (listener->overhearing.make_other && !listener->other)
      listener->other = listener->overhearing.make_other(centre);
    return std::make_unique<OverheardRouting>(std::move(recorded), identity, listener);
  };
}

}  // namespace twinline::journal
