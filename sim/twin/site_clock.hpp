// The clock on a site's wall: turns what a log shows into instants and back, by the IANA time-zone database.
// A clock time may not exist (clocks went forward over it) or exist twice (they went back); both are told,
// never guessed away.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <date/tz.h>

#include "sim/twin/call_record.hpp"

namespace twinline::twin {

/// What a wall clock shows, date included.
using LocalTime = date::local_time<Milliseconds>;

class SiteClock {
 public:
  /// Throws std::runtime_error with a message for people when there is no such zone.
  explicit SiteClock(std::string_view time_zone);

  struct Reading {
    Instant instant;
    bool ambiguous = false;  ///< the clock showed this twice; the first is given
  };

  /// When the clock showed this; nothing when it never did.
  std::optional<Reading> instant_of(LocalTime shown) const;

  /// What the clock shows at an instant.
  LocalTime shown_at(Instant instant) const;

  /// `1999-02-01T07:02:47+02:00`, with milliseconds only where they are not zero.
  std::string iso8601(Instant instant) const;

  const std::string& time_zone() const { return zone_->name(); }

 private:
  const date::sys_info& info_at(Instant instant) const;

  const date::time_zone* zone_;
  // Logs are nearly in order, so the last answer of the database serves again almost always.
  mutable date::sys_info last_info_{};
};

/// Reads what SiteClock::iso8601 writes (`Z` for UTC as well); nothing when it is not that.
std::optional<Instant> instant_from_iso8601(std::string_view text);

}  // namespace twinline::twin
