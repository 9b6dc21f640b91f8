// Confidence sequences: bounds that hold at every number of replications at once, so that one may look after each and
// stop when the answer is clear. With probability 1 - alpha the truth is never outside of them, whatever rule stops the
// experiment.
//
// The evidence against "the mean is m" after n values is the ratio of two likelihoods, of an effect of unknown size
// against none, both averaged over the unknown scale by the right Haar measure. The size of the effect in standard
// deviations is averaged over a normal distribution of mean 0 and precision c:
//   E = sqrt(r) ((1 + u) / (1 + r u))^(n/2),   r = c / (n + c),   u = T^2 / (n - 1),   T = (mean - m) / standard error.
// For normal values E is a martingale in n that begins at 1 (Lai 1976; Wang & Ramdas 2023, "Anytime-valid t-tests and
// confidence sequences for Gaussian means with unknown variance"), so by Ville's inequality it exceeds 1/alpha at any
// time with probability at most alpha, and 1/E is a p-value at every look. One-sided, the size is averaged over a half
// normal distribution; that multiplies E by 2 F(q), F being Student's distribution on n degrees, q = n sqrt(u / ((n +
// c) (1 + r u))) with the sign of T. A mean on the far side of m only makes T smaller, so m may stand for all of them.
//
// For values that are not normal, and for estimates that are only about means (ratios of sums, quantiles), the
// guarantee is that of the central limit theorem; hence looks begin at `first_look`. How well it then holds for skewed
// and for mostly-zero values is an experiment of docs/validation.md.
#pragma once

#include "reports/statistics/sample_estimate.hpp"

namespace twinline::statistics {

/// The precision c of the effect's size. The bounds are narrowest, relative to Student's interval, at some ten times as
/// many replications: with 100 they are 1.55 to 1.61 times as far apart from 300 to 3,000. A smaller c would decide on
/// large effects sooner, and be wrong more often where differences are skewed.
inline constexpr double t_mixture_precision = 100;

/// Fewer replications than this are not looked at.
inline constexpr std::uint64_t first_look = 50;

/// Differences may be equal to the last call in all replications, because the arms differ in nothing that matters or
/// because what matters is rare. After so many, and not before, they are taken to be always equal.
inline constexpr std::uint64_t enough_equal = 300;

/// Bounds of the sequence at this number of replications. None before the first look, nor while values so far cannot
/// tell any mean from any other at this alpha.
Bounds t_mixture_bounds(const SampleEstimate& sample, Sides sides, double alpha);

/// The smallest alpha at which the bounds exclude zero: the least of these over all looks is a p-value. 1 where there
/// are no bounds.
double t_mixture_p_value(const SampleEstimate& sample, Sides sides);

/// How many standard errors the bounds lie from the estimate; infinite where there are none. For n >= 2 and alpha at
/// most 1/2.
double t_mixture_factor(std::uint64_t n, Sides sides, double alpha);

}  // namespace twinline::statistics
