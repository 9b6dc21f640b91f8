#include "sim/lab/explanation.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "reports/explain/told_call.hpp"
#include "reports/journal/reader.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/policy_text.hpp"
#include "sim/kernel/model_version.hpp"
#include "sim/lab/call_names.hpp"
#include "sim/lab/journal_days.hpp"

namespace twinline::sim {
namespace {

/// What has to be known of a journal before it is replayed.
struct Contents {
  journal::Header header;  ///< of the first segment, with the last one's centre: tables only grow
  std::vector<NamedCall> calls;
  Time last;
  std::vector<std::string> warnings;
};

Contents contents_of(const std::filesystem::path& path) {
  journal::Reader reader(path);
  Contents contents{reader.header(), {}, {}, {}};
  while (const auto record = reader.next()) {
    if (const auto* entry = std::get_if<journal::Entry>(&*record)) {
      contents.last = entry->at;
      const auto* arrival = std::get_if<CallArrived>(&entry->fact);
      if (arrival != nullptr) contents.calls.push_back({arrival->call, arrival->key});
    } else if (const auto* preparation = std::get_if<journal::Preparation>(&*record)) {
      if (const auto* centre = std::get_if<Centre>(&preparation->what)) contents.header.centre = *centre;
    }
  }
  for (const journal::TornTail& tail : reader.torn_tails()) contents.warnings.push_back(to_string(tail));
  return contents;
}

[[noreturn]] void refuse(const journal::ReplayDifference& difference, const journal::Header& header) {
  std::string text = reports::in_words(difference);
  if (header.model_version != 0 && header.model_version != model_version) {
    text += fmt::format("; the journal has model version {}, this program {}", header.model_version, model_version);
  }
  throw std::invalid_argument(text);
}

}  // namespace

Explanation explain(const std::filesystem::path& path, const std::string& name,
                    const std::optional<scenarios::PolicyChoice>& other) {
  const Contents contents = contents_of(path);
  const NamedCall call = contents.calls[position_of(name, contents.calls)];
  std::vector<reports::GridDay> days;
  if (!contents.header.world_start.empty()) days = local_days(contents.header, contents.last + 1ns);
  journal::Overhearing overhearing;
  if (other) {
    overhearing.make_other = [&](const Centre& centre) { return scenarios::make_routing(centre, *other); };
    overhearing.other = {other->name, other->version, other->parameters, other->build};
  }
  reports::ToldCall told = reports::tell_call(path, {call.id, call.key, 0, {}, contents.header},
                                              scenarios::policy_makers<journal::PolicyMakers>(), std::move(overhearing),
                                              [&](Time at) { return local_text(days, at); });
  if (told.difference) refuse(*told.difference, contents.header);
  Explanation explanation{std::move(told.story), contents.warnings};
  if (other) explanation.story.other = scenarios::policy_text(*other);
  return explanation;
}

}  // namespace twinline::sim
