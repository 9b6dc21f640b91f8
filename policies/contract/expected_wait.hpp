// The wait that a call is told to expect, worked out from what a live centre sees. Policies, announcements and notices
// to customers mean the same by it.
#pragma once

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "policies/contract/view.hpp"

namespace twinline {

/// Calls ahead and this one, each taking the queue's moving average of handling, spread over the agents who are logged
/// in and may serve the type. Zero before the first call of the queue has been handled.
Duration expected_wait(const View& view, QueueIndex queue, CallTypeIndex type, std::uint32_t to_be_served);

/// The same for a call of this type that came to its queue now.
Duration expected_wait(const View& view, CallTypeIndex type);

}  // namespace twinline
