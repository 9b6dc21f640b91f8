// The media server's facade at the end of a pipe, so that tests in another language can drive it: each line of input is
// a JSON object that names a function and its arguments, each line of output tells what came of one or what happened.
//
//   {"number":1,"do":"open","id":"c1","sdp":"v=0…"}   →   {"number":1,"ok":true,"sdp":"v=0…","duration":0,"error":""}
//                                                     →   {"digit":"5","id":"c1","from_caller":true}   {"up":true}
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "live_bridge/media/media_server.hpp"
#include "live_bridge/recording/spool.hpp"
#include "live_bridge/wall/timers.hpp"
#include "tests/bridge/line_input.hpp"
#include "tests/bridge/poll_loop.hpp"

namespace {

using namespace twinline;
using namespace twinline::live;
using nlohmann::json;

void tell(const json& what) { std::cout << what.dump() << std::endl; }

json in_seconds_or_null(std::optional<Duration> duration) { return duration ? json(in_seconds(*duration)) : json(); }

class Probe {
 public:
  Probe(std::uint16_t control, std::uint16_t events, const std::string& prompts)
      : timers_(clock_, loop_),
        media_(loop_, timers_, clock_, settings(control, events, prompts), tell_digit, tell_health) {}

  void run() { loop_.run(); }

 private:
  static scenarios::MediaSettings settings(std::uint16_t control, std::uint16_t events, const std::string& prompts) {
    scenarios::MediaSettings made;
    made.control = {"127.0.0.1", control};
    made.events = {"127.0.0.1", events};
    made.prompts_folder = prompts;
    return made;
  }

  static void tell_digit(const media::MediaId& id, bool from_caller, char digit) {
    tell({{"digit", std::string{digit}}, {"id", id}, {"from_caller", from_caller}});
  }

  static void tell_health(bool up) { tell({{"up", up}}); }

  void carry_out(const json& command) {
    const std::string what = command.at("do"), id = command.value("id", ""), sdp = command.value("sdp", "");
    const std::string party = command.value("party", "");
    const media::Party terms{command.value("codecs", std::vector<std::string>{}), command.value("comedia", false)};
    const int number = command.at("number");
    const media::Done done = [number](const media::Reply& reply) {
      const auto duration = in_seconds(reply.duration);
      tell({{"number", number}, {"ok", reply.ok}, {"sdp", reply.sdp}, {"duration", duration}, {"error", reply.error}});
    };
    const auto notes = [](const media::AudioPorts& ports) {
      return recording::to_text({"talk", "question", "main", ports.caller, ports.agent});
    };
    if (what == "open") media_.open(id, sdp, terms, done);
    if (what == "open_without_offer") media_.open_without_offer(id, terms, done);
    if (what == "complete") media_.complete(id, sdp, done);
    if (what == "play") media_.play(id, command.at("prompt"), command.value("forever", false), done);
    if (what == "stop") media_.stop(id);
    if (what == "invite") media_.invite(id, party, terms, done);
    if (what == "bridge") media_.bridge(id, party, sdp, done);
    if (what == "unbridge") media_.unbridge(id, done);
    if (what == "reoffer") media_.reoffer(id, command.at("by_caller"), sdp, done);
    if (what == "start_recording") media_.start_recording(id, notes, done);
    if (what == "stop_recording") media_.stop_recording(id, done);
    if (what == "subscribe") media_.subscribe(id, done);
    if (what == "listen") media_.listen(id, sdp, done);
    if (what == "close") media_.close(id);
    if (what == "adopt") media_.adopt(id, sdp, terms);
    if (what == "adopt_talk") media_.adopt_talk(id, party, sdp, terms);
    if (what == "query") query(id, number);
    if (what == "statistics") tell_statistics(number);
  }

  void query(const std::string& id, int number) {
    media_.query(id, [number](std::optional<media::Activity> activity) {
      json answer{{"number", number}, {"ok", activity.has_value()}};
      if (activity) answer["caller"] = in_seconds_or_null(activity->caller);
      if (activity) answer["agent"] = in_seconds_or_null(activity->agent);
      tell(answer);
    });
  }

  void tell_statistics(int number) {
    const media::Statistics statistics = media_.statistics();
    tell({{"number", number},
          {"ok", true},
          {"requests", statistics.requests},
          {"timeouts", statistics.timeouts},
          {"refusals", statistics.refusals},
          {"outstanding", statistics.outstanding},
          {"sessions", statistics.sessions},
          {"up", media_.is_up()}});
  }

  test::PollLoop loop_;
  Clock clock_;
  Timers timers_;
  media::MediaServer media_;
  test::LineInput input_{loop_, [this](const std::string& line) { carry_out(json::parse(line)); }};
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::cerr << "usage: media_probe CONTROL_PORT EVENTS_PORT PROMPTS_FOLDER\n";
    return 2;
  }
  const auto port = [](const char* text) { return static_cast<std::uint16_t>(std::stoi(text)); };
  Probe probe{port(arguments[1]), port(arguments[2]), arguments[3]};
  probe.run();
}
