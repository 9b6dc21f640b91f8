// A small centre without fault, as a scenario says it, for tests that change a line of it and look what is told or
// comes out. What surrounds the centre (horizon, arms, policies) is each test's own.
#pragma once

#include <stdexcept>
#include <string>

namespace twinline::tests {

/// Four agents for one kind of call. Nobody calls again, so that paired arms get the same calls.
inline const std::string small_centre = R"(queues: {main: {}}
calls:
  question:
    needs: banking
    arrivals: {rate: 60 per hour}
    patience: {exponential: 5 min}
    handling: {talk: {exponential: 3 min}}
groups:
  agents: {scheduled: 4, skills: [banking]}
)";

/// The text with one piece put in the place of another, which must be there.
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("no '" + from + "' in the text");
  return text.replace(at, from.size(), to);
}

}  // namespace twinline::tests
