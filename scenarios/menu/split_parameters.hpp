// The parameters of `split` as text, with all that can be said of them without a centre. Private to menu/.
#pragma once

#include <string>
#include <vector>

#include "policies/contract/parameters.hpp"
#include "policies/rollout/split_rule.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

struct SplitParameters {
  std::string incumbent, candidate;
  std::string by = "call";
  double share = 0.5;
  std::string ramp;
  std::string freed_agent = "longest_waiting";
  std::string queues;
  Duration block = 30min;
  Duration wash_out{0};
  std::int64_t seed = 0;
  Duration began{0};
};

/// What they say.
struct SplitTerms {
  PolicyChoice incumbent, candidate;  ///< complete
  SplitRule rule;                     ///< without its queues
  std::vector<std::string> queues;
};

std::vector<ParameterInfo> split_parameters();

/// Every problem is reported; the terms are worth nothing then.
SplitTerms split_terms(const std::vector<ParameterText>& given, std::vector<ParameterProblem>& problems);

/// The one spelling of a parameter that is a text; as it is where it cannot be read.
std::string split_spelling(const std::string& parameter, const std::string& text);

/// The parameters that say so.
std::vector<ParameterText> written(const SplitTerms& terms);

}  // namespace twinline::scenarios
