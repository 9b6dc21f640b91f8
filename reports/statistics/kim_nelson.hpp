// Selection of the best of several systems, one observation of each surviving system at a time: the fully sequential
// procedure KN of S.-H. Kim and B. L. Nelson, "A fully sequential procedure for indifference-zone selection in
// simulation", ACM Transactions on Modeling and Computer Simulation 11 (2001), 251-273, with c = 1. Systems are
// compared in pairs by the variance of their difference, so common random numbers, which make it small, make the
// selection short; the bound on errors is Bonferroni's over the rivals of the best and needs no independence.
//
// What is promised, for observations that are normal and independent from stage to stage: with the confidence asked
// for, the system selected is the best, if the best is better than every other by the indifference zone; and at
// whatever stage one looks, the best is among the survivors.
//
// A standard is a system that others must beat (B. L. Nelson and D. Goldsman, "Comparisons with a standard in
// simulation experiments", Management Science 47 (2001), 449-463). It is given half the indifference zone on top, and
// pairs with it are compared with half the zone: then it is kept, with the confidence asked for, when no other is
// better, and lost to the best when that is better by the whole zone. The argument is KN's for each pair.
//
// Observations come in; where they come from and what is done with the winner is the business of sim/lab.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace twinline::statistics {

class KimNelson {
 public:
  struct Settings {
    double confidence = 0.95;
    double indifference = 0;              ///< above 0, in the unit of the observations
    std::optional<std::size_t> standard;  ///< the number of a system
  };

  /// The factor h² = 2η(n − 1) of k systems with n first observations each.
  static double squared_factor(std::size_t systems, std::size_t first_stage, double confidence);

  /// The first observations, by system, equally many of at least 2 each, of 2 systems or more; larger is better.
  /// Screens once. Throws std::invalid_argument otherwise, or where the settings are out of their range.
  KimNelson(std::span<const std::vector<double>> first_stage, const Settings& settings);

  /// The next observation of each survivor, in the order of survivors(); screens.
  void observe(std::span<const double> of_survivors);

  /// In the order of their numbers. Never empty.
  const std::vector<std::size_t>& survivors() const { return survivors_; }
  bool decided() const { return survivors_.size() == 1; }

  /// Observations that each survivor has.
  std::uint64_t stage() const { return stage_; }

  /// The stage after which at most one system survives, as the first observations foretell it.
  std::uint64_t last_stage() const;

  struct Elimination {
    std::size_t by = 0;       ///< the system that showed it to be worse
    std::uint64_t stage = 0;  ///< after so many observations
  };
  /// Nothing for a survivor.
  const std::optional<Elimination>& elimination_of(std::size_t system) const { return eliminations_[system]; }

 private:
  struct Pair {
    double indifference = 0;
    double end = 0;  ///< h² S² / δ²: at stages beyond it the pair is told apart by its sums alone
  };

  void screen();
  bool beats(std::size_t one, std::size_t other) const;
  const Pair& pair(std::size_t one, std::size_t other) const { return pairs_[one * sums_.size() + other]; }

  double standards_bonus_ = 0;
  std::optional<std::size_t> standard_;
  std::vector<Pair> pairs_;
  std::vector<double> sums_;
  std::vector<std::size_t> survivors_;
  std::vector<std::optional<Elimination>> eliminations_;
  std::uint64_t stage_ = 0;
};

}  // namespace twinline::statistics
