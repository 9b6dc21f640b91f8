#include "live_bridge/world/earlier.hpp"

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "live_bridge/wall/log.hpp"
#include "reports/journal/instant_text.hpp"
#include "reports/journal/reader.hpp"
#include "reports/journal/segment_names.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live {
namespace {

scenarios::PolicyChoice choice_of(const journal::PolicyIdentity& identity) {
  return {identity.name, identity.version, identity.parameters};
}

}  // namespace

std::unique_ptr<Acd> acd_of(const journal::Header& header) {
  return std::make_unique<Acd>(header.centre,
                               scenarios::make_policies(header.centre, choice_of(header.routing),
                                                        choice_of(header.staffing), choice_of(header.ivr)),
                               header.policy_seed);
}

namespace {

/// The policy of this kind in a header.
journal::PolicyIdentity& policy_in(journal::Header& header, PolicyKind kind) {
  switch (kind) {
    case PolicyKind::staffing: return header.staffing;
    case PolicyKind::ivr: return header.ivr;
    case PolicyKind::routing: break;
  }
  return header.routing;
}

/// Feeds an ACD the records of one segment, and keeps up which policies are in force.
class Follower {
 public:
  explicit Follower(const journal::Header& header) : header_(header), acd_(acd_of(header)) {}

  void follow(const journal::Snapshot& snapshot) {
    if (!opened_) acd_->restore(snapshot.state);  // a later one is where the entries have led to
    opened_ = true;
    last_ = snapshot.at;
  }

  void follow(const journal::Preparation& preparation) {
    acd_->prepare_next_as(preparation.number);
    if (const auto* centre = std::get_if<Centre>(&preparation.what)) {
      acd_->prepare(*centre);
      return;
    }
    const auto& policy = std::get<journal::Preparation::Policy>(preparation.what);
    prepared_[preparation.number] = policy;
    journal::Header with = header_;
    policy_in(with, policy.kind) = policy.identity;
    Policies made = scenarios::make_policies(acd_->centre(), choice_of(with.routing), choice_of(with.staffing),
                                             choice_of(with.ivr));
    switch (policy.kind) {
      case PolicyKind::routing: acd_->prepare(std::move(made.routing)); break;
      case PolicyKind::staffing: acd_->prepare(std::move(made.staffing)); break;
      case PolicyKind::ivr: acd_->prepare(std::move(made.ivr)); break;
    }
  }

  void follow(const journal::Entry& entry) {
    outcome_.clear();
    acd_->handle(entry.at, entry.fact, outcome_);
    last_ = entry.at;
    ++header_.entries_before;
    const auto* change = std::get_if<PolicyPutInForce>(&entry.fact);
    const auto found = change ? prepared_.find(change->prepared) : prepared_.end();
    if (found != prepared_.end()) policy_in(header_, found->second.kind) = found->second.identity;
  }

  bool opened() const { return opened_; }
  Time last() const { return last_; }
  const journal::Header& header() const { return header_; }
  std::unique_ptr<Acd> take() { return std::move(acd_); }

 private:
  journal::Header header_;  ///< as of the last record
  std::unique_ptr<Acd> acd_;
  std::map<std::uint32_t, journal::Preparation::Policy> prepared_;
  Outcome outcome_;
  Time last_;
  bool opened_ = false;
};

}  // namespace

std::unique_ptr<Bridge::Earlier> Bridge::read_earlier(const scenarios::StoreSettings& store) {
  if (journal::segments_of(store.journal).empty()) return nullptr;
  journal::Reader reader(store.journal);
  reader.seek_segment(reader.segments().size() - 1);
  std::optional<Follower> follower;
  while (const auto record = reader.next()) {
    if (!follower) follower.emplace(reader.header());
    std::visit([&](const auto& what) { follower->follow(what); }, *record);
  }
  if (!follower || !follower->opened()) throw std::runtime_error(store.journal + " has no state to go on from");
  auto earlier = std::make_unique<Earlier>();
  earlier->world_start = journal::instant_of(follower->header().world_start);
  earlier->last = follower->last();
  earlier->header = follower->header();
  earlier->acd = follower->take();
  log_info("going on from {}: {} entries", store.journal, earlier->header.entries_before);
  return earlier;
}

}  // namespace twinline::live
