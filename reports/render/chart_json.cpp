#include "reports/render/chart_json.hpp"

#include <cmath>

namespace twinline::reports {

Json charted(double value) { return std::isfinite(value) ? Json(std::round(value * 1e6) / 1e6) : Json(nullptr); }

std::string json_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace twinline::reports
