// What customers think and do, one customer at a time, against formulas.
#include "sim/people/opinions.hpp"

#include <array>
#include <cmath>

#include <catch2/catch.hpp>

#include "sim/people/caller_key.hpp"

namespace twinline::sim {
namespace {

const random::StreamSeed opinions_seed(5, 0);

CallKey contact_number(std::uint64_t ordinal) { return first_attempt_key(CallTypeIndex{0}, 0, ordinal); }

/// Customers who are all alike.
scenarios::Customers customers_alike() {
  scenarios::Customers customers;
  customers.satisfaction.between_customers = 0;
  customers.satisfaction.noise = 0;
  customers.sales.resize(1);
  return customers;
}

/// Standard error of a share, and a bit.
double four_errors(double share, std::uint64_t n) {
  return 4 * std::sqrt(share * (1 - share) / static_cast<double>(n));
}

}  // namespace

TEST_CASE("each part of a bad contact costs its points") {
  const scenarios::Customers customers = customers_alike();
  const Opinions opinions(customers, opinions_seed);
  const auto points = [&](const Experience& experience, double last = 0) {
    return opinions.points(experience, last, contact_number(1));
  };
  CHECK(points({}) == 0);
  CHECK(points({customers.satisfaction.tolerance}) == 0);
  CHECK(points({customers.satisfaction.tolerance + 5min}) == Approx(-5 * 0.08));
  CHECK(points({Duration{0}, 2}) == Approx(-2 * 0.2));
  CHECK(points({Duration{0}, 1, 1}) == Approx(-0.2 - 0.4));
  CHECK(points({Duration{0}, 0, 0, 3}) == Approx(-3 * 0.3));
  CHECK(points({Duration{0}, 0, 0, 0, ContactEnd::unresolved}) == Approx(-1.2));
  CHECK(points({Duration{0}, 0, 0, 0, ContactEnd::not_served}) == Approx(-1.8));
  CHECK(points({}, -2) == Approx(-2 * 0.3));
}

TEST_CASE("points become a score and a recommendation") {
  CHECK(Opinions::score(-3) == 1);
  CHECK(Opinions::score(1.49) == 1);
  CHECK(Opinions::score(1.5) == 2);
  CHECK(Opinions::score(4.49) == 4);
  CHECK(Opinions::score(9) == 5);
  CHECK(Opinions::recommendation(-3) == 0);
  CHECK(Opinions::recommendation(3) == 5);
  CHECK(Opinions::recommendation(4.4) == 9);
  CHECK(Opinions::recommendation(4.39) == 8);
  CHECK(Opinions::recommendation(9) == 10);
}

TEST_CASE("what is a customer's own and what is a contact's own vary as they should") {
  const scenarios::Customers customers;
  const Opinions opinions(customers, opinions_seed);
  constexpr std::uint64_t n = 20000;
  double own = 0, noise = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    own += std::pow(opinions.own_points(random::Entity{i}), 2) / n;
    noise += std::pow(opinions.points({}, 0, contact_number(i)), 2) / n;
  }
  CHECK(own == Approx(0.5 * 0.5).epsilon(0.04));
  CHECK(noise == Approx(0.7 * 0.7).epsilon(0.04));
}

TEST_CASE("a survey's mean is that of the scores weighted by who answers") {
  scenarios::Customers customers;
  customers.surveys.asked = 0.5;
  const Opinions opinions(customers, opinions_seed);
  constexpr std::uint64_t n = 60000;
  std::array<double, 5> given{};
  double asked = 0, answered = 0, answered_points = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::uint8_t score = Opinions::score(3.4 + opinions.points({}, 0, contact_number(i)));
    ++given[score - 1U];
    if (!opinions.is_asked(contact_number(i))) continue;
    ++asked;
    if (!opinions.answers(score, contact_number(i))) continue;
    ++answered;
    answered_points += score;
  }
  CHECK(std::abs(asked / n - 0.5) < four_errors(0.5, n));
  double weights = 0, weighted = 0;
  for (std::size_t score = 1; score <= 5; ++score) {
    weights += given[score - 1] * customers.surveys.answers[score - 1];
    weighted += static_cast<double>(score) * given[score - 1] * customers.surveys.answers[score - 1];
  }
  CHECK(answered / asked == Approx(weights / n).epsilon(0.03));
  CHECK(answered_points / answered == Approx(weighted / weights).margin(4 * 1.3 / std::sqrt(answered)));
}

TEST_CASE("loyalty rises with what is solved well, more after something went wrong, and falls with the rest") {
  const scenarios::Customers customers = customers_alike();
  const Opinions opinions(customers, opinions_seed);
  CHECK(opinions.loyalty_after(0.5, true, false, 5) == Approx(0.5 + 0.5 * 0.02));
  CHECK(opinions.loyalty_after(0.5, true, true, 4) == Approx(0.5 + 0.5 * 0.04));
  CHECK(opinions.loyalty_after(0.5, true, true, 3) == 0.5);
  CHECK(opinions.loyalty_after(0.5, true, false, 2) == Approx(0.5 * 0.95));
  CHECK(opinions.loyalty_after(0.5, false, false, 5) == Approx(0.5 * 0.85));
  CHECK(opinions.loyalty_after(1, true, true, 5) == 1);
}

TEST_CASE("customers begin around the loyalty that is written, and within its spread") {
  scenarios::Customers customers;
  customers.loyalty.at_start = 0.6;
  customers.loyalty.spread = 0.1;
  const Opinions opinions(customers, opinions_seed);
  double sum = 0, least = 1, most = 0;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const double loyalty = opinions.loyalty_at_start(random::Entity{i});
    sum += loyalty;
    least = std::min(least, loyalty);
    most = std::max(most, loyalty);
  }
  CHECK(sum / 5000 == Approx(0.6).margin(0.004));
  CHECK(least >= 0.5);
  CHECK(least < 0.505);
  CHECK(most <= 0.7);
  CHECK(most > 0.695);
}

TEST_CASE("who is loyal stays, who says nothing leaves more often, and who is loyal buys again") {
  scenarios::Customers customers = customers_alike();
  customers.churn = {{0.3, 0.1}, 2};
  customers.buys_again = {0, 0.4};
  customers.sales[0] = {0.3, 0.1, 50};
  const Opinions opinions(customers, opinions_seed);
  constexpr std::uint64_t n = 40000;
  double loyal = 0, disloyal = 0, silent = 0, again = 0, sold = 0, sold_otherwise = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    loyal += opinions.leaves(1, false, contact_number(i));
    disloyal += opinions.leaves(0.25, false, contact_number(i));
    silent += opinions.leaves(0.25, true, contact_number(i));
    again += opinions.buys_again(0.5, contact_number(i));
    sold += opinions.buys(CallTypeIndex{0}, true, contact_number(i));
    sold_otherwise += opinions.buys(CallTypeIndex{0}, false, contact_number(i));
  }
  CHECK(std::abs(loyal / n - 0.1) < four_errors(0.1, n));
  CHECK(std::abs(disloyal / n - 0.25) < four_errors(0.25, n));
  CHECK(std::abs(silent / n - 0.5) < four_errors(0.5, n));
  CHECK(std::abs(again / n - 0.2) < four_errors(0.2, n));
  CHECK(std::abs(sold / n - 0.3) < four_errors(0.3, n));
  CHECK(std::abs(sold_otherwise / n - 0.1) < four_errors(0.1, n));
}

TEST_CASE("the centre rings who answered badly, and nobody else") {
  scenarios::Customers customers = customers_alike();
  customers.remedy.share = 0.5;
  customers.remedy.delay.parameters = {60};
  const Opinions opinions(customers, opinions_seed);
  double rung = 0;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    rung += opinions.remedy(2, contact_number(i)).has_value();
    CHECK_FALSE(opinions.remedy(3, contact_number(i)));
  }
  CHECK(std::abs(rung / 4000 - 0.5) < four_errors(0.5, 4000));
}

}  // namespace twinline::sim
