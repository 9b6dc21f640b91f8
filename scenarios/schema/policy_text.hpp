// A policy in one line, `NAME[@VERSION[#BUILD]][:param=value,…]`: as a command line names it, and as a policy that is
// made of others has them among its parameters. Read and written here and nowhere else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

/// The parts between commas that stand outside of quotes and brackets; at least one.
std::vector<std::string> split_at_commas(std::string_view text);

/// A value without the quotes around it, where there are any.
std::string without_quotes(std::string_view text);

/// The policy as it is written, with version 0 where none is. Commas within quotes or brackets belong to a value, whose
/// quotes are taken off. Throws std::invalid_argument with what is wrong: "'x' is no parameter; expected param=value".
PolicyChoice read_policy_text(std::string_view text);

/// The same policy in one line; its version where it is known. Values are quoted where they would be read otherwise.
std::string policy_text(const PolicyChoice& policy);

}  // namespace twinline::scenarios
