#include "scenarios/schema/canonical_form.hpp"

namespace twinline::scenarios {
namespace {

template <class Enumeration>
int number_of(Enumeration value) {
  return static_cast<int>(value);
}

void write_request(std::string_view key, const std::optional<Request>& request, CanonicalWriter& out) {
  if (!request) return;
  out.under(key, [&] {
    out.line("service", request->service);
    out.under("work", [&] { write_canonical(request->work, out); });
    out.line("request", request->request_bytes);
    out.line("reply", request->reply_bytes);
    out.line("times", request->times);
    if (request->time_out) out.line("time_out", *request->time_out);
    out.line("retries", request->retries);
  });
}

void write_steps(const Steps& steps, CanonicalWriter& out) {
  write_request("arrival", steps.arrival, out);
  write_request("prompt", steps.prompt, out);
  write_request("keys", steps.keys, out);
  write_request("ringing", steps.ringing, out);
  write_request("talk", steps.talk, out);
  out.each("look_ups", steps.look_ups,
           [&](const std::optional<Request>& request) { write_request("request", request, out); });
  if (steps.silence) out.under("silence", [&] { write_canonical(*steps.silence, out); });
  if (!steps.media) return;
  out.line("media.service", steps.media->service);
  out.line("media.bandwidth", steps.media->bandwidth);
}

void write_elastic(const Elastic& elastic, CanonicalWriter& out) {
  out.line("to", elastic.most_cores);
  out.line("by", elastic.step);
  out.line("check", elastic.check_every);
  if (elastic.add_above_utilisation) out.line("add_above_utilisation", *elastic.add_above_utilisation);
  if (elastic.add_above_queue) out.line("add_above_queue", *elastic.add_above_queue);
  out.line("remove_below_utilisation", elastic.remove_below_utilisation);
  out.under("provisioning", [&] { write_canonical(elastic.provisioning, out); });
  out.line("cost_per_core_hour", elastic.cost_per_core_hour);
}

void write_outage(const Outage& outage, CanonicalWriter& out) {
  out.line("of", number_of(outage.of));
  out.line("which", outage.which);
  if (outage.at) out.line("at", *outage.at);
  out.text("on", outage.on);
  if (outage.after) out.under("after", [&] { write_canonical(*outage.after, out); });
  out.under("lasts", [&] { write_canonical(outage.lasts, out); });
  if (outage.slows_to > 0) out.line("slows_to", outage.slows_to);
}

}  // namespace

void write_canonical(const Distribution& distribution, CanonicalWriter& out) {
  out.line("kind", number_of(distribution.kind));
  out.each("parameters", distribution.parameters, [&](double value) { out.line("value", value); });
  out.each("weights", distribution.weights, [&](double value) { out.line("value", value); });
  out.each("parts", distribution.parts, [&](const Distribution& part) { write_canonical(part, out); });
  out.line("shift", distribution.shift);
  if (distribution.low) out.line("low", *distribution.low);
  if (distribution.high) out.line("high", *distribution.high);
}

void write_canonical(std::string_view key, const std::optional<Distribution>& distribution, CanonicalWriter& out) {
  if (distribution) out.under(key, [&] { write_canonical(*distribution, out); });
}

void write_canonical(const Infrastructure& infrastructure, CanonicalWriter& out) {
  out.each("sites", infrastructure.sites, [&](const Site& site) {
    out.text("name", site.name);
    out.each("groups", site.groups, [&](GroupIndex group) { out.line("group", group.value); });
  });
  out.each("links", infrastructure.links, [&](const SiteLink& link) {
    out.text("name", link.name);
    out.line("from", link.from);
    out.line("to", link.to);
    out.line("latency", link.latency);
    out.line("bandwidth", link.bandwidth);
  });
  out.each("hosts", infrastructure.hosts, [&](const Host& host) {
    out.text("name", host.name);
    out.line("site", host.site);
    out.line("cores", host.cores);
    out.line("speed", host.speed);
    out.line("carried_by", number_of(host.carried_by));
    if (host.elastic) out.under("elastic", [&] { write_elastic(*host.elastic, out); });
  });
  out.each("services", infrastructure.services, [&](const Service& service) {
    out.text("name", service.name);
    out.each("hosts", service.hosts, [&](HostIndex host) { out.line("host", host); });
    out.line("redundancy", number_of(service.redundancy));
    out.line("detection", service.detection);
    out.line("switch_over", service.switch_over);
    out.line("calls", number_of(service.calls));
  });
  out.each("access", infrastructure.access, [&](const Access& access) {
    out.line("site", access.site);
    out.line("latency", access.latency);
    out.line("bandwidth", access.bandwidth);
    out.each("overflow", access.overflow, [&](TrunkIndex trunk) { out.line("trunk", trunk.value); });
  });
  out.under("steps", [&] { write_steps(infrastructure.steps, out); });
  out.each("outages", infrastructure.outages, [&](const Outage& outage) { write_outage(outage, out); });
  out.line("monitoring.every", infrastructure.monitoring_every);
}

}  // namespace twinline::scenarios
