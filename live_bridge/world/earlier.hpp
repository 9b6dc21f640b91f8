// What an earlier process left behind: its ACD, brought up to the last fact from the last segment of its journal.
#pragma once

#include <memory>

#include "live_bridge/world/bridge.hpp"
#include "reports/journal/header.hpp"
#include "reports/journal/instant_text.hpp"

namespace twinline::live {

struct Bridge::Earlier {
  journal::UtcTime world_start;
  Time last;
  journal::Header header;  ///< as of the last fact: policies in force, entries so far
  std::unique_ptr<Acd> acd;
};

}  // namespace twinline::live
