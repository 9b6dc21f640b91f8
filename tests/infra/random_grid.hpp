// Small centres on small grids, drawn at random: sites, hosts, services with and without redundancy, steps with and
// without time-outs and retries, trunks that overflow, and outages of every kind. The same for a seed, always.
#pragma once

#include <cstdint>
#include <string>

namespace twinline::infra {

/// A scenario of two hours. Its hosts are carried by our own servers and its links never run short, so that any number
/// of runs fit into one process.
std::string random_grid(std::uint64_t seed);

}  // namespace twinline::infra
