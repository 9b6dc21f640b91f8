// Storms: work, messages, cancellations, failures and repairs at random, on hosts that SimGrid carries and on
// aggregated ones. Nothing is lost track of, nothing ends twice or before it was foretold, and both kinds tell the
// same.
#include <algorithm>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

#include "sim/random/standard_draws.hpp"
#include "sim/random/stream.hpp"
#include "tests/infra/own_process.hpp"
#include "tests/infra/small_platform.hpp"

namespace twinline::infra {
namespace {

constexpr int steps = 400;

class Storm {
 public:
  Storm(const Platform& platform, std::uint64_t seed)
      : carrier_(make_carrier(platform)),
        dice_(random::StreamSeed{seed, 0}.stream(random::Purpose::ivr_choice, random::Entity{0})) {}

  /// What ended, and, as if it had ended there and then and not well, what could not start.
  std::vector<Completion> run() {
    for (int step = 0; step < steps; ++step) {
      pass(from_seconds(random::standard_exponential(dice_) * 0.3));
      act(++last_tag_);
    }
    for (const HostIndex host : {sbc, ivr, crm}) carrier_->switch_host(host, true);
    for (Time next = carrier_->next_time(); next != never; next = carrier_->next_time()) pass(next - now_);
    require(under_way_.empty(), "something was lost track of");
    for (const HostIndex host : {sbc, ivr, crm}) require(carrier_->load(host).running == 0, "a host is never done");
    for (const LinkIndex link : {trunk, wan}) require(carrier_->load(link).running == 0, "a link is never done");
    std::sort(told_.begin(), told_.end(), [](const auto& one, const auto& other) { return one.tag < other.tag; });
    return told_;
  }

 private:
  static void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
  }

  void pass(Duration duration) {
    const Time foretold = carrier_->next_time(), until = now_ + duration;
    ended_.clear();
    carrier_->advance(until, ended_);
    for (const Completion& end : ended_) {
      require(end.at >= foretold && end.at >= now_ && end.at <= until, "an end at the wrong time");
      require(under_way_.erase(end.tag) == 1, "something ended twice, or was cancelled");
      told_.push_back(end);
    }
    require(std::is_sorted(ended_.begin(), ended_.end(), is_told_before), "ends out of order");
    now_ = until;
  }

  void act(Tag tag) {
    const HostIndex host{dice_.below(3)}, other{dice_.below(3)};
    const LinkIndex link{dice_.below(2)};
    const auto what = dice_.below(100);
    const double amount = random::standard_exponential(dice_);
    if (what < 55) {
      started(carrier_->execute(host, amount, tag), tag);
    } else if (what < 80) {
      started(carrier_->send(host, other, static_cast<std::uint64_t>(200 * amount), tag), tag);
    } else if (what < 90) {
      const Tag victim = 1 + dice_.below(tag);
      require(carrier_->cancel(victim) == (under_way_.erase(victim) == 1), "what is under way can be cancelled");
    } else if (what < 94) {
      carrier_->switch_host(host, !carrier_->is_on(host));
    } else if (what < 97) {
      carrier_->switch_link(link, !carrier_->is_on(link));
    } else {
      carrier_->set_background_load(link, 400 * amount);
    }
  }

  void started(bool has, Tag tag) {
    if (has) {
      under_way_.insert(tag);
    } else {
      told_.push_back({now_, tag, false});
    }
  }

  std::unique_ptr<Carrier> carrier_;
  random::Stream dice_;
  Time now_ = world_start;
  Tag last_tag_ = 0;
  std::set<Tag> under_way_;
  std::vector<Completion> ended_, told_;
};

std::vector<Completion> storm(std::uint64_t seed, bool aggregated) {
  return in_own_process([=] {
    Platform platform = small_platform(Carried::by_simgrid);
    for (Host& host : platform.hosts) host.aggregated = aggregated;
    return Storm{platform, seed}.run();
  });
}

bool tell_the_same(const std::vector<Completion>& ours, const std::vector<Completion>& theirs) {
  return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(), [](const auto& one, const auto& other) {
    return one.tag == other.tag && one.ok == other.ok && std::abs((one.at - other.at).count()) <= 20'000;
  });
}

}  // namespace

TEST_CASE("In storms of failures no activity is lost track of, whoever carries it") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const auto theirs = storm(seed, false);
    CHECK(theirs.size() > steps / 2);
    CHECK(tell_the_same(storm(seed, true), theirs));
  }
}

}  // namespace twinline::infra
