#include "live_bridge/rollout/retelling.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <utility>
#include <variant>

#include "live_bridge/wall/behind_the_loop.hpp"
#include "reports/journal/reader.hpp"
#include "reports/journal/segment_names.hpp"

namespace twinline::live::rollout {
namespace {

/// Follows a journal's records and says which of them belong to the time in which a policy was in force.
class InForce {
 public:
  InForce(const journal::PolicyIdentity& policy, bool from_the_start) : policy_(policy), is_(from_the_start) {}

  void take(const journal::Preparation& preparation) {
    const auto* prepared = std::get_if<journal::Preparation::Policy>(&preparation.what);
    if (!prepared || prepared->kind != PolicyKind::routing) return;
    is_prepared_ = prepared->identity == policy_;
    number_ = preparation.number;
  }

  /// Whether it was in force before this entry's fact, which may change that.
  bool take(const journal::Entry& entry) {
    const auto* change = std::get_if<PolicyPutInForce>(&entry.fact);
    const bool before = is_;
    if (change && change->kind == PolicyKind::routing) is_ = is_prepared_ && number_ == change->prepared;
    return before;
  }

 private:
  const journal::PolicyIdentity& policy_;
  bool is_;
  bool is_prepared_ = false;  ///< the routing policy that was prepared last is this one
  std::uint32_t number_ = 0;  ///< of that preparation; the fact that puts it in force comes next
};

/// An index of a queue means the same in both, as far as both have it.
void check_queues(const Centre& told, const Centre& meant) {
  const auto common = static_cast<std::ptrdiff_t>(std::min(told.queues.size(), meant.queues.size()));
  const bool same = std::equal(told.queues.begin(), told.queues.begin() + common, meant.queues.begin(),
                               [](const Queue& a, const Queue& b) { return a.name == b.name; });
  if (!same) throw std::runtime_error("the queues were others then");
}

}  // namespace

template <class Watch>
Retelling<Watch>::Retelling(std::filesystem::path journal, journal::PolicyIdentity policy, Time from, Centre centre,
                            std::unique_ptr<Watch> watch)
    : journal_(std::move(journal)),
      policy_(std::move(policy)),
      from_(from),
      centre_(std::move(centre)),
      segments_(journal::segments_of(journal_).size()),
      watch_(std::move(watch)),
      thread_([this] { run(); }) {}

template <class Watch>
Retelling<Watch>::~Retelling() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

template <class Watch>
void Retelling<Watch>::run() {
  run_behind_the_loop();
  try {
    read();
  } catch (const std::exception& error) {
    why_ = error.what();
  }
  done_ = true;
}

template <class Watch>
void Retelling<Watch>::read() {
  journal::Reader reader(journal_);
  reader.seek_snapshot(from_);
  InForce in_force(policy_, reader.header().routing == policy_);
  while (!stop_) {
    const auto record = reader.next();
    if (!record || reader.segment() >= segments_) return;
    if (const auto* preparation = std::get_if<journal::Preparation>(&*record)) {
      in_force.take(*preparation);
    } else if (const auto* entry = std::get_if<journal::Entry>(&*record)) {
      if (in_force.take(*entry) && entry->at >= from_) watch_->fold(entry->at, entry->happenings);
    } else {
      check_queues(reader.header().centre, centre_);
    }
  }
}

template <class Watch>
void Retelling<Watch>::heard(Time now, std::span<const Happening> happenings) {
  meanwhile_.push_back({now, {happenings.begin(), happenings.end()}});
}

template <class Watch>
std::unique_ptr<Watch> Retelling<Watch>::told() {
  if (!done_) return nullptr;
  thread_.join();
  for (const Noted& noted : meanwhile_) watch_->fold(noted.at, noted.happenings);
  return std::move(watch_);
}

template class Retelling<twinline::rollout::RolloutMonitor>;
template class Retelling<twinline::rollout::BandWatch>;

}  // namespace twinline::live::rollout
