// What the calls ran on: the drawing of its sites, hosts, links and trunks, and their load and failures through the
// day.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "reports/render/chart_json.hpp"
#include "reports/render/html_charts.hpp"
#include "reports/render/html_text.hpp"
#include "reports/render/interval_slots.hpp"
#include "reports/render/kpi_text.hpp"

namespace twinline::reports {
namespace {

/// One arm and what its calls ran on.
struct RunOn {
  const ArmEstimates& arm;
  const InfrastructureLayout& layout;
  const std::vector<IntervalSlot>& slots;
  std::string of_arm;  ///< ": standby" behind a heading; empty for a run
};

/// A host, link or trunk, by the dimension under which its estimates are.
struct Thing {
  std::string kind, name;
  Dimensions by() const { return {{kind, name}}; }
  /// "vpn", "trunk primary": hosts are many and need no word.
  std::string shown() const { return kind == "trunk" ? kind + " " + name : name; }
};

std::vector<Thing> things_of(const InfrastructureLayout& layout) {
  std::vector<Thing> things;
  for (const auto& trunk : layout.trunks) things.push_back({"trunk", trunk.name});
  for (const auto& host : layout.hosts) things.push_back({"host", host.name});
  for (const auto& link : layout.links) things.push_back({"link", link.name});
  return things;
}

std::optional<double> value_of(const Estimate* estimate) {
  return estimate && std::isfinite(estimate->mean) ? std::optional{estimate->mean} : std::nullopt;
}

Json charted_if(const std::optional<double>& value) { return value ? charted(*value) : Json(nullptr); }

/// The interval in which a thing was busiest.
struct Peak {
  double load = 0;
  std::string when;
};

std::optional<Peak> peak_of(const RunOn& on, const Thing& thing) {
  std::optional<Peak> peak;
  for (const IntervalSlot& slot : on.slots) {
    const auto load = value_of(at_slot(on.arm, "utilisation", thing.by(), slot));
    if (load && (!peak || *load > peak->load)) peak = {*load, slot.shown.day + " " + slot.shown.time};
  }
  return peak;
}

std::string share_text(double share) { return value_text(Unit::share, share); }

/// "sbc_1: peak 62 % at Mon 2 Mar 11:00, mean 40 %, saturated 3 %, available 98 %", one to a line.
std::string details(const RunOn& on, const Thing& thing, const std::optional<Peak>& peak) {
  std::string text = thing.shown();
  if (peak) text += fmt::format("\nbusiest {}: {}", peak->when, share_text(peak->load));
  for (const char* kpi : {"utilisation", "saturation", "trunk_blocking", "availability"}) {
    const Estimate* estimate = on.arm.find(kpi, thing.by());
    if (value_of(estimate))
      text += fmt::format("\n{} {}", kpi == std::string_view{"trunk_blocking"} ? "blocking" : kpi,
                          estimate_text(Unit::share, estimate));
  }
  return text;
}

/// What all tiles of the drawing have in common.
Json tile(const RunOn& on, const Thing& thing, std::string about) {
  const auto peak = peak_of(on, thing);
  const auto mean = value_of(on.arm.find("utilisation", thing.by()));
  const auto load = peak ? std::optional{peak->load} : mean;
  return {{"name", thing.name},
          {"about", std::move(about)},
          {"load", load ? fmt::format("{} {}", peak ? "peak" : "mean", share_text(*load)) : ""},
          {"peak", charted_if(load)},
          {"availability", charted_if(value_of(on.arm.find("availability", thing.by())))},
          {"title", details(on, thing, peak)}};
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

/// "signalling, media, 2 cores"
std::string about_host(const InfrastructureLayout& layout, std::size_t host) {
  std::vector<std::string> names;
  for (const auto& service : layout.services) {
    const bool plays = std::find(service.hosts.begin(), service.hosts.end(), host) != service.hosts.end();
    if (plays && service.name != layout.hosts[host].name) names.push_back(service.name);
  }
  const auto& cores = layout.hosts[host].cores;
  if (cores) names.push_back(fmt::format("{:g} core{}", *cores, *cores == 1 ? "" : "s"));
  return joined(names);
}

std::string lines_text(const RunOn& on, const InfrastructureLayout::Trunk& trunk) {
  const auto blocking = value_of(on.arm.find("trunk_blocking", {{"trunk", trunk.name}}));
  const std::string lines = trunk.lines > 0 ? fmt::format("{} lines", trunk.lines) : "any number of lines";
  return blocking && *blocking > 0 ? fmt::format("{}, {} blocked", lines, share_text(*blocking)) : lines;
}

Json topology_data(const RunOn& on) {
  const InfrastructureLayout& layout = on.layout;
  Json data{{"legend", on.slots.empty() ? "Mean utilisation (%)" : "Utilisation in the busiest interval (%)"},
            {"sites", Json::array()},
            {"hosts", Json::array()},
            {"links", Json::array()},
            {"trunks", Json::array()}};
  for (const auto& site : layout.sites) {
    const auto availability = value_of(on.arm.find("availability", {{"site", site.name}}));
    const std::string about = site.groups.empty() ? "" : "agents: " + joined(site.groups);
    data["sites"].push_back({{"name", site.name}, {"about", about}, {"availability", charted_if(availability)}});
  }
  for (std::size_t host = 0; host < layout.hosts.size(); ++host) {
    Json drawn = tile(on, {"host", layout.hosts[host].name}, about_host(layout, host));
    drawn["site"] = layout.hosts[host].site;
    data["hosts"].push_back(std::move(drawn));
  }
  for (const auto& link : layout.links) {
    if (link.from == link.to) continue;  // the way in of a trunk, which is drawn as the trunk
    Json drawn = tile(on, {"link", link.name}, "");
    drawn["from"] = link.from;
    drawn["to"] = link.to;
    data["links"].push_back(std::move(drawn));
  }
  for (const auto& trunk : layout.trunks) {
    Json drawn = tile(on, {"trunk", trunk.name}, lines_text(on, trunk));
    drawn["site"] = trunk.site;
    std::string title = drawn["title"];
    for (const std::size_t other : trunk.overflow) title += "\noverflows into " + layout.trunks[other].name;
    drawn["title"] = std::move(title);
    data["trunks"].push_back(std::move(drawn));
  }
  return data;
}

std::string where(const InfrastructureLayout& layout, const Thing& thing) {
  for (const auto& host : layout.hosts) {
    if (thing.kind == "host" && host.name == thing.name) return layout.sites[host.site].name;
  }
  for (const auto& trunk : layout.trunks) {
    if (thing.kind == "trunk" && trunk.name == thing.name) return layout.sites[trunk.site].name;
  }
  for (const auto& link : layout.links) {
    if (thing.kind != "link" || link.name != thing.name) continue;
    const std::string& from = layout.sites[link.from].name;
    return link.from == link.to ? from : from + " – " + layout.sites[link.to].name;
  }
  return "";
}

std::string topology_table(const RunOn& on) {
  HtmlTable table{"What the calls ran on" + on.of_arm};
  for (const char* heading : {"Name", "Kind", "Site"}) table.words_column(heading);
  for (const char* heading : {"Busiest interval", "Utilisation then", "Utilisation", "Saturation", "Availability"}) {
    table.column(heading);
  }
  for (const auto& site : on.layout.sites) {
    const Estimate* availability = on.arm.find("availability", {{"site", site.name}});
    table.row({{site.name}, {"site"}, {site.name}, {""}, {""}, {""}, {""}, {estimate_text(Unit::share, availability)}});
  }
  for (const Thing& thing : things_of(on.layout)) {
    const auto peak = peak_of(on, thing);
    std::vector<HtmlTable::Cell> cells{{thing.name},
                                       {thing.kind},
                                       {where(on.layout, thing)},
                                       {peak ? peak->when : ""},
                                       {peak ? share_text(peak->load) : ""}};
    for (const char* kpi : {"utilisation", "saturation", "availability"}) {
      cells.push_back({estimate_text(Unit::share, on.arm.find(kpi, thing.by()))});
    }
    table.row(std::move(cells));
  }
  return table.text();
}

/// "Busiest: ivr, 97 % at Mon 2 Mar 11:00. Failed: sbc_1 (available 97.9 %)."
std::string topology_sentence(const RunOn& on) {
  std::optional<Peak> busiest;
  std::string name, failed;
  for (const Thing& thing : things_of(on.layout)) {
    const auto peak = peak_of(on, thing);
    if (peak && (!busiest || peak->load > busiest->load)) {
      busiest = peak;
      name = thing.shown();
    }
    const auto availability = value_of(on.arm.find("availability", thing.by()));
    if (!availability || *availability == 1) continue;
    failed += fmt::format("{}{} ({} of the time)", failed.empty() ? " Down: " : ", ", thing.shown(),
                          share_text(1 - *availability));
  }
  std::string text = "Bars show how busy each part was at its busiest; red is what was down.";
  if (busiest) text += fmt::format(" Busiest: {}, {} at {}.", name, share_text(busiest->load), busiest->when);
  return failed.empty() ? text : text + failed + ".";
}

std::string topology_section(const RunOn& on) {
  const std::string heading = "What the calls ran on" + on.of_arm, sentence = topology_sentence(on);
  return card(heading, sentence,
              figure("topology", heading + ". " + sentence, json_text(topology_data(on))) +
                  unfolded("Data table", topology_table(on)));
}

/// What a thing did in one interval.
struct Moment {
  std::optional<double> load, saturated, down;
  std::string label;
};

std::optional<Moment> moment_of(const RunOn& on, const Thing& thing, const IntervalSlot& slot) {
  const auto value = [&](const char* kpi) { return value_of(at_slot(on.arm, kpi, thing.by(), slot)); };
  Moment moment{value("utilisation"), value("saturation"), value("availability"), ""};
  if (!moment.down) return std::nullopt;
  moment.down = 1 - *moment.down;
  if (moment.load) moment.label = estimate_text(Unit::share, at_slot(on.arm, "utilisation", thing.by(), slot));
  const auto add = [&](const char* words, const std::optional<double>& share) {
    if (share.value_or(0) > 0)
      moment.label += fmt::format("{}{} {}", moment.label.empty() ? "" : " · ", words, share_text(*share));
  };
  add("saturated", moment.saturated);
  add("down", moment.down);
  return moment;
}

struct MapRow {
  Thing thing;
  std::vector<std::optional<Moment>> moments;  ///< by slot
};

/// What was neither busy nor down in any interval has no row.
std::vector<MapRow> rows_of(const RunOn& on) {
  std::vector<MapRow> rows;
  for (const Thing& thing : things_of(on.layout)) {
    MapRow row{thing, {}};
    for (const IntervalSlot& slot : on.slots) row.moments.push_back(moment_of(on, thing, slot));
    if (std::any_of(row.moments.begin(), row.moments.end(), [](const auto& moment) { return moment.has_value(); }))
      rows.push_back(std::move(row));
  }
  return rows;
}

Json load_data(const RunOn& on, const std::vector<MapRow>& rows, std::uint32_t interval_minutes) {
  Json data{{"legend", "Utilisation (%)"},
            {"slot_minutes", interval_minutes},
            {"slots", Json::array()},
            {"rows", Json::array()}};
  for (const IntervalSlot& slot : on.slots) {
    data["slots"].push_back({{"minute", slot.shown.minute}, {"day", slot.shown.day}, {"time", slot.shown.time}});
  }
  for (const MapRow& row : rows) {
    Json cells = Json::array();
    for (const auto& moment : row.moments) {
      cells.push_back(moment ? Json{{"load", charted_if(moment->load)},
                                    {"saturated", charted_if(moment->saturated)},
                                    {"down", charted_if(moment->down)},
                                    {"label", moment->label}}
                             : Json(nullptr));
    }
    data["rows"].push_back({{"name", row.thing.shown()}, {"cells", std::move(cells)}});
  }
  return data;
}

std::string load_table(const RunOn& on, const std::vector<MapRow>& rows) {
  HtmlTable table{"Load and failures through the day" + on.of_arm};
  table.column("Interval");
  for (const MapRow& row : rows) table.column(row.thing.shown());
  for (std::size_t slot = 0; slot < on.slots.size(); ++slot) {
    std::vector<HtmlTable::Cell> cells{{on.slots[slot].shown.day + " " + on.slots[slot].shown.time}};
    for (const MapRow& row : rows) cells.push_back({row.moments[slot] ? row.moments[slot]->label : ""});
    table.row(std::move(cells));
  }
  return table.text();
}

std::string load_section(const RunOn& on, std::uint32_t interval_minutes) {
  const std::vector<MapRow> rows = rows_of(on);
  if (rows.empty()) return "";
  const std::string heading = "Load and failures through the day" + on.of_arm;
  const std::string sentence =
      "Blue is how busy each part was. A red mark at the foot: it was down for some of the time; an orange one at the "
      "head: it was saturated for at least a twentieth of it.";
  return card(heading, sentence,
              figure("load_map", heading + ". " + sentence, json_text(load_data(on, rows, interval_minutes))) +
                  unfolded("Data table", load_table(on, rows)));
}

}  // namespace

std::string infrastructure_sections(const ReportView& view) {
  const std::vector<IntervalSlot> slots = infrastructure_slots_of(view);
  std::string sections;
  for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
    if (view.layouts[arm] == nullptr) continue;
    const std::string of_arm = view.comparison ? ": " + view.arms[arm].name() : "";
    const RunOn on{view.arms[arm], *view.layouts[arm], slots, of_arm};
    sections += topology_section(on) + load_section(on, view.identity.interval_minutes);
  }
  return sections;
}

}  // namespace twinline::reports
