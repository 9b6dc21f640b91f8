#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

double bandwidth_or(const Node* node, double fallback) {
  const auto rate = node ? parse_data_rate(node->text) : std::nullopt;
  return rate ? *rate : fallback;
}

std::uint64_t size_or_none(const Node* node) {
  const auto size = node ? parse_data_size(node->text) : std::nullopt;
  return size ? static_cast<std::uint64_t>(std::llround(*size)) : 0;
}

template <class Entries>
std::vector<std::string> names_of(const Entries& entries) {
  std::vector<std::string> names;
  for (const auto& entry : entries) names.push_back(entry.name);
  return names;
}

class InfrastructureLoader {
 public:
  InfrastructureLoader(const Node& block, Binding& binding) : block_(block), binding_(binding) {}

  Infrastructure load() {
    for_each_in(block_.find("sites"), [this](const Entry& entry) { load_site(entry); });
    for_each_in(block_.find("links"), [this](const Entry& entry) { load_link(entry); });
    check_that_links_lead_everywhere();
    for_each_in(block_.find("hosts"), [this](const Entry& entry) { load_host(entry); });
    for_each_in(block_.find("services"), [this](const Entry& entry) { load_service(entry); });
    load_access();
    load_steps();
    check_that_dropped_calls_are_carried();
    if (const Node* outages = block_.find("outages")) {
      for (const Node& outage : outages->items) load_outage(outage);
    }
    if (const Node* monitoring = block_.find("monitoring")) {
      loaded_.monitoring_every = duration_or(monitoring->find("every"), loaded_.monitoring_every);
    }
    return std::move(loaded_);
  }

 private:
  template <class Read>
  static void for_each_in(const Node* entries, Read read) {
    if (!entries) return;
    for (const Entry& entry : entries->entries) read(entry);
  }

  void complain(const Place& place, std::string message) { binding_.problems.error(place, std::move(message)); }

  /// The position of a name among those that there are; complains where it is not, and takes the first.
  std::size_t known(const char* what, const std::string& name, const Place& place,
                    const std::vector<std::string>& names) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    std::string remedy = did_you_mean(name, names);
    if (remedy.empty()) remedy = names.empty() ? "; there is none" : "; expected " + listed(names, "or");
    complain(place, fmt::format("unknown {} {}{}", what, in_quotes(name), remedy));
    return 0;
  }

  std::size_t known(const char* what, const Node* name, const std::vector<std::string>& names) {
    return name && name->is_scalar() ? known(what, name->text, name->place, names) : 0;
  }

  void load_site(const Entry& entry) {
    Site site{entry.key, {}};
    for (const Node* group : scalars_of(entry.value.find("groups"))) {
      const auto position = position_of(binding_.root.find("groups"), group->text);
      if (!position) continue;  // the shape has complained
      const GroupIndex index{*position};
      for (const Site& earlier : loaded_.sites) {
        if (std::find(earlier.groups.begin(), earlier.groups.end(), index) == earlier.groups.end()) continue;
        complain(group->place, fmt::format("group '{}' sits at site '{}' already", group->text, earlier.name));
      }
      site.groups.push_back(index);
    }
    loaded_.sites.push_back(std::move(site));
  }

  void load_link(const Entry& entry) {
    SiteLink link;
    link.name = entry.key;
    link.latency = duration_or(entry.value.find("latency"), Duration{0});
    link.bandwidth = bandwidth_or(entry.value.find("bandwidth"), without_limit);
    const auto ends = scalars_of(entry.value.find("between"));
    if (ends.size() == 2) {
      link.from = known("site", ends[0], names_of(loaded_.sites));
      link.to = known("site", ends[1], names_of(loaded_.sites));
    }
    if (!ends.empty() && (ends.size() != 2 || (ends[0]->text == ends[1]->text))) {
      complain(entry.place,
               fmt::format("link '{}' is not between two sites; expected two names from sites", entry.key));
    }
    loaded_.links.push_back(std::move(link));
  }

  void check_that_links_lead_everywhere() {
    const auto joins_nothing = [](const SiteLink& link) { return link.from == link.to; };
    if (std::any_of(loaded_.links.begin(), loaded_.links.end(), joins_nothing)) return;  // that has been told
    std::vector<bool> reached(loaded_.sites.size(), false);
    if (!reached.empty()) reached[0] = true;
    for (std::size_t round = 0; round < loaded_.links.size(); ++round) {
      for (const SiteLink& link : loaded_.links) {
        if (reached[link.from] || reached[link.to]) reached[link.from] = reached[link.to] = true;
      }
    }
    const auto lonely = std::find(reached.begin(), reached.end(), false);
    if (lonely == reached.end()) return;
    const Entry& site = block_.find("sites")->entries[static_cast<std::size_t>(lonely - reached.begin())];
    complain(site.place, fmt::format("no link leads from site '{}' to site '{}'", loaded_.sites[0].name, site.key));
  }

  void load_host(const Entry& entry) {
    Host host;
    host.name = entry.key;
    host.site = known("site", entry.value.find("site"), names_of(loaded_.sites));
    if (const Node* cores = entry.value.find("cores")) host.cores = number_or(cores, 1);
    host.speed = number_or(entry.value.find("speed"), 1);
    host.carried_by = text_or(entry.value.find("carried_by"), "") == "processor_sharing" ? CarriedBy::processor_sharing
                                                                                         : CarriedBy::simgrid;
    if (const Node* elastic = entry.value.find("elastic")) host.elastic = load_elastic(*elastic, host);
    loaded_.hosts.push_back(std::move(host));
  }

  std::optional<Elastic> load_elastic(const Node& node, const Host& host) {
    if (!node.is_map()) return std::nullopt;  // the shape has complained
    Elastic elastic;
    elastic.most_cores = static_cast<std::uint32_t>(whole_or(node.find("to"), 1));
    elastic.step = static_cast<std::uint32_t>(whole_or(node.find("by"), 1));
    elastic.check_every = duration_or(node.find("check"), elastic.check_every);
    if (const Node* when = node.find("add_when")) {
      if (const Node* share = when->find("utilisation")) elastic.add_above_utilisation = share_or(share, 1);
      if (const Node* queue = when->find("queue")) {
        elastic.add_above_queue = static_cast<std::uint32_t>(whole_or(queue, 0));
      }
    }
    if (const Node* when = node.find("remove_when")) {
      elastic.remove_below_utilisation = share_or(when->find("utilisation"), 0);
    }
    elastic.provisioning = read_distribution(node.find("provisioning"), binding_);
    elastic.cost_per_core_hour = money_per_hour_or(node.find("cost"), 0, binding_);
    check_elastic(elastic, node, host);
    return elastic;
  }

  void check_elastic(const Elastic& elastic, const Node& node, const Host& host) {
    if (host.carried_by != CarriedBy::processor_sharing) {
      complain(node.place, fmt::format("host '{}' is elastic and carried by simgrid, whose hosts keep their cores; "
                                       "expected carried_by: processor_sharing",
                                       host.name));
    }
    if (host.cores == without_limit) {
      complain(node.place,
               fmt::format("host '{}' is elastic and never runs short; expected cores, the fewest it has", host.name));
    } else if (node.find("to") && elastic.most_cores <= host.cores) {
      complain(node.find("to")->place,
               fmt::format("to is {}; expected more than the host's {} cores", elastic.most_cores, host.cores));
    }
    const Node* add_when = node.find("add_when");
    if (!add_when) return;
    if (!elastic.add_above_utilisation && !elastic.add_above_queue) {
      complain(add_when->place, "add_when names no reason to order cores; expected utilisation, queue, or both");
    }
    if (elastic.add_above_utilisation && elastic.remove_below_utilisation > *elastic.add_above_utilisation) {
      complain(node.find("remove_when")->place,
               "remove_when would give back what add_when orders; expected a lower utilisation there");
    }
  }

  void load_service(const Entry& entry) {
    Service service;
    service.name = entry.key;
    for (const Node* host : scalars_of(entry.value.find("hosts"))) {
      const HostIndex index = known("host", host, names_of(loaded_.hosts));
      if (std::find(service.hosts.begin(), service.hosts.end(), index) != service.hosts.end()) {
        complain(host->place, fmt::format("host '{}' is named twice", host->text));
      }
      service.hosts.push_back(index);
    }
    const Node& node = entry.value;
    if (text_or(node.find("redundancy"), "") == "active_standby") service.redundancy = Redundancy::active_standby;
    service.detection = duration_or(node.find("detection"), Duration{0});
    service.switch_over = duration_or(node.find("switch_over"), Duration{0});
    if (node.find("switch_over") && service.redundancy == Redundancy::active_active) {
      complain(node.find("switch_over")->place, "switch_over is of active_standby; nobody switches in active_active");
    }
    if (text_or(node.find("calls"), "") == "dropped") service.calls = CallsOfFailedHost::dropped;
    loaded_.services.push_back(std::move(service));
  }

  void load_access() {
    const auto& trunks = binding_.scenario.centre.trunks;
    loaded_.access.resize(trunks.size());
    for_each_in(block_.find("access"), [&](const Entry& entry) {
      if (trunks.empty()) return complain(entry.place, "the scenario has no trunks; they are in trunks");
      const std::size_t trunk = known("trunk", entry.key, entry.place, names_of(trunks));
      Access& access = loaded_.access[trunk];
      access.site = known("site", entry.value.find("site"), names_of(loaded_.sites));
      access.latency = duration_or(entry.value.find("latency"), Duration{0});
      access.bandwidth = bandwidth_or(entry.value.find("bandwidth"), without_limit);
      for (const Node* overflow : scalars_of(entry.value.find("overflow"))) {
        const auto other = position_of(binding_.root.find("trunks"), overflow->text);
        if (other) access.overflow.emplace_back(*other);
        if (other == trunk) complain(overflow->place, fmt::format("trunk '{}' overflows into itself", entry.key));
      }
    });
  }

  std::optional<Request> request_of(const Node* node) {
    if (!node) return std::nullopt;
    Request request;
    request.service = known("service", node->find("service"), names_of(loaded_.services));
    request.work = read_distribution(node->find("work"), binding_);
    request.request_bytes = size_or_none(node->find("request"));
    request.reply_bytes = size_or_none(node->find("reply"));
    request.times = static_cast<std::uint32_t>(whole_or(node->find("times"), 1));
    if (const Node* time_out = node->find("time_out")) request.time_out = duration_or(time_out, 1s);
    request.retries = static_cast<std::uint32_t>(whole_or(node->find("retries"), 0));
    return request;
  }

  void load_steps() {
    Steps& steps = loaded_.steps;
    const auto& look_ups = binding_.scenario.centre.look_ups;
    steps.look_ups.resize(look_ups.size());
    const Node* node = block_.find("steps");
    if (!node) return;
    steps.arrival = request_of(node->find("arrival"));
    steps.prompt = request_of(node->find("prompt"));
    steps.keys = request_of(node->find("keys"));
    steps.ringing = request_of(node->find("ringing"));
    steps.talk = request_of(node->find("talk"));
    for_each_in(node->find("look_up"), [&](const Entry& entry) {
      if (look_ups.empty()) return complain(entry.place, "the scenario has no look-ups; they are in ivr.look_ups");
      steps.look_ups[known("look-up", entry.key, entry.place, look_ups)] = request_of(&entry.value);
    });
    if (const Node* silence = node->find("silence")) steps.silence = read_distribution(silence, binding_);
    if (const Node* media = node->find("media")) {
      steps.media = Media{known("service", media->find("service"), names_of(loaded_.services)),
                          bandwidth_or(media->find("bandwidth"), 0)};
    }
  }

  void check_that_dropped_calls_are_carried() {
    const Steps& steps = loaded_.steps;
    for (std::size_t service = 0; service < loaded_.services.size(); ++service) {
      if (loaded_.services[service].calls == CallsOfFailedHost::go_on) continue;
      if ((steps.arrival && steps.arrival->service == service) || (steps.media && steps.media->service == service)) {
        continue;
      }
      const Entry& entry = block_.find("services")->entries[service];
      complain(entry.value.find("calls")->place,
               fmt::format("no call goes through service '{}', so none can be dropped; calls go through those of "
                           "steps.arrival and steps.media",
                           entry.key));
    }
  }

  void load_outage(const Node& node) {
    Outage outage;
    if (const Node* host = node.find("host")) {
      outage.of = Outage::Of::host;
      outage.which = known("host", host, names_of(loaded_.hosts));
    } else if (const Node* link = node.find("link")) {
      outage.of = Outage::Of::link;
      outage.which = known("link", link, names_of(loaded_.links));
    } else if (const Node* site = node.find("site")) {
      outage.of = Outage::Of::site;
      outage.which = known("site", site, names_of(loaded_.sites));
    } else if (const Node* trunk = node.find("trunk")) {
      outage.of = Outage::Of::trunk;
      outage.which = position_of(binding_.root.find("trunks"), trunk->text).value_or(0);
    }
    if (const Node* at = node.find("at")) {
      outage.at = parse_time_of_day(at->text);
      if (!outage.at) {
        complain(at->place, fmt::format("at is {}; expected a time of day such as '11:00'", in_quotes(at->text)));
      }
    }
    outage.on = text_or(node.find("on"), "");
    if (node.find("on") && !node.find("at")) complain(node.find("on")->place, "on is of a drill, which has 'at'");
    if (const Node* after = node.find("after")) outage.after = read_distribution(after, binding_);
    outage.lasts = read_distribution(node.find("lasts"), binding_);
    if (const Node* slows_to = node.find("slows_to")) {
      outage.slows_to = share_or(slows_to, 0);
      check_that_it_can_be_slow(outage, slows_to->place);
    }
    loaded_.outages.push_back(std::move(outage));
  }

  void check_that_it_can_be_slow(const Outage& outage, const Place& place) {
    if (outage.of != Outage::Of::host) {
      complain(place, "slows_to is of a host; links, sites and trunks are up or down");
    } else if (outage.which < loaded_.hosts.size() &&
               loaded_.hosts[outage.which].carried_by != CarriedBy::processor_sharing) {
      complain(place, fmt::format("host '{}' is carried by simgrid, whose hosts keep their speed; expected carried_by: "
                                  "processor_sharing",
                                  loaded_.hosts[outage.which].name));
    }
  }

  const Node& block_;
  Binding& binding_;
  Infrastructure loaded_;
};

/// What policies may know of it: names, and what is where. Who is named at no site is at the first.
void tell_policies(const Infrastructure& infrastructure, Centre& centre) {
  if (infrastructure.sites.empty()) return;  // that has been told
  centre.sites = names_of(infrastructure.sites);
  centre.services = names_of(infrastructure.services);
  for (AgentGroup& group : centre.groups) group.site = twinline::SiteIndex{std::size_t{0}};
  for (std::size_t site = 0; site < infrastructure.sites.size(); ++site) {
    for (const GroupIndex group : infrastructure.sites[site].groups) {
      centre.groups[group.value].site = twinline::SiteIndex{site};
    }
  }
  for (std::size_t trunk = 0; trunk < infrastructure.access.size(); ++trunk) {
    centre.trunks[trunk].site = twinline::SiteIndex{infrastructure.access[trunk].site};
  }
}

}  // namespace

void load_infrastructure(Binding& binding) {
  const Node* block = binding.root.find("infrastructure");
  if (!block || !block->is_map()) return;
  binding.scenario.infrastructure = InfrastructureLoader(*block, binding).load();
  tell_policies(*binding.scenario.infrastructure, binding.scenario.centre);
}

}  // namespace twinline::scenarios
