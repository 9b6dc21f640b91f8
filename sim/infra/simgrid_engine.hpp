// The door to SimGrid (3.32): hosts with cores and links with a bandwidth, on SimGrid's clock. Nothing of SimGrid shows
// here, for its header takes seconds to compile. Latencies, unlimited speeds and the meaning of failures are the
// carrier's; it also sees to it that nothing is started on what is off, which SimGrid does not survive.
//
// SimGrid's clock follows: it is moved only when something starts, ends or changes, and stands at most half a
// nanosecond before or behind the instant that it was last moved to.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "policies/contract/time.hpp"
#include "sim/infra/platform.hpp"

namespace twinline::infra {

class SimGridEngine {
 public:
  /// A small number that its starter chooses; free again when the job has ended.
  using Job = std::uint32_t;

  /// Throws CannotCarry if this process, or the one it was forked from, has had an engine. `now` never goes back, here
  /// and below.
  explicit SimGridEngine(const Platform& platform);
  SimGridEngine(const SimGridEngine&) = delete;
  SimGridEngine& operator=(const SimGridEngine&) = delete;
  ~SimGridEngine();

  /// Work on a host that is on. `amount` is in seconds of a core of speed 1.
  void execute(Time now, HostIndex host, double amount, Job job);
  /// The part of a message that takes bandwidth, between hosts that are on, over the links of their route, which are
  /// on.
  void transfer(Time now, HostIndex from, HostIndex to, const std::vector<LinkIndex>& route, std::uint64_t bytes,
                Job job);
  /// Ends a job without a word; also one that has ended and was not taken yet.
  void cancel(Time now, Job job);

  /// A host's or a link's jobs end when it goes off.
  void switch_host(Time now, HostIndex host, bool on);
  void switch_link(Time now, LinkIndex link, bool on);
  void set_bandwidth(Time now, LinkIndex link, double bytes_per_second);

  /// Nothing ends before this instant as things stand; `never` if nothing runs.
  Time next_time();
  /// Appends the jobs that have ended by `now`, which is no later than next_time().
  void take_ended(Time now, std::vector<Job>& ended);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace twinline::infra
