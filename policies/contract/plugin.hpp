// How a policy of one's own, built out of tree as a shared object, says what it is: one exported C function with a
// description of it. Whoever loads it (scenarios/plugins) reads number and names first and nothing else before they
// are its own, so that a policy for another contract or compiler is refused instead of called.
//
//   TWINLINE_POLICY(QuickHands)   // once, at file scope, in one source of the shared object
#pragma once

#include <cstdint>
#include <type_traits>

#include "policies/contract/ivr_policy.hpp"
#include "policies/contract/registry.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/contract/staffing_policy.hpp"

namespace twinline {

/// Raised whenever a header of the contract changes what a policy that was built before would do or find.
inline constexpr std::uint32_t plugin_abi = 4;

#define TWINLINE_AS_TEXT(value) #value
#define TWINLINE_VALUE_AS_TEXT(value) TWINLINE_AS_TEXT(value)

/// The compiler's and the standard library's own conventions, on which the layout of the contract's types rests.
inline constexpr const char* plugin_compiler_abi =
#if defined(_GLIBCXX_RELEASE)
    "libstdc++ " TWINLINE_VALUE_AS_TEXT(_GLIBCXX_RELEASE) ", string ABI " TWINLINE_VALUE_AS_TEXT(
        _GLIBCXX_USE_CXX11_ABI) ", "
#elif defined(_LIBCPP_VERSION)
    "libc++ " TWINLINE_VALUE_AS_TEXT(_LIBCPP_VERSION) ", "
#endif
#if defined(_GLIBCXX_DEBUG)
    "debugging containers, "
#endif
    "C++ ABI " TWINLINE_VALUE_AS_TEXT(__GXX_ABI_VERSION) ", C++ " TWINLINE_VALUE_AS_TEXT(__cplusplus);

#undef TWINLINE_VALUE_AS_TEXT
#undef TWINLINE_AS_TEXT

namespace detail {

template <class... Types>
constexpr std::uint64_t layout_of() {
  std::uint64_t folded = 0;
  ((folded = folded * 1031 + sizeof(Types) * 16 + alignof(Types)), ...);
  return folded;
}

}  // namespace detail

/// Folded sizes of what crosses the boundary: catches a changed header whose author forgot to raise plugin_abi.
inline constexpr std::uint64_t plugin_layout =
    detail::layout_of<Centre, View, CallView, AgentView, GroupView, LineView, QueueView, TrunkView, SiteView,
                      ServiceView, ForecastView, Happening, Occasion, Decision, Decisions, Reason, StaffingOccasion,
                      StaffingRequest, StaffingDecisions, IvrOccasion, IvrDecision, Flow, Step, ParameterInfo,
                      ParameterProblem, PolicyInfo, PolicyEntry<RoutingPolicy>, StateWriter, StateReader>();

/// The one policy of a shared object: name, version, parameters and factory are in its entry. The first three members
/// keep their place and type in every ABI.
struct PluginDescription {
  std::uint32_t abi = 0;
  const char* compiler_abi = nullptr;
  std::uint64_t layout = 0;
  const PolicyEntry<RoutingPolicy>* routing = nullptr;  ///< of the three, one is set
  const PolicyEntry<StaffingPolicy>* staffing = nullptr;
  const PolicyEntry<IvrPolicy>* ivr = nullptr;
};

/// The function that a shared object exports, and its name.
using PluginFunction = const PluginDescription* (*)();
inline constexpr const char* plugin_function_name = "twinline_policy";

/// A Policy with `info`, `Params`, `schema` and a constructor from (Centre, Params), derived from the interface of its
/// kind.
template <class Policy>
const PluginDescription* plugin_description() {
  PluginDescription description{plugin_abi, plugin_compiler_abi, plugin_layout};
  if constexpr (std::is_base_of_v<RoutingPolicy, Policy>) {
    static constexpr auto routing = entry<RoutingPolicy, Policy>();
    description.routing = &routing;
  } else if constexpr (std::is_base_of_v<StaffingPolicy, Policy>) {
    static constexpr auto staffing = entry<StaffingPolicy, Policy>();
    description.staffing = &staffing;
  } else {
    static_assert(std::is_base_of_v<IvrPolicy, Policy>,
                  "a policy is a RoutingPolicy, a StaffingPolicy or an IvrPolicy");
    static constexpr auto ivr = entry<IvrPolicy, Policy>();
    description.ivr = &ivr;
  }
  static const PluginDescription kept = description;
  return &kept;
}

}  // namespace twinline

#define TWINLINE_POLICY(Policy)                                                                              \
  extern "C" __attribute__((visibility("default"))) const ::twinline::PluginDescription* twinline_policy() { \
    return ::twinline::plugin_description<Policy>();                                                         \
  }
