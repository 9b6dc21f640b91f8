#include "sim/lab/explanation.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "reports/explain/story_teller.hpp"
#include "reports/journal/reader.hpp"
#include "reports/replay/overheard_routing.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/policy_text.hpp"
#include "sim/kernel/model_version.hpp"
#include "sim/lab/call_names.hpp"
#include "sim/lab/journal_days.hpp"
#include "sim/lab/replay.hpp"

namespace twinline::sim {
namespace {

/// What has to be known of a journal before it is replayed.
struct Contents {
  journal::Header header;  ///< of the first segment, with the last one's centre: tables only grow
  std::vector<NamedCall> calls;
  Time last;
};

Contents contents_of(const std::filesystem::path& path) {
  journal::Reader reader(path);
  Contents contents{reader.header(), {}, {}};
  while (const auto record = reader.next()) {
    if (const auto* entry = std::get_if<journal::Entry>(&*record)) {
      contents.last = entry->at;
      const auto* arrival = std::get_if<CallArrived>(&entry->fact);
      if (arrival != nullptr) contents.calls.push_back({arrival->call, arrival->key});
    } else if (const auto* preparation = std::get_if<journal::Preparation>(&*record)) {
      if (const auto* centre = std::get_if<Centre>(&preparation->what)) contents.header.centre = *centre;
    }
  }
  return contents;
}

[[noreturn]] void refuse(const ReplayDifference& difference, const journal::Header& header) {
  std::string text = fmt::format("entry {} differs in its {} when it is replayed, so nothing can be said of why",
                                 difference.entry, difference.what);
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
  reports::StoryTeller teller(call.id, contents.header.centre, [&](Time at) { return local_text(days, at); });
  journal::Overhearing overhearing;
  overhearing.tell = [&](const journal::Overheard& heard) { teller.heard(heard); };
  if (other) {
    overhearing.make_other = [&](const Centre& centre) { return scenarios::make_routing(centre, *other); };
    overhearing.other = {other->name, other->version, other->parameters, other->build};
  }
  overhearing.keep_reasons = true;
  const ReplayResult replayed = replay(
      path, 0, [&](const journal::Entry& entry, const Outcome&) { teller.happened(entry); },
      journal::overheard(std::move(overhearing)));
  Explanation explanation{teller.story(), replayed.warnings};
  const auto& difference = replayed.difference;
  if (difference && (!explanation.story.ended || difference->at <= explanation.story.life.back().at)) {
    refuse(*difference, contents.header);
  }
  if (other) explanation.story.other = scenarios::policy_text(*other);
  explanation.story.time_zone = contents.header.time_zone.empty() ? "UTC" : contents.header.time_zone;
  return explanation;
}

}  // namespace twinline::sim
