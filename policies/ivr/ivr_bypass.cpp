#include "policies/ivr/ivr_bypass.hpp"

#include <algorithm>
#include <stdexcept>

namespace twinline {
namespace {

constexpr std::uint8_t state_version = 1;

std::string in_list(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list.append(list.empty() ? "" : ", ").append(name);
  return list.empty() ? "there is none" : "expected " + list;
}

/// The position of a name; throws where it is not.
template <class Place>
Place place_of(const char* what, const std::string& name, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return Place{static_cast<std::size_t>(found - names.begin())};
  throw std::invalid_argument(std::string{what}.append(" is '").append(name).append("'; ").append(in_list(names)));
}

FlowIndex flow_named(const std::string& name, const std::vector<Flow>& flows) {
  if (name.empty()) return {};
  std::vector<std::string> names;
  for (const Flow& flow : flows) names.push_back(flow.name);
  return place_of<FlowIndex>("flow", name, names);
}

}  // namespace

IvrBypass::IvrBypass(const Centre& centre, const Params& params)
    : flows_(centre, {}),
      service_(place_of<ServiceIndex>("service", params.service, centre.services)),
      meanwhile_(flow_named(params.flow, centre.flows)),
      params_(params) {}

IvrDecision IvrBypass::decide(const View& view, const IvrOccasion& occasion) const {
  const bool begins = occasion.kind == IvrOccasion::Kind::arrived;
  if (!begins || view.now >= bypassed_until_) return flows_.decide(view, occasion);
  return FlowPolicy::begin(view, view.call(occasion.call), meanwhile_);
}

void IvrBypass::learn(const Happening& happening, const View& view) {
  const auto* changed = std::get_if<ServiceChanged>(&happening);
  if (changed == nullptr || changed->service != service_) return;
  if (!is_well(view.service(service_).health)) {
    bypassed_until_ = never;
  } else if (bypassed_until_ == never) {
    bypassed_until_ = view.now + params_.recovered_for;
  }
}

bool IvrBypass::is_well(const ServiceHealth& health) const {
  const double asked = static_cast<double>(health.answered) + health.failed;
  return health.up && health.waiting <= params_.waiting_above && health.response <= params_.response_above &&
         health.failed <= params_.failed_above * asked;
}

void IvrBypass::save(StateWriter& writer) const {
  writer.put(state_version);
  writer.put(bypassed_until_);
}

void IvrBypass::restore(StateReader& reader) {
  std::uint8_t version = 0;
  reader.get(version);
  if (version != state_version) throw std::runtime_error("ivr_bypass: state of an unknown version");
  reader.get(bypassed_until_);
}

}  // namespace twinline
