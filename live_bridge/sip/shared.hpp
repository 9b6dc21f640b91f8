// What dialogs, trunks and phones of one stack have in common, and what they count.
#pragma once

#include <cstdint>
#include <vector>

#include "live_bridge/sip/dialogs.hpp"
#include "live_bridge/sip/events.hpp"
#include "live_bridge/sip/listener.hpp"
#include "live_bridge/sip/stack.hpp"
#include "live_bridge/sip/transports.hpp"

namespace twinline::live::sip {

/// One more of something as long as this lives.
class Counted {
 public:
  explicit Counted(std::uint32_t& count) : count_(&count) { ++count; }
  Counted(Counted&& other) noexcept : count_(other.count_) { other.count_ = nullptr; }
  Counted& operator=(Counted&&) = delete;
  ~Counted() {
    if (count_) --*count_;
  }

 private:
  std::uint32_t* count_;
};

struct Shared {
  const scenarios::BridgeSettings& settings;
  const Centre& centre;
  const Clock& clock;
  Timers& timers;
  Listener& listener;
  Events& events;
  nta_agent_t* agent;
  Transports& transports;
  Dialogs& dialogs;
  Statistics& statistics;
  std::uint32_t callers = 0;                  ///< incoming legs now
  std::vector<std::uint32_t> outbound_lines;  ///< by trunk: calls of ours now
};

}  // namespace twinline::live::sip
