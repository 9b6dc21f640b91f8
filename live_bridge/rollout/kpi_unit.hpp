// In what a KPI's differences are measured, by the name that scenarios and manifests have for it.
#pragma once

#include <cstdint>
#include <string_view>

namespace twinline::live::rollout {

enum class KpiUnit : std::uint8_t { share, seconds, none };

/// Of "service_level", or of "loans.service_level" for one queue.
KpiUnit unit_of(std::string_view kpi);

}  // namespace twinline::live::rollout
