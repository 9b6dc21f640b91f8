// LookUps at the end of a pipe, so that tests in another language can drive it: each line of input is a JSON object
// that names a function and its arguments, each line of output a fact that was told, or an answer.
//
//   {"do":"use","sources":[{"url":"http://…","tells":{"intent":{"loan":2}}, …}]}   →   {"used":""}
//   {"do":"ask","call":7,"source":0,"deadline":0.5,"number":"+41…","keys":"12"}
//        →   {"fact":"ended","call":7,"outcome":"answered","attributes":{"intent":2}}   {"fact":"learned",…}
//   {"do":"statistics"}   →   {"statistics":[{"requests":3, …}]}
#include <array>
#include <iostream>
#include <stdexcept>
#include <string>
#include <variant>

#include <nlohmann/json.hpp>

#include "live_bridge/services/look_ups.hpp"
#include "live_bridge/wall/log.hpp"
#include "tests/bridge/line_input.hpp"
#include "tests/bridge/poll_loop.hpp"

namespace {

using namespace twinline;
using namespace twinline::live;
using nlohmann::json;

void tell(const json& what) { std::cout << what.dump() << std::endl; }

class Probe {
 public:
  Probe() : timers_(clock_, loop_), look_ups_(loop_, timers_, clock_, [this](const Fact& fact) { tell_fact(fact); }) {}

  void run() { loop_.run(); }

 private:
  AttributeIndex attribute_named(const std::string& name) {
    for (std::size_t place = 0; place < names_.size(); ++place) {
      if (names_[place] == name) return AttributeIndex{place};
    }
    names_.push_back(name);
    return AttributeIndex{names_.size() - 1};
  }

  scenarios::LookUpSource source_of(const json& given, std::size_t place) {
    scenarios::LookUpSource source;
    source.look_up = LookUpIndex{place};
    source.name = given.value("name", "source" + std::to_string(place));
    const json tells = given.value("tells", json::object()), defaults = given.value("defaults", json::object());
    for (const auto& [name, words] : tells.items()) {
      scenarios::ToldAttribute told{name, attribute_named(name), {}};
      for (const auto& [word, value] : words.items()) told.words[word] = value.get<std::int64_t>();
      source.tells.push_back(std::move(told));
    }
    for (const auto& [name, value] : defaults.items()) {
      source.defaults.push_back({attribute_named(name), value.get<std::int64_t>()});
    }
    source.url = scenarios::parse_service_url(given.at("url").get<std::string>()).value();
    if (given.value("kind", "") == "recogniser") source.kind = scenarios::ServiceKind::recogniser;
    source.token_file = given.value("token_file", "");
    source.deadline = from_seconds(given.value("deadline", 2.0));
    source.give_up_after = from_seconds(given.value("give_up_after", 3.0));
    source.at_once = given.value("at_once", 4U);
    source.waiting = given.value("waiting", 64U);
    return source;
  }

  void tell_fact(const Fact& fact) {
    constexpr std::array outcomes{"answered", "timed_out", "failed"};
    if (const auto* ended = std::get_if<LookUpEnded>(&fact)) {
      tell({{"fact", "ended"},
            {"call", ended->call.slot.value},
            {"outcome", outcomes[static_cast<std::size_t>(ended->outcome)]},
            {"attributes", named(ended->attributes)}});
    } else if (const auto* learned = std::get_if<AttributesLearned>(&fact)) {
      tell({{"fact", "learned"}, {"call", learned->call.slot.value}, {"attributes", named(learned->attributes)}});
    }
  }

  json named(Attributes attributes) const {
    json all = json::object();
    for (const Attribute& attribute : attributes) all[names_[attribute.name.value]] = attribute.value;
    return all;
  }

  void carry_out(const json& command) {
    const std::string what = command.at("do");
    if (what == "use") return use(command.at("sources"));
    if (what == "statistics") return tell_statistics();
    const CallId call{CallSlot{command.at("call").get<std::size_t>()}, 1};
    const LookUpIndex source{command.value("source", std::size_t{0})};
    const services::Question question{command.value("key", std::uint64_t{1}), command.value("number", ""),
                                      command.value("keys", ""), command.value("prompt", "")};
    if (what == "ask") look_ups_.ask(call, source, from_seconds(command.value("deadline", 1.0)), question);
    if (what == "ask_at_arrival") look_ups_.ask_at_arrival(call, source, question);
  }

  void use(const json& given) {
    std::vector<scenarios::LookUpSource> sources;
    for (const json& source : given) sources.push_back(source_of(source, sources.size()));
    try {
      look_ups_.use(sources);
      tell({{"used", ""}});
    } catch (const std::runtime_error& refused) {
      tell({{"used", refused.what()}});
    }
  }

  void tell_statistics() {
    json all = json::array();
    for (const services::SourceStatistics& source : look_ups_.statistics()) {
      all.push_back({{"requests", source.requests},
                     {"answered", source.answered},
                     {"failed", source.failed},
                     {"timed_out", source.timed_out},
                     {"late", source.late},
                     {"passed_over", source.passed_over}});
    }
    tell({{"statistics", all}});
  }

  test::PollLoop loop_;
  Clock clock_;
  Timers timers_;
  std::vector<std::string> names_;
  services::LookUps look_ups_;
  test::LineInput input_{loop_, [this](const std::string& line) { carry_out(json::parse(line)); }};
};

}  // namespace

int main() {
  Probe{}.run();
  return 0;
}
