// Carries activities over a platform: work on hosts that share cores, messages over links that share bandwidth. Hosts
// and links are switched off and on from outside, by whoever knows of failures. What an activity means is its starter's
// business; the carrier returns its tag when it ends.
//
// The world's calendar leads and the carrier follows: whoever starts, cancels or switches something at an instant has
// advanced the carrier to it, and taken what ended until then. So at one instant the carrier's ends come first, in
// every run. An activity's end is the nearest nanosecond to the instant that is computed for it, and never lies before
// the carrier's present instant.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "policies/contract/time.hpp"
#include "sim/infra/platform.hpp"

namespace twinline::infra {

/// The starter's name for an activity: a small number, since there is a table by it, given anew only after the activity
/// has ended.
using Tag = std::uint64_t;

/// An activity has ended; `ok`, unless something that it ran on was switched off.
struct Completion {
  Time at;
  Tag tag = 0;
  bool ok = true;
  bool operator==(const Completion&) const = default;
};

/// The order in which completions are told: by time, at one instant by tag.
constexpr bool is_told_before(const Completion& one, const Completion& other) {
  return one.at != other.at ? one.at < other.at : one.tag < other.tag;
}

/// What a host or a link has had to do since the start.
struct Load {
  Duration busy{0};           ///< host: core time used; link: time with a message on it, latency apart, and of the
                              ///< other time the share of the bandwidth that media took
  Duration saturated{0};      ///< time in which activities slowed each other down: more of them than cores, or than one
                              ///< message on a link, or media load that leaves messages next to nothing
  std::uint32_t running = 0;  ///< activities on it at this moment; a message counts once its latency is over
  std::uint32_t queue = 0;    ///< how many of them are more than there are cores (on a link: more than one)
  std::uint64_t finished = 0;  ///< activities that have ended well
  std::uint64_t bytes = 0;     ///< of messages that were delivered over this link
};

/// What a process cannot do again: it has had SimGrid's engine before.
struct CannotCarry : std::logic_error {
  using std::logic_error::logic_error;
};

class Carrier {
 public:
  Carrier() = default;
  Carrier(const Carrier&) = delete;
  Carrier& operator=(const Carrier&) = delete;
  virtual ~Carrier() = default;

  /// Starts work on a host at the present instant; with no work, or on a host of unlimited speed, it ends there and
  /// then. False, and nothing is started, if the host is off. Throws std::invalid_argument for a tag that is running.
  virtual bool execute(HostIndex host, double work_seconds, Tag tag) = 0;

  /// Sends a message at the present instant: it takes the latencies of the route's links, then shares their bandwidth.
  /// From a host to itself it takes no time. False, and nothing is sent, if either host or a link between them is off,
  /// or there is no route. Throws std::invalid_argument for a tag that is running.
  virtual bool send(HostIndex from, HostIndex to, std::uint64_t bytes, Tag tag) = 0;

  /// Ends an activity; nothing is reported of it. False if no such activity is running.
  virtual bool cancel(Tag tag) = 0;

  /// Nothing ends before this instant as things stand, and something may then; `never` if nothing runs.
  virtual Time next_time() = 0;

  /// Moves to `until`, which must not lie before the present instant, and appends what has ended up to and including
  /// it, by time and tag.
  virtual void advance(Time until, std::vector<Completion>& completed) = 0;

  /// Switches a host off or on at the present instant. When it goes off, what runs on it and the messages
  /// from and to it end at once, and not well.
  virtual void switch_host(HostIndex host, bool on) = 0;
  /// The same of a link, and of the messages that pass it.
  virtual void switch_link(LinkIndex link, bool on) = 0;
  virtual bool is_on(HostIndex host) const = 0;
  virtual bool is_on(LinkIndex link) const = 0;

  /// From now on an aggregated host has so many cores, at least one; what runs on it shares them. Throws
  /// std::invalid_argument for a host that is not aggregated.
  virtual void set_cores(HostIndex host, std::uint32_t cores) = 0;

  /// From now on an aggregated host works at this share of its speed, above 0 and at most 1; what runs on it is slower,
  /// too. Throws std::invalid_argument for another share, and for a host that is not aggregated.
  virtual void set_pace(HostIndex host, double share) = 0;

  /// From now on media takes so many bytes per second of the link's bandwidth, before any message. A thousandth is left
  /// to messages in any case, so that they end some day.
  virtual void set_background_load(LinkIndex link, double bytes_per_second) = 0;

  /// Up to `at`, which lies between the present instant and next_time(), as things stand; or up to the present instant.
  virtual Load load(HostIndex host, std::optional<Time> at = std::nullopt) const = 0;
  virtual Load load(LinkIndex link, std::optional<Time> at = std::nullopt) const = 0;
};

/// A carrier for this platform, at the world's start, with everything on. Throws std::invalid_argument for indices and
/// numbers that make no sense, and CannotCarry if it needs SimGrid (needs_simgrid) and this process, or the one that it
/// was forked from, has had such a carrier before: SimGrid's engine is one a process and its clock never goes back.
std::unique_ptr<Carrier> make_carrier(const Platform& platform);

}  // namespace twinline::infra
