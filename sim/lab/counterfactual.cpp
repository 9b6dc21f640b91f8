#include "sim/lab/counterfactual.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

#include "reports/journal/entry_text.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/replay.hpp"

namespace twinline::sim {
namespace {

/// What the two policies say, and where the replay stands.
struct Tally {
  CounterfactualResult result;
  std::size_t examples = 0;

  void disagree(Time at, std::string recorded, std::string other) {
    ++result.disagreements;
    if (result.first.size() < examples) {
      result.first.push_back({result.entries + 1, at, std::move(recorded), std::move(other)});
    }
  }
};

/// The recorded policy, which decides, with the other one beside it, which is only asked.
class Shadowed final : public RoutingPolicy {
 public:
  Shadowed(std::unique_ptr<RoutingPolicy> recorded, std::shared_ptr<RoutingPolicy> other, std::shared_ptr<Tally> tally)
      : recorded_(std::move(recorded)), other_(std::move(other)), tally_(std::move(tally)) {}

  void decide(const View& view, const Occasion& occasion, Decisions& decisions) const override {
    ++tally_->result.occasions;
    const std::size_t before = decisions.list().size();
    recorded_->decide(view, occasion, decisions);
    const std::vector<Decision> recorded(decisions.list().begin() + static_cast<std::ptrdiff_t>(before),
                                         decisions.list().end());
    Decisions asked;
    std::string threw;
    try {
      other_->decide(view, occasion, asked);
    } catch (const std::exception& error) {
      threw = error.what();
    }
    const std::vector<Decision> other(asked.list().begin(), asked.list().end());
    if (!threw.empty()) {
      tally_->disagree(view.now, journal::to_text(recorded), "threw: " + threw);
    } else if (recorded != other) {
      tally_->disagree(view.now, journal::to_text(recorded), journal::to_text(other));
    }
  }

  HappeningSet interests() const override { return recorded_->interests() | other_->interests(); }
  void learn(const Happening& happening, const View& view) override {
    if (recorded_->interests().has(happening)) recorded_->learn(happening, view);
    if (other_->interests().has(happening)) other_->learn(happening, view);
  }

  // The journal's snapshots know of the recorded policy alone.
  void save(StateWriter& writer) const override { recorded_->save(writer); }
  void restore(StateReader& reader) override { recorded_->restore(reader); }

 private:
  std::unique_ptr<RoutingPolicy> recorded_;
  std::shared_ptr<RoutingPolicy> other_;
  std::shared_ptr<Tally> tally_;
};

}  // namespace

CounterfactualResult counterfactual(const std::filesystem::path& path, const scenarios::PolicyChoice& other,
                                    std::size_t examples) {
  const auto tally = std::make_shared<Tally>();
  tally->examples = examples;
  std::shared_ptr<RoutingPolicy> asked;
  const auto shadow = [&](const Centre& centre, std::unique_ptr<RoutingPolicy> recorded) {
    if (!asked) asked = scenarios::make_routing(centre, other);
    return std::make_unique<Shadowed>(std::move(recorded), asked, tally);
  };
  const auto count = [&](Time, const Happenings&) { ++tally->result.entries; };
  const ReplayResult replayed = replay(path, 0, count, shadow);
  if (replayed.difference) {
    throw std::invalid_argument("entry " + std::to_string(replayed.difference->entry) +
                                " does not replay, so nothing can be said of another policy");
  }
  tally->result.warnings = replayed.warnings;
  return tally->result;
}

}  // namespace twinline::sim
