// Asks sources about callers and tells what comes of it as facts: by the deadline an answer, with what is taken for
// known when the source fails or is late; what comes later is told as well. Everything here is on the loop's thread and
// returns at once. Which source a flow asks, and when, is the flow's affair.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "live_bridge/services/source.hpp"
#include "live_bridge/services/statistics.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "live_bridge/wall/timers.hpp"
#include "policies/contract/facts.hpp"
#include "scenarios/schema/look_up_source.hpp"

namespace twinline::live::services {

class LookUps {
 public:
  using Tell = std::function<void(const Fact&)>;

  /// All must outlive it. No source is known before use().
  LookUps(EventLoop& loop, Timers& timers, const Clock& clock, Tell tell);
  ~LookUps();
  LookUps(const LookUps&) = delete;
  LookUps& operator=(const LookUps&) = delete;

  /// These sources are asked from now on. One that is as before goes on undisturbed; what another was asked fails.
  /// Throws std::runtime_error for a token that cannot be read, or where the system has no thread to give, and changes
  /// nothing then.
  void use(const std::vector<scenarios::LookUpSource>& sources);

  /// What a table knows of the caller; none where the source is no table.
  std::optional<std::vector<Attribute>> known_at_once(LookUpIndex look_up, const Question& question) const;

  /// Answered with LookUpEnded, at the deadline at the latest, and perhaps AttributesLearned afterwards.
  void ask(CallId call, LookUpIndex look_up, Duration deadline, const Question& question);

  /// Answered with AttributesLearned where there is something to tell, by the source's own deadline or afterwards.
  void ask_at_arrival(CallId call, LookUpIndex look_up, const Question& question);

  /// What is taken for known when the source fails; valid until use().
  Attributes defaults(LookUpIndex look_up) const;

  std::vector<SourceStatistics> statistics() const;

 private:
  struct Known {
    scenarios::LookUpSource settings;
    std::string token;
    std::unique_ptr<Source> source;
    SourceStatistics statistics;
    bool fails = false;  ///< and this has been logged
    bool told_of_passed_over = false;
  };

  /// A question without a reply so far.
  struct Open {
    CallId call;
    LookUpIndex look_up;
    bool at_arrival = false;
    bool timed_out = false;
    Time asked;
    Timers::Timer deadline;
  };

  std::shared_ptr<Known> make(const scenarios::LookUpSource& settings, const std::string& token);
  Known* find(LookUpIndex look_up) const;
  void ask(Open about, Duration deadline, const Question& question);
  void replied(std::uint64_t ticket, const Reply& reply);
  void deadline_over(std::uint64_t ticket);
  void end(const Open& open, LookUpOutcome outcome, Attributes attributes);
  void note(Known& known, const Open& open, const Reply& reply);

  EventLoop& loop_;
  Timers& timers_;
  const Clock& clock_;
  Tell tell_;
  std::vector<std::shared_ptr<Known>> known_;    ///< shared between before and after, while another set is taken over
  std::vector<std::unique_ptr<Source>> closed_;  ///< whose workers have not ended yet
  std::map<std::uint64_t, Open> open_;
  std::uint64_t last_ticket_ = 0;
};

}  // namespace twinline::live::services
