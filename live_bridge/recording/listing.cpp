#include "live_bridge/recording/listing.hpp"

#include <nlohmann/json.hpp>

#include "reports/journal/instant_text.hpp"

namespace twinline::live::recording {

std::string json_of(const std::vector<Recording>& recordings) {
  using Json = nlohmann::ordered_json;
  Json listed = Json::array();
  for (const Recording& each : recordings) {
    listed.push_back({{"name", each.name},
                      {"call", each.call},
                      {"began", journal::text_of(each.began)},
                      {"seconds", each.seconds},
                      {"kind", each.kind},
                      {"type", each.type},
                      {"queue", each.queue},
                      {"sides_known", each.sides_known},
                      {"on_hold", each.on_hold}});
  }
  return Json{{"recordings", std::move(listed)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace twinline::live::recording
