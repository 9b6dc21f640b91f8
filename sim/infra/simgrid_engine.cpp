#include "sim/infra/simgrid_engine.hpp"

#include <algorithm>
#include <deque>
#include <string>

#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/s4u.hpp>

#include "sim/infra/instants.hpp"
#include "sim/infra/only_engine.hpp"

namespace twinline::infra {
namespace {

namespace s4u = simgrid::s4u;

std::unique_ptr<s4u::Engine> carrying_engine() {
  auto engine = only_engine();
  s4u::Engine::set_config("network/model:CM02");
  // Acknowledgements would take bandwidth in the other direction.
  s4u::Engine::set_config("network/crosstraffic:0");
  // Activities that end this close together end at once. Ten nanoseconds stay above the steps of a double for a year.
  s4u::Engine::set_config("surf/precision:1e-8");
  s4u::Engine::set_config("maxmin/precision:1e-8");
  return engine;
}

}  // namespace

struct SimGridEngine::Parts {
  std::unique_ptr<s4u::Engine> engine = carrying_engine();
  std::vector<s4u::Host*> hosts;
  std::vector<s4u::Link*> links;  ///< null where bandwidth is unlimited
  struct Bandwidth {
    double whole, left;
  };
  std::vector<Bandwidth> bandwidth;          ///< by link
  std::vector<s4u::ActivityPtr> activities;  ///< by job
  std::deque<Job> tags;                      ///< by job: itself, where an activity can point to it
  std::vector<Job> ended;                    ///< as SimGrid told them: a job that was ended by force appears twice
  std::vector<s4u::ActivityPtr> cancelled;   ///< since the last step, in which SimGrid looks at them once more
  Time now = world_start;
  double next_event = 0;  ///< on SimGrid's clock
  Time next_instant;      ///< the same
  bool knows_next_event = false;

  explicit Parts(const Platform& platform) {
    auto* zone = s4u::create_full_zone("platform");
    for (const Host& host : platform.hosts) add(*zone, host);
    for (const Link& link : platform.links) add(*zone, link);
    for (const Route& route : platform.routes) add(*zone, route);
    zone->seal();
    s4u::Activity::on_completion_cb([this](const s4u::Activity& activity) {
      // Nothing else may happen in here: SimGrid is in the middle of its step.
      if (const auto* tag = activity.get_data<Job>()) ended.push_back(*tag);
    });
  }

  void add(s4u::NetZone& zone, const Host& host) {
    const bool computes = !host.aggregated && host.speed < unlimited;
    hosts.push_back(zone.create_host("host" + std::to_string(hosts.size()), computes ? host.speed : 1.0)
                        ->set_core_count(static_cast<int>(host.cores))
                        ->seal());
  }

  void add(s4u::NetZone& zone, const Link& link) {
    bandwidth.push_back({link.bandwidth, link.bandwidth});
    links.push_back(
        link.bandwidth < unlimited
            ? zone.create_link("link" + std::to_string(links.size()), link.bandwidth)->set_latency(0.0)->seal()
            : nullptr);
  }

  void add(s4u::NetZone& zone, const Route& route) const {
    std::vector<s4u::LinkInRoute> limited;
    for (const LinkIndex link : route.links) {
      if (links[link.value] != nullptr) limited.emplace_back(links[link.value]);
    }
    // A message that no link limits is no business of SimGrid's.
    if (limited.empty()) return;
    zone.add_route(hosts[route.from.value]->get_netpoint(), hosts[route.to.value]->get_netpoint(), nullptr, nullptr,
                   limited, true);
  }

  void start(const s4u::ActivityPtr& activity, Job job) {
    if (activities.size() <= job) activities.resize(job + 1);
    activities[job] = activity;
    activity->start();
    knows_next_event = false;
  }

  void show_whole_bandwidth(const std::vector<LinkIndex>& route, bool whole) const {
    for (const LinkIndex link : route) {
      const Bandwidth& of_link = bandwidth[link.value];
      if (of_link.left < of_link.whole) links[link.value]->set_bandwidth(whole ? of_link.whole : of_link.left);
    }
  }

  Job* tag_of(Job job) {
    while (tags.size() <= job) tags.push_back(static_cast<Job>(tags.size()));
    return &tags[job];
  }

  /// Later reports of the job's end go nowhere.
  s4u::ActivityPtr forget(Job job) {
    auto activity = std::move(activities[job]);
    activities[job] = nullptr;
    std::erase(ended, job);
    return activity;
  }

  void find_next_event() {
    settle_cancelled();
    if (!knows_next_event) {
      const double clock = s4u::Engine::get_clock();
      next_event = unlimited;
      for (auto* model : engine->get_all_models()) {
        const double wait = model->next_occurring_event(clock);
        if (wait >= 0) next_event = std::min(next_event, clock + wait);
      }
      next_instant = from_clock(next_event);
      knows_next_event = true;
    }
  }

  void move_to(Time instant) {
    now = instant;
    // An event that rounds to this instant belongs to it, and SimGrid's clock is there when it rounds to it. A step for
    // the rest of the nanosecond would cost as much as any.
    const bool has_event = knows_next_event && next_instant <= instant;
    if (!has_event && from_clock(s4u::Engine::get_clock()) >= instant) return;
    const double target = has_event ? next_event : on_clock(instant);
    if (s4u::Engine::get_clock() >= target) return;
    settle_cancelled();
    // SimGrid may stop a little before it is told to.
    while (s4u::Engine::get_clock() < target) run_until(target);
  }

  void run_until(double target) {
    engine->run_until(target);
    cancelled.clear();
    knows_next_event = false;
  }

  /// SimGrid carries out what was switched off or cancelled in its next step; this one takes no time.
  void settle() { run_until(s4u::Engine::get_clock()); }

  /// Until then the others go on as if what was cancelled still took its share.
  void settle_cancelled() {
    if (!cancelled.empty()) settle();
  }
};

SimGridEngine::SimGridEngine(const Platform& platform) : parts_(std::make_unique<Parts>(platform)) {}

SimGridEngine::~SimGridEngine() {
  for (Job job = 0; job < parts_->activities.size(); ++job) {
    if (parts_->activities[job] != nullptr) cancel(parts_->now, job);
  }
  parts_->settle();
}

void SimGridEngine::execute(Time now, HostIndex host, double amount, Job job) {
  parts_->move_to(now);
  const auto work = s4u::Exec::init()->set_flops_amount(amount)->set_host(parts_->hosts[host.value]);
  work->set_data(parts_->tag_of(job));
  parts_->start(work, job);
}

void SimGridEngine::transfer(Time now, HostIndex from, HostIndex to, const std::vector<LinkIndex>& route,
                             std::uint64_t bytes, Job job) {
  parts_->move_to(now);
  const auto message =
      s4u::Comm::sendto_init(parts_->hosts[from.value], parts_->hosts[to.value])->set_payload_size(bytes);
  message->set_data(parts_->tag_of(job));
  // A message never gets faster than the bandwidth at its start, so at that moment all of it must be there.
  parts_->show_whole_bandwidth(route, true);
  parts_->start(message, job);
  parts_->show_whole_bandwidth(route, false);
}

void SimGridEngine::cancel(Time now, Job job) {
  parts_->move_to(now);
  const bool has_ended = std::find(parts_->ended.begin(), parts_->ended.end(), job) != parts_->ended.end();
  const auto activity = parts_->forget(job);
  activity->set_data(nullptr);
  if (!has_ended) {
    activity->cancel();
    parts_->cancelled.push_back(activity);
  }
  parts_->knows_next_event = false;
}

void SimGridEngine::switch_host(Time now, HostIndex host, bool on) {
  parts_->move_to(now);
  auto* const switched = parts_->hosts[host.value];
  if (on) {
    switched->turn_on();
  } else {
    switched->turn_off();
  }
  parts_->settle();
}

void SimGridEngine::switch_link(Time now, LinkIndex link, bool on) {
  auto* const limited = parts_->links[link.value];
  if (limited == nullptr) return;
  parts_->move_to(now);
  if (on) {
    limited->turn_on();
  } else {
    limited->turn_off();
  }
  parts_->settle();
}

void SimGridEngine::set_bandwidth(Time now, LinkIndex link, double bytes_per_second) {
  auto* const limited = parts_->links[link.value];
  if (limited == nullptr) return;
  parts_->move_to(now);
  parts_->bandwidth[link.value].left = bytes_per_second;
  limited->set_bandwidth(bytes_per_second);
  parts_->knows_next_event = false;
}

Time SimGridEngine::next_time() {
  parts_->find_next_event();
  return parts_->ended.empty() ? std::max(parts_->now, parts_->next_instant) : parts_->now;
}

void SimGridEngine::take_ended(Time now, std::vector<Job>& ended) {
  parts_->find_next_event();
  parts_->move_to(now);
  while (!parts_->ended.empty()) {
    const Job job = parts_->ended.front();
    parts_->forget(job)->set_data(nullptr);
    ended.push_back(job);
  }
}

}  // namespace twinline::infra
