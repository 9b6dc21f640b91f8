#include "policies/calendar/calendar.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

#include <catch2/catch.hpp>

namespace twinline {
namespace {

/// SplitMix64.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return (mixed ^ (mixed >> 31)) % bound;
  }

 private:
  std::uint64_t state_;
};

Time at(std::int64_t nanoseconds) { return Time{Duration{nanoseconds}}; }

/// A calendar beside a std::multimap, which keeps equal keys in the order of insertion: both must always agree.
class Pair {
 public:
  explicit Pair(std::size_t nodes) : calendar_(nodes), places_(nodes, map_.end()) {}

  void schedule(Calendar::Node node, std::int64_t when) {
    calendar_.schedule(node, at(when));
    if (places_[node] != map_.end()) map_.erase(places_[node]);
    places_[node] = map_.emplace(when, node);
  }
  void cancel(Calendar::Node node) {
    calendar_.cancel(node);
    if (places_[node] != map_.end()) map_.erase(places_[node]);
    places_[node] = map_.end();
  }
  /// False where the two disagree.
  bool pop() {
    const auto first = map_.begin();
    const bool same_time = calendar_.next_time() == at(first->first);
    const Calendar::Node node = calendar_.pop();
    const bool same = same_time && node == first->second;
    now_ = first->first;
    places_[first->second] = map_.end();
    map_.erase(first);
    return same;
  }
  void grow(std::size_t nodes) {
    calendar_.grow(nodes);
    places_.resize(nodes, map_.end());
  }
  bool agree(Calendar::Node node) const {
    const bool scheduled = places_[node] != map_.end();
    return calendar_.size() == map_.size() && calendar_.scheduled(node) == scheduled &&
           (!scheduled || calendar_.time_of(node) == at(places_[node]->first)) &&
           calendar_.next_time() == (map_.empty() ? never : at(map_.begin()->first));
  }
  bool empty() const { return map_.empty(); }
  std::size_t size() const { return map_.size(); }
  std::size_t nodes() const { return places_.size(); }
  std::int64_t now() const { return now_; }

 private:
  using Map = std::multimap<std::int64_t, Calendar::Node>;
  Map map_;
  Calendar calendar_;
  std::vector<Map::iterator> places_;
  std::int64_t now_ = 0;
};

/// How far ahead the next event lies: the character of a storm.
struct Character {
  std::uint64_t near = 1'000'000'000;  ///< most events lie below this far ahead
  std::uint64_t far = 86'400'000'000'000;
  std::uint64_t far_one_in = 50;
  std::uint64_t same_one_in = 10;  ///< at the very instant of the last pop
  std::uint64_t cancel_one_in = 8;
};

/// Holds about `held` nodes in the calendar for so many operations; returns the operations on which both agreed.
std::uint64_t storm(std::uint64_t seed, std::size_t held, std::uint64_t operations, const Character& character) {
  Dice dice(seed);
  Pair pair(held + held / 4 + 2);
  std::uint64_t agreed = 0;
  for (; agreed < operations; ++agreed) {
    const auto node = static_cast<Calendar::Node>(dice.below(pair.nodes()));
    if (dice.below(character.cancel_one_in) == 0) {
      pair.cancel(node);
    } else if (pair.size() < held || dice.below(4) == 0) {
      std::uint64_t ahead = dice.below(character.near);
      if (dice.below(character.far_one_in) == 0) ahead = dice.below(character.far);
      if (dice.below(character.same_one_in) == 0) ahead = 0;
      pair.schedule(node, pair.now() + static_cast<std::int64_t>(ahead));
    } else if (!pair.pop()) {
      break;
    }
    if (!pair.agree(node)) break;
  }
  while (!pair.empty()) {
    if (!pair.pop()) return agreed;
  }
  return agreed;
}

}  // namespace

TEST_CASE("an empty calendar has no next event", "[calendar]") {
  Calendar calendar(3);
  CHECK(calendar.size() == 0);
  CHECK(calendar.next_time() == never);
  calendar.cancel(1);
  CHECK(calendar.size() == 0);
  calendar.schedule(1, at(7));
  CHECK(calendar.next_time() == at(7));
  CHECK(calendar.pop() == 1);
  CHECK_FALSE(calendar.scheduled(1));
  CHECK(calendar.next_time() == never);
}

TEST_CASE("events of one instant come out in the order in which they went in", "[calendar]") {
  Calendar calendar(10'000);
  for (Calendar::Node node = 0; node < 10'000; ++node) calendar.schedule((node * 7) % 10'000, at(5'000));
  SECTION("all of them") {
    for (Calendar::Node node = 0; node < 10'000; ++node) REQUIRE(calendar.pop() == (node * 7) % 10'000);
  }
  SECTION("one that is scheduled again stands behind the others") {
    calendar.schedule(0, at(5'000));
    CHECK(calendar.pop() == 7);
    Calendar::Node last = Calendar::none;
    while (calendar.size() > 0) last = calendar.pop();
    CHECK(last == 0);
  }
}

TEST_CASE("the calendar agrees with a multimap over millions of operations", "[calendar]") {
  Character character;
  SECTION("sizes from one to a hundred thousand") {
    for (const std::size_t held : {1U, 2U, 17U, 300U, 513U, 4'000U, 20'000U}) {
      CAPTURE(held);
      CHECK(storm(held, held, 250'000, character) == 250'000);
    }
    CHECK(storm(100'000, 100'000, 600'000, character) == 600'000);
  }
  SECTION("crowded instants") {
    character.near = 40;
    character.same_one_in = 2;
    CHECK(storm(2, 500, 300'000, character) == 300'000);
  }
  SECTION("nanoseconds apart") {
    character.near = 3'000;
    CHECK(storm(3, 2'000, 300'000, character) == 300'000);
  }
  SECTION("years ahead") {
    character.near = 400'000'000'000'000'000;
    character.far = 3'000'000'000'000'000;
    CHECK(storm(4, 50, 5'000, character) == 5'000);
    character.near = 4'000'000'000'000;
    CHECK(storm(5, 50, 200'000, character) == 200'000);
  }
  SECTION("mostly cancelled") {
    character.cancel_one_in = 2;
    CHECK(storm(6, 1'000, 300'000, character) == 300'000);
  }
}

TEST_CASE("bursts and long idle gaps in turn", "[calendar]") {
  Dice dice(11);
  Pair pair(50'000);
  for (int burst = 0; burst < 12; ++burst) {
    const std::int64_t start = pair.now() + 3'600'000'000'000 * burst;
    const std::size_t size = burst % 2 == 0 ? 50'000 : 20;
    for (Calendar::Node node = 0; node < size; ++node) {
      pair.schedule(node, start + static_cast<std::int64_t>(dice.below(burst % 3 == 0 ? 2'000'000 : 1'000'000'000)));
    }
    while (!pair.empty()) REQUIRE(pair.pop());
  }
}

TEST_CASE("a crowd within one microsecond costs no more than one spread out", "[calendar]") {
  // A hundred thousand, in no order. Were each to walk past those that stand in its bucket, it would take minutes.
  constexpr std::size_t crowd = 100'000;
  Dice dice(31);
  Pair pair(crowd);
  const auto began = std::chrono::steady_clock::now();
  for (Calendar::Node node = 0; node < crowd; ++node) {
    pair.schedule(node, 3'600'000'000'000 + static_cast<std::int64_t>(dice.below(1'000)));
  }
  CHECK(std::chrono::steady_clock::now() - began < 10s);
  while (!pair.empty()) REQUIRE(pair.pop());
}

TEST_CASE("what is scheduled for never comes last", "[calendar]") {
  Pair pair(4);
  pair.schedule(0, never.time_since_epoch().count());
  pair.schedule(1, never.time_since_epoch().count());
  pair.schedule(2, 5);
  pair.schedule(0, never.time_since_epoch().count());
  CHECK(pair.agree(0));
  CHECK(pair.pop());
  CHECK(pair.pop());
  CHECK(pair.pop());
  CHECK(pair.empty());
}

TEST_CASE("growth keeps what is scheduled", "[calendar]") {
  Pair pair(10);
  Dice dice(5);
  for (std::size_t nodes = 10; nodes <= 5'000; nodes += 499) {
    pair.grow(nodes);
    for (Calendar::Node node = 0; node < nodes; node += 3) {
      pair.schedule(node, pair.now() + static_cast<std::int64_t>(dice.below(1'000'000)));
    }
    for (std::size_t pops = nodes / 6; pops > 0; --pops) REQUIRE(pair.pop());
  }
  while (!pair.empty()) REQUIRE(pair.pop());
}

TEST_CASE("the pace may change by orders of magnitude", "[calendar]") {
  // Tuning happens every some thousand pops; the order must not notice.
  Dice dice(23);
  Pair pair(200);
  for (const std::int64_t pace : {1'000LL, 1'000'000'000'000LL, 10LL, 60'000'000'000LL, 1LL}) {
    for (int step = 0; step < 20'000; ++step) {
      const auto node = static_cast<Calendar::Node>(dice.below(200));
      pair.schedule(node, pair.now() + static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(pace))));
      if (pair.size() > 100) REQUIRE(pair.pop());
    }
    CHECK(pair.agree(0));
  }
}

}  // namespace twinline
