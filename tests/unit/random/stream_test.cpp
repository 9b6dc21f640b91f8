#include "sim/random/stream.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <set>
#include <vector>

#include <catch2/catch.hpp>

using namespace twinline::random;

namespace {

constexpr int streamed = 100'000;

/// Correlation of two sequences of uniform numbers, in standard errors of independent ones.
template <class First, class Second>
double correlation_in_standard_errors(First first, Second second) {
  double sum = 0;
  for (int i = 0; i < streamed; ++i) sum += (first(i) - 0.5) * (second(i) - 0.5);
  return sum * 12 / std::sqrt(static_cast<double>(streamed));
}

double draw(std::uint64_t seed, std::uint64_t replication, Purpose purpose, Entity entity, std::uint64_t index = 0) {
  Stream stream = StreamSeed(seed, replication).stream(purpose, entity);
  stream.skip(index);
  return stream.uniform();
}

/// Chi-square of how many of n words fall into each of 256 classes, in standard errors from its mean.
template <class Word>
double unevenness(Word word) {
  std::array<int, 256> counts{};
  for (int i = 0; i < streamed; ++i) ++counts[word(i) & 255];
  const double expected = streamed / 256.0;
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - expected) * (count - expected) / expected;
  return (chi_square - 255) / std::sqrt(510.0);
}

}  // namespace

TEST_CASE("a number depends on its key alone") {
  const StreamSeed seed(42, 3);
  Stream one = seed.stream(Purpose::patience, Entity(1, 2, 4711));
  Stream other = seed.stream(Purpose::talk, Entity(1, 2, 4711));
  const std::uint64_t first = one.bits();
  for (int i = 0; i < 10; ++i) other.bits();
  const std::uint64_t second = one.bits();
  Stream again = StreamSeed(42, 3).family(Purpose::patience).stream(Entity(1).with(2).with(4711));
  CHECK(again.bits() == first);
  CHECK(again.bits() == second);
  Stream skipped = seed.stream(Purpose::patience, Entity(1, 2, 4711));
  skipped.skip(1);
  Stream resumed(skipped.position());
  CHECK(skipped.bits() == second);
  CHECK(resumed.bits() == second);
}

TEST_CASE("each part of a key changes the number") {
  const Entity call(1, 0, 5);
  std::set<double> numbers;
  for (const std::uint64_t seed : {0, 1, 2}) {
    for (const std::uint64_t replication : {0, 1, 2}) {
      for (const Purpose purpose : {Purpose::interarrival, Purpose::patience, Purpose::talk}) {
        for (const Entity entity :
             {call, call.with(0), call.with(1), call.with(0, 0), Entity(5, 0, 1), Entity(0, 1, 5)}) {
          for (const std::uint64_t index : {0, 1, 2}) numbers.insert(draw(seed, replication, purpose, entity, index));
        }
      }
    }
  }
  CHECK(numbers.size() == 3 * 3 * 3 * 6 * 3);
}

TEST_CASE("entities of neighbouring parts do not coincide") {
  std::vector<std::uint64_t> keys;
  for (std::uint64_t type = 0; type < 10; ++type) {
    for (std::uint64_t day = 0; day < 100; ++day) {
      for (std::uint64_t ordinal = 0; ordinal < 1000; ++ordinal) keys.push_back(Entity(type, day, ordinal).key());
    }
  }
  std::sort(keys.begin(), keys.end());
  CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
}

TEST_CASE("streams of neighbouring keys are uncorrelated") {
  const auto n = [](int i) { return static_cast<std::uint64_t>(i); };
  const auto base = [&](int i) { return draw(1, 1, Purpose::patience, Entity(1, 1, n(i))); };
  const double limit = 4;  // standard errors
  // The same calls under another purpose, seed, replication, index, day, type; the next call; a redial.
  for (const Purpose purpose :
       {Purpose::interarrival, Purpose::balk, Purpose::talk, Purpose::wrap_up, Purpose::redial}) {
    CHECK(std::fabs(correlation_in_standard_errors(
              base, [&](int i) { return draw(1, 1, purpose, Entity(1, 1, n(i))); })) < limit);
  }
  for (const std::uint64_t step : {1, 2, 3, 4, 8, 1024}) {
    CAPTURE(step);
    const auto correlation = [&](auto other) { return std::fabs(correlation_in_standard_errors(base, other)); };
    CHECK(correlation([&](int i) { return draw(1 + step, 1, Purpose::patience, Entity(1, 1, n(i))); }) < limit);
    CHECK(correlation([&](int i) { return draw(1, 1 + step, Purpose::patience, Entity(1, 1, n(i))); }) < limit);
    CHECK(correlation([&](int i) { return draw(1, 1, Purpose::patience, Entity(1, 1, n(i)), step); }) < limit);
    CHECK(correlation([&](int i) { return draw(1, 1, Purpose::patience, Entity(1 + step, 1, n(i))); }) < limit);
    CHECK(correlation([&](int i) { return draw(1, 1, Purpose::patience, Entity(1, 1 + step, n(i))); }) < limit);
    CHECK(correlation([&](int i) { return draw(1, 1, Purpose::patience, Entity(1, 1, n(i) + step)); }) < limit);
    CHECK(correlation([&](int i) { return draw(1, 1, Purpose::patience, Entity(1, 1, n(i)).with(step)); }) < limit);
  }
  // Seeds and replications must not be exchangeable: seed 1, replication 2 is not seed 2, replication 1.
  CHECK(std::fabs(correlation_in_standard_errors([&](int i) { return draw(n(i), 7, Purpose::talk, Entity(3)); },
                                                 [&](int i) { return draw(7, n(i), Purpose::talk, Entity(3)); })) <
        limit);
}

TEST_CASE("each byte of a number is even over entities, purposes, seeds, replications and indices") {
  const auto n = [](int i) { return static_cast<std::uint64_t>(i); };
  Stream sequence = StreamSeed(9, 9).stream(Purpose::interarrival, Entity(0));
  std::vector<std::uint64_t> sequential;
  for (int i = 0; i < streamed; ++i) sequential.push_back(sequence.bits());
  for (int byte = 0; byte < 64; byte += 8) {
    CAPTURE(byte);
    CHECK(std::fabs(unevenness([&](int i) { return sequential[n(i)] >> byte; })) < 4.5);
    CHECK(std::fabs(unevenness(
              [&](int i) { return StreamSeed(9, 9).stream(Purpose::talk, Entity(n(i))).bits() >> byte; })) < 4.5);
    CHECK(std::fabs(unevenness(
              [&](int i) { return StreamSeed(9, n(i)).stream(Purpose::talk, Entity(0)).bits() >> byte; })) < 4.5);
    CHECK(std::fabs(unevenness(
              [&](int i) { return StreamSeed(n(i), 9).stream(Purpose::talk, Entity(0)).bits() >> byte; })) < 4.5);
    CHECK(std::fabs(unevenness([&](int i) {
            return StreamSeed(9, 9).stream(static_cast<Purpose>(i), Entity(0)).bits() >> byte;
          })) < 4.5);
  }
}

TEST_CASE("one bit of an entity flips half the bits of its numbers") {
  const StreamFamily family = StreamSeed(5, 5).family(Purpose::patience);
  for (int bit = 0; bit < 64; ++bit) {
    int flipped = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
      const std::uint64_t key = mixing::finalise(i);
      flipped += std::popcount(family.stream(Entity(key)).bits() ^
                               family.stream(Entity(key ^ (std::uint64_t{1} << bit))).bits());
    }
    CAPTURE(bit);
    CHECK(std::fabs(flipped - 64'000.0) < 5 * std::sqrt(2000 * 64 * 0.25));
  }
}

TEST_CASE("uniform numbers lie strictly between 0 and 1, whole ones below their bound") {
  Stream stream = StreamSeed(1, 1).stream(Purpose::talk, Entity(1));
  std::array<int, 6> counts{};
  int heads = 0;
  for (int i = 0; i < 600'000; ++i) {
    const double u = stream.uniform();
    REQUIRE(u > 0);
    REQUIRE(u < 1);
    ++counts.at(stream.below(6));
    heads += stream.chance(0.3);
  }
  for (const int count : counts) CHECK(std::fabs(count - 100'000.0) < 4 * std::sqrt(100'000.0 * 5 / 6));
  CHECK(std::fabs(heads - 180'000.0) < 4 * std::sqrt(600'000 * 0.21));
  CHECK(Stream(1).below(1) == 0);
}

TEST_CASE("purposes keep their numbers for ever") {
  const std::pair<Purpose, std::uint32_t> fixed[] = {
      {Purpose::interarrival, 1},      {Purpose::busyness_day, 2},
      {Purpose::busyness_interval, 3}, {Purpose::segment, 4},
      {Purpose::replay_thinning, 5},   {Purpose::call_attribute, 6},
      {Purpose::patience, 20},         {Purpose::balk, 21},
      {Purpose::redial, 22},           {Purpose::redial_delay, 23},
      {Purpose::resolution, 24},       {Purpose::recontact, 25},
      {Purpose::recontact_delay, 26},  {Purpose::treatment_response, 27},
      {Purpose::ivr_choice, 28},       {Purpose::ivr_time, 29},
      {Purpose::satisfaction, 30},     {Purpose::talk, 40},
      {Purpose::hold_share, 41},       {Purpose::hold, 42},
      {Purpose::wrap_up, 43},          {Purpose::transfer, 44},
      {Purpose::ring_answer, 60},      {Purpose::ring_time, 61},
      {Purpose::absence, 62},          {Purpose::adherence, 63},
      {Purpose::break_time, 64},       {Purpose::request_answer, 65},
      {Purpose::turnover, 66},         {Purpose::failure, 80},
      {Purpose::repair, 81},           {Purpose::resampling, 100},
  };
  for (const auto& [purpose, number] : fixed) CHECK(static_cast<std::uint32_t>(purpose) == number);
}
