// The Markov chains of a small centre, their states found by walking from the empty one. Two kinds: the centre itself,
// and the centre as one waiting call sees it. That call is tagged as the last of its line: whoever comes after it in
// the same line cannot change its fate, so those are left out, and the chain ends when it is answered or gives up.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "tests/oracle/centre_model.hpp"
#include "tests/oracle/markov_chain.hpp"

namespace twinline::oracle {

/// How many calls of each type every group serves (group × types + type), then how many of each type wait.
using State = std::vector<std::uint16_t>;

/// States in the order in which they were found; those of the empty centre first.
class StateTable {
 public:
  Eigen::Index add(const State& state);
  Eigen::Index position_of(const State& state) const { return positions_.at(state); }
  const State& operator[](Eigen::Index position) const { return states_[static_cast<std::size_t>(position)]; }
  Eigen::Index size() const { return static_cast<Eigen::Index>(states_.size()); }

 private:
  std::map<State, Eigen::Index> positions_;
  std::vector<State> states_;
};

/// The centre. Refers to the model, which must outlive it.
class CentreChain {
 public:
  explicit CentreChain(const CentreModel& model);

  const CentreModel& model() const { return *model_; }
  const StateTable& states() const { return states_; }

  /// At these arrival rates, one for each call type.
  Rates rates(const std::vector<double>& arrivals) const;

  bool all_busy(Eigen::Index state, std::size_t type) const;
  bool all_lines_taken(Eigen::Index state) const;
  unsigned waiting(Eigen::Index state, std::size_t type) const;
  /// Probability that a call of any type would find its line full: how wrong the limit of the lines can be.
  double probability_of_full_line(const Measure& probabilities) const;

 private:
  const CentreModel* model_;
  StateTable states_;
};

/// A call of one type that waits. Only where the centre's lines never run short: those who come later would take lines
/// from others, which bears on the call.
class TaggedChain {
 public:
  TaggedChain(const CentreChain& centre, std::size_t type);

  /// At these arrival rates; those of the call's own type do not matter. Rows of states from which the call may be
  /// answered or give up lack that rate.
  Rates rates(const std::vector<double>& arrivals) const;

  /// From the centre's states to the tagged call's: 1 where an arriving call begins to wait, less those who balk.
  const Rates& entry() const { return entry_; }
  Eigen::Index size() const { return states_.size(); }

 private:
  const CentreModel* model_;
  std::size_t type_;
  StateTable states_;
  Rates entry_;
};

}  // namespace twinline::oracle
