#include "live_bridge/shadow/shadow.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

#include "reports/journal/entry_text.hpp"

namespace twinline::live::shadow {
namespace {

/// The candidate with its time limit around it. While nobody asks it only learns.
class WatchedCandidate final : public RoutingPolicy {
 public:
  WatchedCandidate(std::unique_ptr<RoutingPolicy> candidate, Watchdog& dog, const bool& asking,
                   std::uint64_t& learning_failures)
      : candidate_(std::move(candidate)), dog_(dog), asking_(asking), learning_failures_(learning_failures) {}

  void decide(const View& view, const Occasion& occasion, Decisions& decisions) const override {
    if (!asking_) return;
    const Watchdog::Turn turn(dog_);
    candidate_->decide(view, occasion, decisions);
  }
  HappeningSet interests() const override { return candidate_->interests(); }
  void learn(const Happening& happening, const View& view) override {
    const Watchdog::Turn turn(dog_);
    try {
      candidate_->learn(happening, view);
    } catch (...) {
      ++learning_failures_;
    }
  }
  void save(StateWriter& writer) const override { candidate_->save(writer); }
  void restore(StateReader& reader) override {
    const Watchdog::Turn turn(dog_);
    candidate_->restore(reader);
  }

 private:
  std::unique_ptr<RoutingPolicy> candidate_;
  Watchdog& dog_;
  const bool& asking_;
  std::uint64_t& learning_failures_;
};

}  // namespace

Shadow::Shadow(std::filesystem::path journal, journal::PolicyMakers makers, Candidate candidate, Watchdog& dog,
               Duration patience)
    : follower_(std::move(journal)),
      makers_(std::move(makers)),
      candidate_(std::move(candidate)),
      dog_(dog),
      patience_(patience) {
  outcome_.keep_decisions = true;
}

std::size_t Shadow::take_in(std::size_t records, Time now) {
  if (!at_end_) at_end_ = now;
  for (std::size_t taken = 0; taken < records; ++taken) {
    const auto record = follower_.next();
    if (!record) {
      at_end_ = now;
      asking_ = true;
      tally_.behind = false;
      return taken;
    }
    take(*record);
  }
  notice_delay(now);
  return records;
}

/// An ACD as the segment opens, with the candidate beside the policies that it names.
void Shadow::begin(const journal::Header& header) {
  journal::Overhearing overhearing;
  overhearing.tell = [this](const journal::Overheard& said) { heard(said); };
  overhearing.other = candidate_.identity;
  overhearing.keep_reasons = true;
  overhearing.make_other = [this](const Centre& centre) -> std::unique_ptr<RoutingPolicy> {
    const Watchdog::Turn turn(dog_);
    return std::make_unique<WatchedCandidate>(candidate_.make(centre), dog_, asking_, tally_.learning_failures);
  };
  journal::PolicyMakers makers = makers_;
  makers.routing = [wrap = journal::overheard(std::move(overhearing)), plain = makers_.routing](
                       const Centre& centre, const journal::PolicyIdentity& identity) {
    return wrap(centre, identity, plain(centre, identity));
  };
  acd_.emplace(header, std::move(makers));
}

void Shadow::take(const journal::Record& record) {
  if (!acd_) begin(follower_.header());
  if (const auto* entry = std::get_if<journal::Entry>(&record)) {
    take(*entry);
  } else if (const auto* preparation = std::get_if<journal::Preparation>(&record)) {
    acd_->take(*preparation);
  } else if (!acd_->take(std::get<journal::Snapshot>(record))) {
    throw std::runtime_error("the journal's snapshot after entry " + std::to_string(acd_->header().entries_before) +
                             " is another state than its entries lead to here");
  }
}

void Shadow::take(const journal::Entry& entry) {
  outcome_.clear();
  acd_->take(entry, outcome_);
  ++tally_.entries;
  tally_.last = entry.at;
  if (outcome_.decisions == entry.decisions) return;
  throw std::runtime_error("entry " + std::to_string(acd_->header().entries_before) + " decided " +
                           journal::to_text(entry.decisions) + ", and here it decides " +
                           journal::to_text(outcome_.decisions));
}

void Shadow::heard(const journal::Overheard& heard) {
  if (asking_) {
    count(heard, acd_->header().entries_before, tally_);
  } else {
    ++tally_.dropped_occasions;
  }
}

/// Who is behind leaves out what can be left out: all before the newest segment, and until the end is reached the
/// candidate's answers.
void Shadow::notice_delay(Time now) {
  if (now - *at_end_ <= patience_) return;
  asking_ = false;
  tally_.behind = true;
  if (follower_.has_newer_segment()) skip();
}

void Shadow::skip() {
  const std::uint64_t lived = acd_->header().entries_before;
  if (!follower_.skip_to_newest()) return;
  ++tally_.skips;
  tally_.dropped_entries += follower_.header().entries_before - lived;
  acd_.reset();
}

}  // namespace twinline::live::shadow
