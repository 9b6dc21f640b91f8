#include "tests/bench/bare_simgrid.hpp"

#include <array>
#include <limits>
#include <string>
#include <vector>

#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/s4u.hpp>

namespace twinline::bench {
namespace {

namespace s4u = simgrid::s4u;

class BareSimGrid {
 public:
  BareSimGrid() {
    s4u::Engine::set_config("network/model:CM02");
    s4u::Engine::set_config("network/crosstraffic:0");
    auto* zone = s4u::create_full_zone("zone");
    provider_ = zone->create_host("provider", 1.0)->seal();
    ivr_ = zone->create_host("ivr", 1.0)->set_core_count(ivr_cores)->seal();
    auto* trunk = zone->create_link("trunk", trunk_bandwidth)->set_latency(in_seconds(trunk_latency))->seal();
    zone->add_route(provider_->get_netpoint(), ivr_->get_netpoint(), nullptr, nullptr, {s4u::LinkInRoute{trunk}}, true);
    zone->seal();
    s4u::Activity::on_completion_cb([this](const s4u::Activity& activity) {
      const auto tag = reinterpret_cast<std::uintptr_t>(activity.get_data<void>());
      done_.push_back({static_cast<Calendar::Node>(tag >> 1), (tag & 1) != 0});
    });
  }

  void send(Calendar::Node slot) {
    const auto message = s4u::Comm::sendto_init(provider_, ivr_)->set_payload_size(message_bytes);
    message->set_data(reinterpret_cast<void*>(std::uintptr_t{slot} << 1 | 1));
    start(slot, message);
  }

  void execute(Calendar::Node slot, double seconds) {
    const auto work = s4u::Exec::init()->set_flops_amount(seconds)->set_host(ivr_);
    work->set_data(reinterpret_cast<void*>(std::uintptr_t{slot} << 1));
    start(slot, work);
  }

  Time next_time() {
    if (!knows_next_) {
      const double clock = s4u::Engine::get_clock();
      double first = std::numeric_limits<double>::infinity();
      for (auto* model : engine_.get_all_models()) {
        const double wait = model->next_occurring_event(clock);
        if (wait >= 0) first = std::min(first, clock + wait);
      }
      next_ = first < 1e9 ? world_start + from_seconds(first) : never;
      knows_next_ = true;
    }
    return next_;
  }

  void advance(Time until, std::vector<Ended>& ended) {
    const double target = in_seconds(until - world_start);
    while (s4u::Engine::get_clock() < target) engine_.run_until(target);
    knows_next_ = false;
    ended.swap(done_);
    done_.clear();
  }

 private:
  void start(Calendar::Node slot, const s4u::ActivityPtr& activity) {
    if (running_.size() <= slot) running_.resize(slot + 1);
    running_[slot] = activity;
    activity->start();
    knows_next_ = false;
  }

  std::string name_ = "bare", quiet_ = "--log=root.thres:error";
  std::array<char*, 3> arguments_{name_.data(), quiet_.data(), nullptr};
  int count_ = 2;
  s4u::Engine engine_{&count_, arguments_.data()};
  s4u::Host *provider_ = nullptr, *ivr_ = nullptr;
  std::vector<s4u::ActivityPtr> running_;
  std::vector<Ended> done_;
  Time next_ = never;
  bool knows_next_ = false;
};

}  // namespace

std::uint64_t carry_on_bare_simgrid(const CallLoad& load) {
  BareSimGrid simgrid;
  return CallLoop{simgrid, load}.run();
}

}  // namespace twinline::bench
