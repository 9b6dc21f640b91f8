#include "policies/rollout/hand_over.hpp"

#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>

namespace twinline {
namespace {

/// A policy that is not made of others.
template <class Policy>
struct Plain {
  const PolicyName* name = nullptr;
  Policy* policy = nullptr;
};

/// The policy itself, or those that it is made of.
template <class Policy>
std::vector<Plain<Policy>> parts_of(Policy& policy, const PolicyName& name) {
  if constexpr (std::is_same_v<std::remove_const_t<Policy>, RoutingPolicy>) {
    if (const auto* split = dynamic_cast<const Split*>(&policy)) {
      const Split::Side &incumbent = split->side(Arm::incumbent), &candidate = split->side(Arm::candidate);
      return {{&incumbent.name, incumbent.policy.get()}, {&candidate.name, candidate.policy.get()}};
    }
  }
  return {{&name, &policy}};
}

template <class Policy>
const Policy* equal_to(const PolicyName& name, const std::vector<Plain<const Policy>>& givers) {
  const Policy* equal = nullptr;
  for (const auto& giver : givers) {
    if (giver.name->name != name.name || giver.name->version != name.version) continue;
    if (giver.name->parameters == name.parameters) return giver.policy;
    if (equal == nullptr) equal = giver.policy;
  }
  return equal;
}

/// Why the state did not go over; nothing when it did.
template <class Policy>
std::optional<std::string> refusal_of(const Policy& giver, Policy& taker) try {
  StateWriter writer;
  giver.save(writer);
  StateReader reader(writer.bytes());
  taker.restore(reader);
  if (!reader.at_end()) return "it left a part of the state unread";
  return std::nullopt;
} catch (const std::exception& error) {
  return error.what();
} catch (...) {
  return "it threw something that is no exception";
}

}  // namespace

template <class Policy>
HandedOver<Policy> hand_over(const Policy& in_force, const PolicyName& name_in_force,
                             const std::function<std::unique_ptr<Policy>()>& make, const PolicyName& name) {
  const std::vector<Plain<const Policy>> givers = parts_of(in_force, name_in_force);
  HandedOver<Policy> handed{make(), {}, {}};
  std::vector<bool> refused(parts_of(*handed.policy, name).size(), false);
  bool took = false;
  for (std::size_t part = 0; part < refused.size();) {
    const Plain<Policy> taker = parts_of(*handed.policy, name)[part];
    const Policy* giver = refused[part] ? nullptr : equal_to(*taker.name, givers);
    const auto refusal = giver != nullptr ? refusal_of(*giver, *taker.policy) : std::nullopt;
    if (!refusal) {
      took = took || giver != nullptr;
      ++part;
      continue;
    }
    handed.refusal += (handed.refusal.empty() ? "'" : "; '") + taker.name->name + "': " + *refusal;
    refused[part] = true;
    handed.policy = make();
    took = false;
    part = 0;
  }
  if (took) {
    StateWriter writer;
    handed.policy->save(writer);
    handed.state = writer.take();
  }
  return handed;
}

template HandedOver<RoutingPolicy> hand_over(const RoutingPolicy&, const PolicyName&,
                                             const std::function<std::unique_ptr<RoutingPolicy>()>&, const PolicyName&);
template HandedOver<StaffingPolicy> hand_over(const StaffingPolicy&, const PolicyName&,
                                              const std::function<std::unique_ptr<StaffingPolicy>()>&,
                                              const PolicyName&);
template HandedOver<IvrPolicy> hand_over(const IvrPolicy&, const PolicyName&,
                                         const std::function<std::unique_ptr<IvrPolicy>()>&, const PolicyName&);

}  // namespace twinline
