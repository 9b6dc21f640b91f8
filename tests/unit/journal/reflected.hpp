// The contract's plain structs seen as tuples of their fields, so that random values and comparisons of the
// round-trip tests cover a field from the day it is added, without being told.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline::journal::test {

/// Stands for a field of any type while fields are counted.
struct AnyField {
  template <class Value>
  operator Value() const;
};

template <std::size_t>
using AnyFieldAt = AnyField;

template <class Struct, std::size_t... field>
constexpr bool takes(std::index_sequence<field...>) {
  return requires { Struct{AnyFieldAt<field>{}...}; };
}

template <class Struct, std::size_t fields = 20>
constexpr std::size_t field_count() {
  if constexpr (takes<Struct>(std::make_index_sequence<fields>{})) {
    return fields;
  } else {
    return field_count<Struct, fields - 1>();
  }
}

template <class Struct>
auto fields_of(Struct& s) {
  constexpr std::size_t count = field_count<std::remove_const_t<Struct>>();
  static_assert(count >= 1 && count <= 20, "write out one more case");
  if constexpr (count == 1) {
    auto& [a] = s;
    return std::tie(a);
  } else if constexpr (count == 2) {
    auto& [a, b] = s;
    return std::tie(a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = s;
    return std::tie(a, b, c);
  } else if constexpr (count == 4) {
    auto& [a, b, c, d] = s;
    return std::tie(a, b, c, d);
  } else if constexpr (count == 5) {
    auto& [a, b, c, d, e] = s;
    return std::tie(a, b, c, d, e);
  } else if constexpr (count == 6) {
    auto& [a, b, c, d, e, f] = s;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    auto& [a, b, c, d, e, f, g] = s;
    return std::tie(a, b, c, d, e, f, g);
  } else if constexpr (count == 8) {
    auto& [a, b, c, d, e, f, g, h] = s;
    return std::tie(a, b, c, d, e, f, g, h);
  } else if constexpr (count == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = s;
    return std::tie(a, b, c, d, e, f, g, h, i);
  } else if constexpr (count == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
  } else if constexpr (count == 11) {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k);
  } else if constexpr (count == 12) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
  } else if constexpr (count == 13) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m);
  } else if constexpr (count == 14) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  } else if constexpr (count == 15) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  } else if constexpr (count == 16) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  } else if constexpr (count == 17) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
  } else if constexpr (count == 18) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  } else if constexpr (count == 19) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, t] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, t);
  } else {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, t, u] = s;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, t, u);
  }
}

template <class>
inline constexpr bool is_sequence = false;
template <class Value>
inline constexpr bool is_sequence<std::vector<Value>> = true;
template <class Value>
inline constexpr bool is_sequence<std::span<Value>> = true;
template <class>
inline constexpr bool is_variant = false;
template <class... Alternatives>
inline constexpr bool is_variant<std::variant<Alternatives...>> = true;
template <class>
inline constexpr bool is_optional = false;
template <class Value>
inline constexpr bool is_optional<std::optional<Value>> = true;

/// Equal to the bit, doubles and what spans point to included.
template <class Value>
bool same(const Value& a, const Value& b) {
  if constexpr (std::is_same_v<Value, double>) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  } else if constexpr (is_sequence<Value>) {
    if (a.size() != b.size()) return false;
    for (std::size_t position = 0; position < a.size(); ++position) {
      if (!same(a[position], b[position])) return false;
    }
    return true;
  } else if constexpr (is_variant<Value>) {
    return a.index() == b.index() &&
           std::visit(
               [&]<class Alternative>(const Alternative& value) { return same(value, std::get<Alternative>(b)); }, a);
  } else if constexpr (is_optional<Value>) {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
  } else if constexpr (requires { a == b; }) {
    return a == b;
  } else {
    const auto all = [&]<std::size_t... field>(std::index_sequence<field...>) {
      const auto of_a = fields_of(a);
      const auto of_b = fields_of(b);
      return (same(std::get<field>(of_a), std::get<field>(of_b)) && ...);
    };
    return all(std::make_index_sequence<field_count<Value>()>{});
  }
}

}  // namespace twinline::journal::test
