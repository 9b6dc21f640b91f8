#include "reports/kpi/journey_totals.hpp"

#include <fmt/format.h>

namespace twinline::reports {
namespace {

std::uint64_t ended_or_open(const JourneyCounts& counts) {
  using enum JourneyCount;
  return counts[resolved] + counts[left_unresolved] + counts[given_up] + counts[ended_elsewhere] + counts[still_open];
}

bool is_part(const JourneyCounts& counts, JourneyCount part, JourneyCount whole) {
  return counts[part] <= counts[whole];
}

/// What customers thought and did.
bool are_parts_of_opinions(const JourneyCounts& counts) {
  using enum JourneyCount;
  return counts[would_recommend] + counts[would_advise_against] <= counts[opinions] &&
         is_part(counts, asked, opinions) && is_part(counts, answers, asked) &&
         counts[answered_recommend] + counts[answered_advise_against] <= counts[answers] &&
         is_part(counts, sales, sale_chances) && is_part(counts, sale_chances, opinions) &&
         is_part(counts, recovered, went_wrong) && is_part(counts, went_wrong, concluded) &&
         is_part(counts, left_in_silence, left_for_good) &&
         counts[left_for_good] + counts[bought_again] <= counts[concluded];
}

}  // namespace

JourneyCounts& JourneyCounts::operator+=(const JourneyCounts& other) {
  for (std::size_t what = 0; what < numbers.size(); ++what) numbers[what] += other.numbers[what];
  for (std::size_t what = 0; what < times.size(); ++what) times[what] += other.times[what];
  for (std::size_t what = 0; what < money.size(); ++what) money[what] += other.money[what];
  return *this;
}

std::uint64_t attempts_of(const JourneyCounts& counts) {
  using enum JourneyCount;
  return counts[first_attempts] + counts[redials] + counts[recontacts] + counts[reworks] + counts[remedies] +
         counts[hops];
}

JourneyCounts JourneyTotals::total() const {
  JourneyCounts sum;
  for (const JourneyCounts& counts : by_call_type) sum += counts;
  sum[JourneyMoney::agents] = agents_cost;
  return sum;
}

std::optional<std::string> first_inconsistency(const JourneyTotals& totals) {
  using enum JourneyCount;
  for (std::size_t type = 0; type < totals.by_call_type.size(); ++type) {
    const JourneyCounts& counts = totals.by_call_type[type];
    if (counts[first_attempts] != ended_or_open(counts)) {
      return fmt::format("call type {}: {} matters were opened, but {} ended or are still open", type,
                         counts[first_attempts], ended_or_open(counts));
    }
    if (!is_part(counts, served_again, served) || !is_part(counts, first_served, served) ||
        !is_part(counts, settled_first, first_served) || !is_part(counts, unresolved, served) ||
        !is_part(counts, self_service_contained, self_service_attempted) ||
        !is_part(counts, self_service_resolved, self_service_contained) || !is_part(counts, transfers, talks) ||
        !is_part(counts, beyond_horizon, still_open) || !are_parts_of_opinions(counts)) {
      return fmt::format("call type {}: a part of what became of matters is larger than its whole", type);
    }
  }
  return std::nullopt;
}

}  // namespace twinline::reports
