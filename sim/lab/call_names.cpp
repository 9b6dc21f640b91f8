#include "sim/lab/call_names.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "scenarios/schema/diagnostics.hpp"

namespace twinline::sim {
namespace {

constexpr std::size_t digits_of_a_key = 16;

std::optional<std::uint64_t> number_in(std::string_view text, int base) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::uint64_t distance(std::uint64_t one, std::uint64_t other) { return one > other ? one - other : other - one; }

[[noreturn]] void refuse_missing(const std::string& name, const std::vector<NamedCall>& calls, std::size_t nearest) {
  const NamedCall& call = calls[nearest];
  throw std::invalid_argument(
      fmt::format("there is no call {}; the journal has {} call{}, the nearest is number {}, {:016x} ({}:{})",
                  scenarios::in_quotes(name), calls.size(), calls.size() == 1 ? "" : "s", nearest + 1, call.key,
                  call.id.slot.value, call.id.generation));
}

/// The call with the least distance, which has to be none.
template <class Distance>
std::size_t exactly(const std::string& name, const std::vector<NamedCall>& calls, Distance distance_to) {
  const auto nearest = std::min_element(calls.begin(), calls.end(), [&](const NamedCall& one, const NamedCall& other) {
    return distance_to(one) < distance_to(other);
  });
  const auto position = static_cast<std::size_t>(nearest - calls.begin());
  if (distance_to(*nearest) != decltype(distance_to(*nearest)){}) refuse_missing(name, calls, position);
  return position;
}

}  // namespace

std::size_t position_of(const std::string& name, const std::vector<NamedCall>& calls) {
  if (calls.empty()) throw std::invalid_argument("the journal has no calls");
  const std::size_t colon = name.find(':');
  if (colon != std::string::npos) {
    const auto slot = number_in(std::string_view{name}.substr(0, colon), 10);
    const auto generation = number_in(std::string_view{name}.substr(colon + 1), 10);
    if (slot && generation) {
      return exactly(name, calls, [&](const NamedCall& call) {
        return std::pair{distance(call.id.slot.value, *slot), distance(call.id.generation, *generation)};
      });
    }
  } else if (name.size() == digits_of_a_key) {
    if (const auto key = number_in(name, 16)) {
      return exactly(name, calls, [&](const NamedCall& call) { return distance(call.key, *key); });
    }
  } else if (const auto ordinal = number_in(name, 10)) {
    if (*ordinal == 0 || *ordinal > calls.size()) refuse_missing(name, calls, *ordinal == 0 ? 0 : calls.size() - 1);
    return static_cast<std::size_t>(*ordinal - 1);
  }
  throw std::invalid_argument(scenarios::in_quotes(name) +
                              " names no call; expected its key of 16 hexadecimal digits, slot:generation such as "
                              "12:3, or which arrival it was, from 1 to " +
                              std::to_string(calls.size()));
}

}  // namespace twinline::sim
