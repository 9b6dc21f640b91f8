// One call as a log tells it, whatever system wrote the log. Importers fill it, the call table stores it,
// replay, calibration and validation read it. It keeps what the log says, contradictions included, and flags
// them; deciding which calls count for a statistic is the reader's job (see counts_in_kpis and the flags).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/schema/logged_outcome.hpp"

namespace twinline::twin {

using scenarios::LoggedOutcome;

/// Logs are exact to the second or the millisecond, so a whole number of milliseconds holds them without
/// loss.
using Milliseconds = std::chrono::duration<std::int64_t, std::milli>;

/// An instant of a log, on the UTC time line.
using Instant = std::chrono::sys_time<Milliseconds>;

/// What is odd about a row. A flagged row is still a call of the table.
enum class CallFlag : std::uint8_t {
  phantom,                    ///< the log itself says that this was no customer's call
  left_before_queue,          ///< hung up in the voice response unit (VRU) and never entered a queue
  negative_vru_time,          ///< the VRU exit lies before its entry; leave vru_time out of statistics
  unknown_agent,              ///< answered, but the log does not say by whom
  non_positive_service_time,  ///< answered, but with no service time above zero; leave out of service
                              ///< statistics
  service_without_answer,     ///< the log gives a service time to a call that it does not call answered
  inconsistent_duration,      ///< a logged duration differs from its two instants by more than a second
  past_midnight,              ///< some instant belongs to another date than the one that the row names
  ambiguous_local_time,       ///< a clock time that occurred twice as clocks went back; the first was taken
};

inline constexpr std::array<std::string_view, 9> call_flag_names{
    "phantom",
    "left_before_queue",
    "negative_vru_time",
    "unknown_agent",
    "non_positive_service_time",
    "service_without_answer",
    "inconsistent_duration",
    "past_midnight",
    "ambiguous_local_time",
};

class CallFlags {
 public:
  constexpr void set(CallFlag flag) { bits_ |= bit(flag); }
  constexpr bool has(CallFlag flag) const { return (bits_ & bit(flag)) != 0; }
  constexpr bool operator==(const CallFlags&) const = default;

 private:
  static constexpr std::uint32_t bit(CallFlag flag) { return std::uint32_t{1} << static_cast<unsigned>(flag); }
  std::uint32_t bits_ = 0;
};

struct CallRecord {
  std::string call_id;
  std::string customer;  ///< a pseudonym; empty when the log does not know the caller
  std::optional<std::int64_t> priority;
  std::string type;
  std::string segment;
  std::string queue;
  LoggedOutcome outcome = LoggedOutcome::answered;
  std::string agent;  ///< empty when unknown

  Instant arrival{};                   ///< first heard of: entry into the VRU, or into the queue where there is none
  std::optional<Instant> queue_entry;  ///< when the call began to wait for an agent (or was answered at once)
  std::optional<Instant> answer;       ///< start of service
  std::optional<Instant> end;          ///< the caller is gone

  // Durations as the log itself states them where it does, otherwise the difference of the instants.
  std::optional<Milliseconds> vru_time;
  std::optional<Milliseconds> wait;  ///< queue entry to answer or to hanging up; 0 when answered at once
  std::optional<Milliseconds> service_time;
  std::optional<Milliseconds> wrap_up;

  CallFlags flags;
  std::uint64_t source_line = 0;  ///< line of the source on which the row starts, counted from 1

  bool operator==(const CallRecord&) const = default;
};

/// Whether the call counts for KPIs at all: phantoms and other excluded rows do not.
constexpr bool counts_in_kpis(const CallRecord& call) { return call.outcome != LoggedOutcome::excluded; }

/// Whether service_time is one of an agent serving a caller: answered, and longer than zero.
constexpr bool counts_in_service_statistics(const CallRecord& call) {
  return call.outcome == LoggedOutcome::answered && call.service_time && *call.service_time > Milliseconds{0};
}

/// Whether vru_time is a credible one.
constexpr bool counts_in_vru_statistics(const CallRecord& call) {
  return counts_in_kpis(call) && call.vru_time && *call.vru_time >= Milliseconds{0};
}

}  // namespace twinline::twin
