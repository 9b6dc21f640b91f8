// SimGrid's engine, of which a process has one in its life: made quietly, and so that the process keeps its signals.
// Includes SimGrid, for the files that do nothing else.
#pragma once

#include <memory>

#include <simgrid/s4u/Engine.hpp>

namespace twinline::infra {

/// Throws CannotCarry if this process, or the one it was forked from, has had an engine. SimGrid's clock shows 0.
std::unique_ptr<simgrid::s4u::Engine> only_engine();

}  // namespace twinline::infra
