// Listens to a journal's routing policies while they decide in a replay, and puts the same question to another policy
// if there is one. The other one learns what really happened, as a shadow does, and decides nothing. What is made of
// the answers is for whoever listens.
#pragma once

#include <functional>
#include <memory>

#include "reports/replay/overheard.hpp"

namespace twinline::journal {

/// Puts something around each routing policy of a journal as it is made; what comes back must decide the same.
using RoutingWrapper =
    std::function<std::unique_ptr<RoutingPolicy>(const Centre&, const PolicyIdentity&, std::unique_ptr<RoutingPolicy>)>;

struct Overhearing {
  std::function<void(const Overheard&)> tell;
  /// Makes the other policy, once, for the centre that the journal begins with; none: nobody else is asked.
  std::function<std::unique_ptr<RoutingPolicy>(const Centre&)> make_other{};
  /// Of the other policy. Where the journal begins with a policy of the same name, version and build, its state is the
  /// other's, too; else the other begins with what it has learnt, which is nothing.
  PolicyIdentity other{};
  bool keep_reasons = false;
};

/// An occasion at which the recorded policy throws is not told of. What `make_other` throws comes through.
RoutingWrapper overheard(Overhearing overhearing);

}  // namespace twinline::journal
