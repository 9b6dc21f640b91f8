// A border controller, an IVR host and a CRM host behind a trunk and a line between sites; small numbers, so that what
// comes out can be reckoned by hand. And what a carrier reported, as text.
#pragma once

#include <string>
#include <vector>

#include "sim/infra/carrier.hpp"

namespace twinline::infra {

inline constexpr HostIndex sbc{0U}, ivr{1U}, crm{2U};
inline constexpr LinkIndex trunk{0U}, wan{1U};

/// Who carries the hosts' work and the links' bytes.
enum class Carried { by_simgrid, by_ourselves };

/// The IVR has two cores of speed 1, the CRM one of speed 2. The trunk has a latency of 20 ms and takes part in every
/// route; the line to the CRM adds 30.5 ms. By SimGrid, they carry 1,000 and 500 bytes a second; by ourselves, no
/// limit.
inline Platform small_platform(Carried carried) {
  const bool ours = carried == Carried::by_ourselves;
  return {.hosts = {{"sbc", 1, 1.0, ours}, {"ivr", 2, 1.0, ours}, {"crm", 1, 2.0, ours}},
          .links = {{"trunk", 20ms, ours ? unlimited : 1000.0}, {"wan", 30500us, ours ? unlimited : 500.0}},
          .routes = {{sbc, ivr, {trunk}}, {crm, sbc, {wan, trunk}}}};
}

/// "TAG at SECONDS" for each end, with "failed" where it was none of the good ones; separated by commas.
inline std::string told(const std::vector<Completion>& ends) {
  std::string text;
  for (const Completion& end : ends) {
    const auto nanoseconds = (end.at - world_start).count();
    std::string fraction = std::to_string(nanoseconds % 1'000'000'000 + 1'000'000'000).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    text += (text.empty() ? "" : ", ") + std::to_string(end.tag) + " at " +
            std::to_string(nanoseconds / 1'000'000'000) + (fraction.empty() ? "" : "." + fraction) +
            (end.ok ? "" : " failed");
  }
  return text;
}

/// Lets everything that runs come to its end.
inline void finish(Carrier& carrier, std::vector<Completion>& ends) {
  for (Time next = carrier.next_time(); next != never; next = carrier.next_time()) carrier.advance(next, ends);
}

}  // namespace twinline::infra
