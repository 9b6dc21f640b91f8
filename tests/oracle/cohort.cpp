#include "tests/oracle/cohort.hpp"

#include <utility>

#include "tests/oracle/centre_model.hpp"

namespace twinline::oracle {

Cohort::Cohort(Arrived arrived, Rates rates, double patience)
    : arrived_(std::move(arrived)), rates_(std::move(rates)), patience_(patience) {
  const Measure time = time_until_gone(rates_, arrived_.waiting);
  wait_ = time.sum();
  // All waiting calls give up at the same rate, so the age at which they do is an integral of age over their time; and
  // the time until gone of the time until gone is that integral.
  if (patience_ != for_ever) wait_of_those_who_gave_up_ = time_until_gone(rates_, time).sum() / patience_;
}

double Cohort::abandoned() const { return arrived_.balked + (patience_ == for_ever ? 0 : wait_ / patience_); }

double Cohort::wait_of_answered() const { return wait_ - wait_of_those_who_gave_up_; }

double Cohort::waited_longer(double seconds) const { return evolve(rates_, arrived_.waiting, seconds).at_end.sum(); }

double Cohort::answered_within(double seconds) const {
  const Evolution until_then = evolve(rates_, arrived_.waiting, seconds);
  const double gave_up = patience_ == for_ever ? 0 : until_then.time.sum() / patience_;
  return offered() - arrived_.balked - gave_up - until_then.at_end.sum();
}

double Cohort::wait_quantile(double share) const {
  const double beyond = (1 - share) * offered();
  if (delayed() <= beyond) return 0;
  double low = 0, high = 1;
  while (waited_longer(high) > beyond) high *= 2;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (waited_longer(middle) > beyond ? low : high) = middle;
  }
  return high;
}

Cohort& Cohort::operator+=(const Cohort& other) {
  arrived_.offered += other.arrived_.offered;
  arrived_.balked += other.arrived_.balked;
  arrived_.waiting += other.arrived_.waiting;
  wait_ += other.wait_;
  wait_of_those_who_gave_up_ += other.wait_of_those_who_gave_up_;
  return *this;
}

}  // namespace twinline::oracle
