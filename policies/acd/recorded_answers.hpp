// What a routing policy answered when a fact was told for the first time, kept to be carried out again where nobody is
// to be asked: a journal has it. What becomes of the answers is the ACD's affair.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "policies/contract/routing_policy.hpp"

namespace twinline {

class RecordedAnswers {
 public:
  /// As an Outcome has them; both must outlive this.
  RecordedAnswers(std::span<const Decision> decisions, std::span<const std::uint32_t> answers)
      : decisions_(decisions), answers_(answers) {}

  bool at_end() const { return answers_.empty(); }

  /// The next answer; none where the policy threw. Not at the end.
  std::optional<std::span<const Decision>> next() {
    const std::uint32_t answer = answers_.front();
    answers_ = answers_.subspan(1);
    if (answer == 0) return std::nullopt;
    const std::size_t count = std::min<std::size_t>(answer - 1, decisions_.size());
    const std::span<const Decision> said = decisions_.first(count);
    decisions_ = decisions_.subspan(count);
    return said;
  }

 private:
  std::span<const Decision> decisions_;
  std::span<const std::uint32_t> answers_;
};

}  // namespace twinline
