// The fold of journal entries into call detail records: one record for each call that ended, with one row for each
// offer that it led to. It keeps the calls in progress and nothing else, so that it is rebuilt from any place of the
// journal before the oldest of them arrived. Databases are not its business.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "live_bridge/store/instants.hpp"
#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/happenings.hpp"

namespace twinline::live::store {

/// What of a journal entry matters to call records. Owns everything, so that it may wait for another thread.
struct EntryExcerpt {
  struct Arrival {
    CallId call;
    CallKey key = 0;
    CallTypeIndex type;
    SegmentIndex segment;
    TrunkIndex trunk;
  };

  std::uint64_t entry = 0;  ///< counted from 1 over the whole journal
  Time at;
  std::optional<Arrival> arrival;
  Happenings happenings;
};

EntryExcerpt excerpt_of(std::uint64_t entry, Time at, const Fact& fact, const Happenings& happenings);

/// The centre that is put in force under this number by what happened, if any.
std::optional<std::uint32_t> centre_change_in(const Happenings& happenings);

struct OfferRecord {
  std::string agent, agent_group;
  std::string made;  ///< instants are ISO 8601, UTC
  double rang = 0;   ///< seconds, as everywhere in records
  std::string_view outcome;
};

struct CallRecord {
  std::uint64_t call = 0;   ///< the entry in which it arrived: its name within the journal
  std::uint64_t entry = 0;  ///< the entry that ended it
  std::string key;          ///< the pseudonym, 16 hexadecimal digits
  std::string call_type;    ///< under which it first waited
  std::optional<std::string> segment, trunk;
  std::string queues;  ///< those in which it waited, in order: `retail > loans`
  std::string arrived;
  std::optional<std::string> queued, answered;       ///< the first time
  std::string ended;                                 ///< when the caller was gone; wrap-up comes later
  double wait = 0, talk = 0, hold = 0, wrap_up = 0;  ///< over all waits and agents; hold lies within talk
  std::optional<std::string> agent, agent_group;     ///< the last who answered
  std::string_view outcome;
  bool abandoned_while_ringing = false;
  std::uint32_t offers_refused = 0;  ///< not answered, declined, busy, unreachable; not those that were withdrawn
  std::uint32_t transfers = 0;
  std::vector<OfferRecord> offers;
};

class CallRecordFold {
 public:
  explicit CallRecordFold(Instants instants) : instants_(instants) {}

  /// Names come from this centre from now on. It must be set before the first entry.
  void use(std::shared_ptr<const Centre> centre) { centre_ = std::move(centre); }

  /// Appends the records of calls that ended in this entry. A call whose arrival was not seen has no record.
  void fold(const EntryExcerpt& excerpt, std::vector<CallRecord>& records);

  /// The entry in which the oldest call in progress arrived; none without calls.
  std::optional<std::uint64_t> oldest_arrival() const;

 private:
  struct Offered {
    AgentIndex agent;
    GroupIndex group;
    Time made;
    Duration rang{0};
    OfferEnd how = OfferEnd::withdrawn;  ///< until it has ended otherwise
  };

  /// A call in progress, in indices: tables grow at their ends, so that names can wait until the call has ended.
  struct Call {
    CallId id;
    std::uint64_t arrival_entry = 0;
    CallKey key = 0;
    CallTypeIndex type;
    SegmentIndex segment;
    TrunkIndex trunk;
    std::vector<QueueIndex> queues;
    Time arrived;
    std::optional<Time> queued, answered;
    std::uint64_t handled_entry = 0;  ///< in which the last agent was done with it, and when their talk had ended
    Time talk_ended;
    Duration wait{0}, talk{0}, hold{0}, wrap_up{0};
    AgentIndex agent;
    GroupIndex group;
    bool abandoned_while_ringing = false;
    std::uint32_t transfers = 0;
    std::vector<Offered> offers;
  };

  Call* find(CallId call);
  void on(Time at, const WaitBegan& began);
  void on(Time at, const WaitEnded& ended);
  void on(Time at, const OfferMade& made);
  void on(const OfferEnded& ended);
  void on(std::uint64_t entry, const HandlingEnded& ended);
  CallRecord record_of(const Call& call, std::uint64_t entry, Time at, CallOutcome outcome) const;

  Instants instants_;
  std::shared_ptr<const Centre> centre_;
  std::map<CallSlot, Call> calls_;
};

}  // namespace twinline::live::store
