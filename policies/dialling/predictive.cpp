#include "policies/dialling/predictive.hpp"

#include <algorithm>

namespace twinline {
namespace {

constexpr std::size_t enough = 30;  // answers and handlings, before which it foresees nothing
constexpr double aim = 0.85;        // of the limit: the rest is for chance
constexpr double step = 0.03;       // of the trust, for each customer who answers
constexpr double least_trust = 0.1, most_trust = 2;
constexpr double allowance = 3;             // customers beyond the limit, for the beginning of a day
constexpr std::uint64_t rate_memory = 256;  // dials

}  // namespace

bool PredictivePacing::knows_enough() const { return ringing_.size() >= enough && handling_.size() >= enough; }

bool PredictivePacing::day_is_spent() const {
  return static_cast<double>(abandoned_) >= aim * limit_ * static_cast<double>(answered_) + allowance;
}

std::uint32_t PredictivePacing::dials(const DiallingView& view) const {
  const std::uint32_t one_each = progressive_.dials(view);
  if (!knows_enough() || day_is_spent() || answer_rate_ <= 0) return one_each;
  const Duration ahead = ringing_.mean();
  double agents = view.idle;
  for (const Time since : view.engaged_since) agents += handling_.chance_of_end(view.now - since, ahead);
  double answers = view.in_line;
  for (const Time since : view.ringing_since) {
    const double may_answer = answer_rate_ * ringing_.share_above(view.now - since);
    answers += may_answer / (may_answer + 1 - answer_rate_);
  }
  const double more = (trust_ * agents - answers) / answer_rate_;
  const std::uint32_t foreseen = more >= 1 ? static_cast<std::uint32_t>(more) : 0;
  return std::max(one_each, foreseen);
}

void PredictivePacing::learn_dial(bool answered, Duration rang) {
  const auto weight = static_cast<double>(std::min(++dials_, rate_memory));
  answer_rate_ += ((answered ? 1 : 0) - answer_rate_) / weight;
  if (answered) ringing_.add(rang);
}

void PredictivePacing::learn_contact(bool met_agent) {
  ++answered_;
  abandoned_ += !met_agent;
  const double wanted = aim * limit_;
  trust_ += met_agent ? step * wanted : -step * (1 - wanted);
  trust_ = std::clamp(trust_, least_trust, most_trust);
}

}  // namespace twinline
