// The carrier of a whole platform. It keeps latencies and what is off itself, gives work on aggregated hosts to
// processor-sharing servers, and all else that takes time to SimGrid, if there is any.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "policies/calendar/calendar.hpp"
#include "sim/infra/activity_table.hpp"
#include "sim/infra/carrier.hpp"
#include "sim/infra/load_meter.hpp"
#include "sim/infra/processor_sharing.hpp"
#include "sim/infra/simgrid_engine.hpp"

namespace twinline::infra {

class MixedCarrier final : public Carrier {
 public:
  /// `platform` has been checked.
  explicit MixedCarrier(const Platform& platform);

  bool execute(HostIndex host, double work_seconds, Tag tag) override;
  bool send(HostIndex from, HostIndex to, std::uint64_t bytes, Tag tag) override;
  bool cancel(Tag tag) override;
  Time next_time() override;
  void advance(Time until, std::vector<Completion>& completed) override;
  void switch_host(HostIndex host, bool on) override;
  void switch_link(LinkIndex link, bool on) override;
  bool is_on(HostIndex host) const override { return hosts_[host.value].is_on; }
  bool is_on(LinkIndex link) const override { return links_[link.value].is_on; }
  void set_cores(HostIndex host, std::uint32_t cores) override;
  void set_pace(HostIndex host, double share) override;
  void set_background_load(LinkIndex link, double bytes_per_second) override;
  Load load(HostIndex host, std::optional<Time> at) const override {
    return hosts_[host.value].meter.load(at.value_or(now_));
  }
  Load load(LinkIndex link, std::optional<Time> at) const override {
    return links_[link.value].meter.load(at.value_or(now_));
  }

 private:
  using Slot = ActivityTable::Slot;

  struct HostState {
    LoadMeter meter;
    std::optional<ProcessorSharingServer> server;  ///< of an aggregated host
    bool is_on = true;
  };
  struct LinkState {
    LoadMeter meter;
    bool is_on = true;
  };
  /// What lies between two hosts.
  struct Path {
    const std::vector<LinkIndex>* links = nullptr;  ///< null: nothing does
    Duration latency{0};
    bool takes_bandwidth = false;
  };

  const Path& path(HostIndex from, HostIndex to) const { return paths_[from.value * hosts_.size() + to.value]; }
  Path find_path(HostIndex from, HostIndex to) const;
  bool is_open(const Path& between) const;

  void delay(Slot slot, Time until);
  void foresee(HostIndex host);
  void transfer(Slot slot);
  bool collect_ends();
  bool end_delays();
  void end(Slot slot, bool ok);
  void withdraw(Slot slot);
  void report(std::vector<Completion>& completed);
  template <class Touches>
  void fail_all(Touches touches);
  void count_end(const Activity& activity);

  Platform platform_;
  std::vector<HostState> hosts_;
  std::vector<LinkState> links_;
  std::vector<Path> paths_;  ///< from × to
  std::unique_ptr<SimGridEngine> engine_;
  ActivityTable activities_;
  Calendar delays_;          ///< by slot: when it is over
  Calendar servings_;        ///< by host: when its server has next finished something
  std::vector<Slot> over_;   ///< have ended at this instant
  std::vector<Slot> ended_;  ///< kept for its memory
  Time now_ = world_start;
};

}  // namespace twinline::infra
