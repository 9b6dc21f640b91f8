#include "reports/explain/told_call.hpp"

#include <utility>
#include <variant>

#include <fmt/format.h>

#include "reports/journal/reader.hpp"

namespace twinline::reports {
namespace {

/// Looks for a call in records that follow one another, and knows which routing policy is in force meanwhile.
class CallSearch {
 public:
  explicit CallSearch(CallKey key) { found_.key = key; }

  /// A segment of this header begins, where the search does.
  void begin(const journal::Header& header, bool is_newest) {
    routing_ = header.routing;
    if (is_newest) found_.newest = header;
  }

  void take(const journal::Preparation& preparation, bool of_newest) {
    const auto* centre = std::get_if<Centre>(&preparation.what);
    if (centre && of_newest) found_.newest.centre = *centre;
    const auto* policy = std::get_if<journal::Preparation::Policy>(&preparation.what);
    if (policy && policy->kind == PolicyKind::routing) prepared_ = {preparation.number, policy->identity};
  }

  void take(const journal::Entry& entry, std::size_t segment) {
    const auto* change = std::get_if<PolicyPutInForce>(&entry.fact);
    if (change && change->kind == PolicyKind::routing && change->prepared == prepared_.number) {
      routing_ = prepared_.identity;
    }
    const auto* arrival = std::get_if<CallArrived>(&entry.fact);
    if (arrival && arrival->key == found_.key) {
      found_.call = arrival->call;
      found_.segment = segment;
      found_.waited.reset();
      is_found_ = true;
    }
    if (is_found_ && !found_.waited) note_wait(entry);
  }

  bool is_found() const { return is_found_; }
  bool has_waited() const { return found_.waited.has_value(); }
  CallFound release() { return std::move(found_); }

 private:
  void note_wait(const journal::Entry& entry) {
    for (const Happening& happening : entry.happenings) {
      const auto* wait = std::get_if<WaitBegan>(&happening);
      if (wait && wait->call == found_.call) found_.waited = {entry.at, wait->labels.queue, routing_};
    }
  }

  CallFound found_;
  bool is_found_ = false;
  journal::PolicyIdentity routing_;
  struct {
    std::uint32_t number = 0;
    journal::PolicyIdentity identity;
  } prepared_;  ///< last; the fact that puts it in force comes next
};

/// From the opening of a segment to its end, and on into the next ones until the call that was found there waits.
void search(journal::Reader& reader, std::size_t segment, CallSearch& wanted) {
  const std::size_t newest = reader.segments().size() - 1;
  reader.seek_segment(segment);
  wanted.begin(reader.header(), segment == newest);
  while (const auto record = reader.next()) {
    const bool is_beyond = reader.segment() != segment;
    if (is_beyond && (!wanted.is_found() || wanted.has_waited())) return;
    if (const auto* entry = std::get_if<journal::Entry>(&*record)) {
      wanted.take(*entry, reader.segment());
    } else if (const auto* preparation = std::get_if<journal::Preparation>(&*record)) {
      wanted.take(*preparation, reader.segment() == newest);
    }
  }
}

}  // namespace

std::optional<CallFound> find_call(const std::filesystem::path& journal, CallKey key) {
  journal::Reader reader(journal);
  CallSearch wanted(key);
  for (std::size_t segment = reader.segments().size(); segment-- > 0 && !wanted.is_found();) {
    search(reader, segment, wanted);
  }
  if (!wanted.is_found()) return std::nullopt;
  return wanted.release();
}

ToldCall tell_call(const std::filesystem::path& journal, const CallFound& found, const journal::PolicyMakers& makers,
                   journal::Overhearing overhearing, StoryTeller::LocalText local) {
  StoryTeller teller(found.call, found.key, found.newest.centre, std::move(local));
  overhearing.tell = [&](const journal::Overheard& heard) { teller.heard(heard); };
  overhearing.keep_reasons = true;
  const journal::ReplayResult replayed = journal::replay(
      journal, found.segment, journal::with_wrapped_routing(makers, journal::overheard(std::move(overhearing))),
      [&](const journal::Entry& entry, const Outcome&) {
        teller.happened(entry);
        return !teller.story().ended;
      });
  ToldCall told{teller.story(), replayed.difference};
  if (found.segment > 0) told.story.ordinal = 0;
  told.story.time_zone = found.newest.time_zone.empty() ? "UTC" : found.newest.time_zone;
  return told;
}

std::string in_words(const journal::ReplayDifference& difference) {
  return fmt::format("entry {} differs in its {} when it is replayed, so nothing can be said of why", difference.entry,
                     difference.what);
}

}  // namespace twinline::reports
