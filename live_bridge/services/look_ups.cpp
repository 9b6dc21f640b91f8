#include "live_bridge/services/look_ups.hpp"

#include <algorithm>
#include <utility>

#include "live_bridge/services/http_source.hpp"
#include "live_bridge/services/table_source.hpp"
#include "live_bridge/wall/log.hpp"
#include "live_bridge/wall/secret_file.hpp"

namespace twinline::live::services {

LookUps::LookUps(EventLoop& loop, Timers& timers, const Clock& clock, Tell tell)
    : loop_(loop), timers_(timers), clock_(clock), tell_(std::move(tell)) {}

LookUps::~LookUps() = default;

void LookUps::use(const std::vector<scenarios::LookUpSource>& sources) {
  std::vector<std::string> tokens;
  for (const scenarios::LookUpSource& source : sources) {
    tokens.push_back(source.token_file.empty() ? "" : read_secret(source.token_file, "look-up " + source.name));
  }
  std::vector<std::shared_ptr<Known>> next;
  for (std::size_t place = 0; place < sources.size(); ++place) {
    const auto same = std::find_if(known_.begin(), known_.end(), [&](const std::shared_ptr<Known>& known) {
      return known->settings == sources[place] && known->token == tokens[place];
    });
    next.push_back(same == known_.end() ? make(sources[place], tokens[place]) : *same);
  }
  std::erase_if(closed_, [](const std::unique_ptr<Source>& source) { return source->has_ended(); });
  const auto former = std::exchange(known_, std::move(next));
  for (const std::shared_ptr<Known>& known : former) {
    if (std::find(known_.begin(), known_.end(), known) != known_.end()) continue;
    known->source->close();
    closed_.push_back(std::move(known->source));
  }
}

std::shared_ptr<LookUps::Known> LookUps::make(const scenarios::LookUpSource& settings, const std::string& token) {
  auto known = std::make_shared<Known>();
  known->settings = settings;
  known->token = token;
  known->statistics.name = settings.name;
  if (settings.table) {
    known->source = std::make_unique<TableSource>(settings.table);
  } else {
    known->source = std::make_unique<HttpSource>(loop_, clock_, settings, token);
  }
  return known;
}

LookUps::Known* LookUps::find(LookUpIndex look_up) const {
  const auto found = std::find_if(known_.begin(), known_.end(), [look_up](const std::shared_ptr<Known>& known) {
    return known->settings.look_up == look_up;
  });
  return found == known_.end() ? nullptr : found->get();
}

std::optional<std::vector<Attribute>> LookUps::known_at_once(LookUpIndex look_up, const Question& question) const {
  const Known* known = find(look_up);
  if (!known || !known->settings.table) return std::nullopt;
  return static_cast<const TableSource&>(*known->source).known_of(question);
}

Attributes LookUps::defaults(LookUpIndex look_up) const {
  const Known* known = find(look_up);
  return known ? Attributes{known->settings.defaults} : Attributes{};
}

void LookUps::ask(CallId call, LookUpIndex look_up, Duration deadline, const Question& question) {
  ask({call, look_up, false, false, clock_.now(), {}}, deadline, question);
}

void LookUps::ask_at_arrival(CallId call, LookUpIndex look_up, const Question& question) {
  const Known* known = find(look_up);
  if (known) ask({call, look_up, true, false, clock_.now(), {}}, known->settings.deadline, question);
}

void LookUps::ask(Open about, Duration deadline, const Question& question) {
  Known* known = find(about.look_up);
  if (!known) return end(about, LookUpOutcome::failed, {});
  const std::uint64_t ticket = ++last_ticket_;
  const Time until = about.asked + deadline;
  about.deadline = Timers::Timer(timers_, [this, ticket](Time) { deadline_over(ticket); });
  about.deadline.set(until);
  ++known->statistics.requests;
  open_.emplace(ticket, std::move(about));
  known->source->ask(question, until, [this, ticket](const Reply& reply) { replied(ticket, reply); });
}

void LookUps::deadline_over(std::uint64_t ticket) {
  const auto found = open_.find(ticket);
  if (found == open_.end()) return;
  found->second.timed_out = true;
  if (Known* known = find(found->second.look_up)) ++known->statistics.timed_out;
  end(found->second, LookUpOutcome::timed_out, defaults(found->second.look_up));
}

void LookUps::replied(std::uint64_t ticket, const Reply& reply) {
  const auto found = open_.find(ticket);
  if (found == open_.end()) return;
  const Open open = std::move(found->second);
  open_.erase(found);
  if (Known* known = find(open.look_up)) note(*known, open, reply);
  if (open.timed_out) {
    if (!reply.attributes.empty()) tell_(AttributesLearned{open.call, reply.attributes});
  } else if (reply.answered) {
    end(open, LookUpOutcome::answered, reply.attributes);
  } else {
    end(open, LookUpOutcome::failed, defaults(open.look_up));
  }
}

void LookUps::end(const Open& open, LookUpOutcome outcome, Attributes attributes) {
  if (!open.at_arrival) {
    tell_(LookUpEnded{open.call, outcome, attributes});
  } else if (!attributes.empty()) {
    tell_(AttributesLearned{open.call, attributes});
  }
}

void LookUps::note(Known& known, const Open& open, const Reply& reply) {
  SourceStatistics& statistics = known.statistics;
  statistics.add_reply(clock_.now() - open.asked);
  statistics.passed_over += reply.passed_over;
  if (open.timed_out) {
    statistics.late += reply.answered ? 1 : 0;
  } else {
    ++(reply.answered ? statistics.answered : statistics.failed);
  }
  if (known.fails == reply.answered) {
    known.fails = !reply.answered;
    if (known.fails) log_warning("look-up {} fails: {}", known.settings.name, reply.failure);
    if (!known.fails) log_info("look-up {} answers again", known.settings.name);
  }
  if (reply.passed_over == 0 || std::exchange(known.told_of_passed_over, true)) return;
  log_warning("look-up {} tells attributes that it may not tell, or values that make no sense; they are passed over",
              known.settings.name);
}

std::vector<SourceStatistics> LookUps::statistics() const {
  std::vector<SourceStatistics> all;
  for (const std::shared_ptr<Known>& known : known_) all.push_back(known->statistics);
  return all;
}

}  // namespace twinline::live::services
