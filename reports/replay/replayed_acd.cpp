#include "reports/replay/replayed_acd.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "policies/acd/defect.hpp"

namespace twinline::journal {
namespace {

/// A process that reloads once a second does not reach this in a day.
constexpr std::uint32_t most_preparations = 100'000;

PolicyIdentity& policy_in(Header& header, PolicyKind kind) {
  switch (kind) {
    case PolicyKind::staffing: return header.staffing;
    case PolicyKind::ivr: return header.ivr;
    case PolicyKind::routing: break;
  }
  return header.routing;
}

/// What an equal policy had learnt before it, where the journal says so.
template <class Policy>
void restore(Policy& made, const Preparation::Policy& prepared) {
  if (prepared.state.empty()) return;
  StateReader reader(prepared.state);
  made.restore(reader);
  if (!reader.at_end()) {
    throw std::invalid_argument("the journal hands over to policy '" + prepared.identity.name + "' more than it knows");
  }
}

}  // namespace

ReplayedAcd::ReplayedAcd(const Header& header, PolicyMakers makers)
    : header_(header),
      makers_(std::move(makers)),
      acd_(std::make_unique<Acd>(
          header.centre,
          Policies{makers_.routing(header.centre, header.routing), makers_.staffing(header.centre, header.staffing),
                   makers_.ivr(header.centre, header.ivr)},
          header.policy_seed)) {}

bool ReplayedAcd::take(const Snapshot& snapshot) {
  if (open_) return acd_->save() == snapshot.state;
  acd_->restore(snapshot.state);
  last_ = snapshot.at;
  open_ = true;
  return true;
}

void ReplayedAcd::take(const Preparation& preparation) {
  const std::uint32_t number = preparation.number;
  if (number > most_preparations) {
    throw std::invalid_argument("the journal has a preparation with the number " + std::to_string(number));
  }
  acd_->prepare_next_as(number);
  if (const auto* centre = std::get_if<Centre>(&preparation.what)) {
    acd_->prepare(*centre);
    return;
  }
  const auto& policy = std::get<Preparation::Policy>(preparation.what);
  prepared_[number] = policy;
  const auto prepare = [&](const auto& make) {
    auto made = make(acd_->centre(), policy.identity);
    restore(*made, policy);
    acd_->prepare(std::move(made));
  };
  switch (policy.kind) {
    case PolicyKind::routing: prepare(makers_.routing); break;
    case PolicyKind::staffing: prepare(makers_.staffing); break;
    case PolicyKind::ivr: prepare(makers_.ivr); break;
  }
}

void ReplayedAcd::take(const Entry& entry, Outcome& outcome) {
  begin(entry);
  acd_->handle(entry.at, entry.fact, outcome);
  end(entry);
}

void ReplayedAcd::follow(const Entry& entry, Outcome& outcome) {
  begin(entry);
  acd_->repeat(entry.at, entry.fact, {entry.decisions, entry.answers}, outcome);
  end(entry);
}

void ReplayedAcd::begin(const Entry& entry) {
  if (!open_) throw std::invalid_argument("the journal does not open with a snapshot");
  ++header_.entries_before;
  if (const auto defect = acd::defect_of({entry.at, entry.fact}, acd_->view())) {
    throw std::invalid_argument("entry " + std::to_string(header_.entries_before) +
                                " cannot have happened: " + *defect);
  }
}

void ReplayedAcd::end(const Entry& entry) {
  last_ = entry.at;
  const auto* change = std::get_if<PolicyPutInForce>(&entry.fact);
  const auto found = change ? prepared_.find(change->prepared) : prepared_.end();
  if (found != prepared_.end()) policy_in(header_, found->second.kind) = found->second.identity;
}

}  // namespace twinline::journal
