#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

ShapePointer written_name() { return scalar(ScalarKind::name); }
ShapePointer bandwidth() { return scalar(ScalarKind::data_rate, above(0)); }
ShapePointer latency() { return duration(within(0, 60)); }
ShapePointer size() { return scalar(ScalarKind::data_size, within(0, 1e9)); }

ShapePointer named(Shape entry, std::string help) {
  return map_of(KeyForm::names, done(std::move(entry)), std::move(help));
}

ShapePointer sites_shape() {
  return named(record({key("groups", list_of(name_in("groups")), "Agent groups that sit here.",
                           "groups that no site names sit at the first")}),
               "One site; within it nothing takes time.");
}

ShapePointer links_shape() {
  return named(record({
                   required("between", list_of(written_name()), "the two sites that it joins"),
                   key("latency", latency(), "One way.", "0 s"),
                   key("bandwidth", bandwidth(), "Both ways share it.", "without limit"),
               }),
               "One link. What two sites say to each other goes over the fewest links, the first of equals.");
}

ShapePointer elastic_shape() {
  return done(record({
      required("to", whole(within(1, 100000)), "the most cores; the fewest are the host's `cores`"),
      key("by", whole(within(1, 100000)), "Cores that are ordered, or given back, at once.", "1"),
      key("check", duration(within(1, 86400)), "How often it is looked at.", "1 min"),
      required(
          "add_when",
          done(record({
              key("utilisation", share(), "Above this share of core time since the last check.", "it does not count"),
              key("queue", whole(within(0, 1000000)), "With more requests than this beyond the number of cores.",
                  "it does not count"),
          })),
          "when cores are ordered; one reason suffices"),
      key("remove_when",
          done(record({required("utilisation", share(), "below this share of core time since the last check")})),
          "When cores are given back, at once, unless some are on order.", "never"),
      key("provisioning", distribution_shape(), "From the order until the cores serve.", "0 s"),
      key("cost", scalar(ScalarKind::money_per_hour, at_least(0)), "Of one core, from when it serves.", "0"),
  }));
}

ShapePointer hosts_shape() {
  return named(
      record({
          required("site", written_name(), "where it stands"),
          key("cores", whole(within(1, 100000)), "Requests that are served at full speed at once.", "without limit"),
          key("speed", number(within(1e-6, 1e15)), "Work, in seconds, that a core does in a second.", "1"),
          key("carried_by", one_of_words({"simgrid", "processor_sharing"}),
              "Who works out how long requests take; the second is the same model, for hosts with hundreds "
              "of requests at once.",
              "simgrid"),
          key("elastic", elastic_shape(), "Cores that come and go with the load; of processor_sharing.", "no"),
      }),
      "One host. Requests that are there at once share its cores evenly.");
}

ShapePointer services_shape() {
  return named(record({
                   required("hosts", list_of(written_name()), "who plays this part"),
                   key("redundancy", one_of_words({"active_active", "active_standby"}),
                       "Whether all hosts serve in turn, or the first one while it is up.", "active_active"),
                   key("detection", duration(at_least(0)),
                       "From the failure of a host until nothing is sent to it any more.", "0 s"),
                   key("switch_over", duration(at_least(0)), "From there until a standby serves.", "0 s"),
                   key("calls", one_of_words({"go_on", "dropped"}),
                       "What becomes of calls, under way on a host, when it fails.", "go_on"),
               }),
               "One service.");
}

ShapePointer access_shape() {
  Shape shape = record({});
  shape.others_form = KeyForm::names;
  shape.others = done(record({
      key("site", written_name(), "Where the trunk ends.", "the first"),
      key("latency", latency(), "From the carrier, one way.", "0 s"),
      key("bandwidth", bandwidth(), "Both ways share it.", "without limit"),
      key("overflow",
          either("a trunk, or a list of trunks in the order in which they are tried",
                 {name_in("trunks"), list_of(name_in("trunks"))}),
          "Where the carrier sends calls while this trunk is down or full: to the first of these that is neither.",
          "nowhere"),
  }));
  shape.others_help = "One of `trunks`.";
  return done(std::move(shape));
}

std::vector<Key> request_keys() {
  return {
      required("service", written_name(), "who is asked"),
      key("work", distribution_shape(), "What it costs, in seconds of one core at speed 1.", "0 s"),
      key("request", size(), "What is sent there.", "0 B"),
      key("reply", size(), "What comes back.", "0 B"),
      key("times", whole(within(1, 1000)), "How often, one after the other.", "1"),
      key("time_out", duration(above(0)), "How long each try may take.", "as long as it takes"),
      key("retries", whole(within(0, 20)), "Further tries after one that failed or took too long.", "0"),
  };
}

ShapePointer steps_shape() {
  Shape whole_request = record(request_keys());
  whole_request.definition = "request";
  const auto request = done(std::move(whole_request));
  const auto media = done(record({
      required("service", written_name(), "through whom the sound of each call goes"),
      key("bandwidth", bandwidth(), "Of one call, each way.", "none"),
  }));
  return done(record({
      key("arrival", request, "Before the call is known to the centre; without it the call is lost.", "nothing"),
      key("prompt", request, "Before a prompt begins.", "nothing"),
      key("keys", request, "After the caller's keys or words, until it is known what was meant.", "nothing"),
      key("look_up", map_of(KeyForm::names, request, "One of ivr.look_ups, beside what it takes itself."),
          "Before a source answers.", "nothing"),
      key("ringing", request, "Before an agent's phone rings, from where the agent sits.", "nothing"),
      key("talk", request, "During the talk, which is so much longer, from where the agent sits.", "nothing"),
      key("media", media, "As long as the call lasts.", "nothing"),
      key("silence", distribution_shape(),
          "How long a caller bears it that one of the first four steps takes, before hanging up.",
          "as long as it takes"),
  }));
}

ShapePointer outage_shape() {
  Shape shape = record({
      key("host", written_name(), "This host is down."),
      key("link", written_name(), "This link is cut."),
      key("site", written_name(), "Hosts, links and trunks of this site are down, and its agents are away."),
      key("trunk", name_in("trunks"), "This trunk is down."),
      key("at", scalar(ScalarKind::text), "A drill: at this time of day, such as '11:00'."),
      key("on", scalar(ScalarKind::date), "The drill's day.", "every day"),
      key("after", distribution_shape(),
          "By chance: so long after the beginning, or after the last repair, it goes down."),
      required("lasts", distribution_shape(), "until it is up again"),
      key("slows_to", scalar(ScalarKind::share, within(0.001, 0.999)),
          "Of a host that is carried by processor_sharing: it is not down but slow, and works at this share of its "
          "speed.",
          "it is down"),
  });
  shape.exactly_one = {{"host", "link", "site", "trunk"}, {"at", "after"}};
  return done(std::move(shape));
}

}  // namespace

ShapePointer infrastructure_shape() {
  return done(record({
      required("sites", sites_shape(), "where hosts and agents are"),
      key("links", links_shape(), "What joins the sites.", "none"),
      key("hosts", hosts_shape(), "What serves.", "none"),
      key("services", services_shape(), "The parts that hosts play.", "none"),
      key("access", access_shape(), "How the calls of trunks come in.", "all at the first site, at once"),
      key("steps", steps_shape(), "What each step of a call asks of the services.", "nothing"),
      key("outages", list_of(outage_shape()), "What fails.", "nothing"),
      key("monitoring",
          done(
              record({key("every", duration(within(1, 3600)), "How often sites and services are looked at.", "10 s")})),
          "What policies know of all this, and how soon."),
  }));
}

}  // namespace twinline::scenarios
