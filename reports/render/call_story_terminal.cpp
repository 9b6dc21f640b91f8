#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reports/explain/story_words.hpp"
#include "reports/render/call_story.hpp"
#include "reports/render/text_table.hpp"

namespace twinline::reports {
namespace {

constexpr std::size_t most_candidates = 10;  ///< shown of one decision
constexpr std::size_t most_passed_over = 6;  ///< shown at the beginning, and as many at the end

/// Writes one story for a terminal of this kind.
class StoryText {
 public:
  StoryText(const CallStory& story, const TerminalStyle& style)
      : story_(story), colour_(style.colour), width_(static_cast<std::size_t>(std::max(style.width, 60))) {}

  std::string text() {
    head();
    life();
    decisions();
    if (!story_.other.empty()) text_ += '\n' + wrapped(counterfactual_limits, width_) + '\n';
    return std::move(text_);
  }

 private:
  std::string ink(std::string_view text, Ink ink) const { return colour_ ? inked(text, ink) : std::string{text}; }

  /// The text behind a margin, its further lines below its first.
  void hang(const std::string& margin, std::string_view text, Ink how = Ink::plain) {
    const std::size_t indent = display_width(margin);
    const std::string lines = wrapped(text, width_ > indent + 20 ? width_ - indent : 20);
    std::string_view left = margin;
    const std::string blank(indent, ' ');
    for (std::size_t at = 0; at <= lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size());
      text_ += std::string{left} + ink(std::string_view{lines}.substr(at, end - at), how) + '\n';
      left = blank;
      at = end + 1;
    }
  }

  /// The time alone on the day of the arrival, else with its date.
  std::string clock(const std::string& local) const {
    constexpr std::size_t date = 11;  // with the blank behind it
    if (local.size() < date) return local;
    const std::string& first = story_.life.front().local;
    return local.compare(0, date, first, 0, date) == 0 ? local.substr(date) : local;
  }
  std::string margin_at(Time at, const std::string& local) const {
    return fmt::format("{:>10}  {:<12}  ", fmt::format("+{:.1f} s", in_seconds(at - story_.arrived)), clock(local));
  }

  void head() {
    std::string line =
        fmt::format("Call {} · number {} of the journal · {} · {}", story_.key, story_.ordinal, story_.id, story_.type);
    if (!story_.segment.empty()) line += ", segment " + story_.segment;
    if (!story_.life.front().local.empty()) {
      line += fmt::format(" · arrived {} ({})", story_.life.front().local, story_.time_zone);
    }
    hang("", line, Ink::bold);
  }

  void life() {
    text_ += '\n' + ink("Life", Ink::bold) + '\n';
    for (const LifeEvent& event : story_.life) {
      const std::string from = event.decision == 0 ? "" : fmt::format(" (decision {})", event.decision);
      hang(margin_at(event.at, event.local), event.text + from);
    }
    if (!story_.ended) hang("", "The journal ends before the call does.");
  }

  void decisions() {
    text_ += '\n' + ink("Routing decisions", Ink::bold) + '\n';
    if (story_.steps.empty()) hang("", "The routing policy was never asked while the call waited.");
    const auto passed_over =
        static_cast<std::size_t>(std::count_if(story_.steps.begin(), story_.steps.end(), is_brief));
    std::size_t seen = 0;
    const journal::PolicyIdentity* in_force = nullptr;
    for (const RoutingStep& step : story_.steps) {
      if (is_brief(step)) {
        ++seen;
        const bool in_the_middle = seen > most_passed_over && seen + most_passed_over <= passed_over;
        if (seen == most_passed_over + 1 && in_the_middle) {
          hang("    ",
               fmt::format("… {} more that passed it over; --json has them all", passed_over - 2 * most_passed_over),
               Ink::faint);
        }
        if (in_the_middle) continue;
      }
      if (in_force == nullptr || *in_force != step.policy) hang("", "Policy in force: " + words::policy(step.policy));
      in_force = &step.policy;
      decision(step);
    }
  }

  void decision(const RoutingStep& step) {
    const Ink how = step.standing == CallStanding::chosen ? Ink::green : Ink::plain;
    const std::string number = fmt::format("{:>3} ", step.number);
    if (is_brief(step)) {
      return hang(number + margin_at(step.at, step.local),
                  fmt::format("{}: {}", step.occasion, in_words(step.recorded, step.known.ahead)), Ink::faint);
    }
    hang(number + margin_at(step.at, step.local), step.occasion, Ink::bold);
    known(step.known);
    candidates(step.recorded);
    hang(field("decided"), in_words(step.recorded, {}), how);
    if (!step.other) return;
    hang(field("counterfactual"),
         fmt::format("{} {}: {}", story_.other,
                     step.differs ? "would have decided otherwise" : "would have decided the same",
                     in_words(*step.other, {})));
    if (step.differs) candidates(*step.other);
  }

  /// In one line: it was about another call, and the other policy has nothing else to say.
  static bool is_brief(const RoutingStep& step) { return step.standing == CallStanding::passed_over && !step.differs; }

  static std::string field(std::string_view name) { return fmt::format("    {:<18}", name); }

  static std::string in_words(const PolicyAnswer& answer, std::optional<std::uint32_t> ahead) {
    std::string text = answer.decided.empty() ? "nothing" : fmt::format("{}", fmt::join(answer.decided, "; "));
    text += ", because: " + answer.because;
    if (ahead && *ahead > 0) text += fmt::format(" ({} ahead in its own line)", *ahead);
    return text;
  }

  void known(const Known& known) {
    std::string call = fmt::format("{} in queue {}, priority {}, has waited {}, {} ahead in its line", known.type,
                                   known.queue, known.priority, words::of(known.waited), known.ahead);
    if (known.refusals > 0) call += fmt::format(", {} offers came to nothing", known.refusals);
    for (const AttributeSeen& attribute : known.attributes)
      call += fmt::format(", {} = {}", attribute.name, attribute.value);
    hang(field("the call"), call);
    std::vector<std::string> texts;
    for (const QueueSeen& queue : known.queues) {
      texts.push_back(fmt::format("{} {} waiting, {} ringing", queue.name, queue.waiting, queue.ringing));
    }
    hang(field("queues"), fmt::format("{}", fmt::join(texts, "; ")));
    texts.clear();
    for (const GroupSeen& group : known.groups) {
      texts.push_back(fmt::format("{} (rank {}, level {}) {} idle, {} engaged, {} not ready of {}", group.name,
                                  group.rank, group.level, group.idle, group.engaged, group.not_ready,
                                  group.logged_in));
    }
    hang(field("who may serve it"), texts.empty() ? "nobody" : fmt::format("{}", fmt::join(texts, "; ")));
    if (!known.forecast) return;
    hang(field("forecast"),
         fmt::format("{:.1f} calls ({:.1f} to {:.1f}) between {:+.0f} s and {:+.0f} s", known.forecast->calls,
                     known.forecast->low, known.forecast->high, in_seconds(known.forecast->from - story_.arrived),
                     in_seconds(known.forecast->until - story_.arrived)));
  }

  void candidates(const PolicyAnswer& answer) {
    if (answer.candidates.empty()) return;
    std::vector<const Candidate*> ranked;
    for (const Candidate& candidate : answer.candidates) ranked.push_back(&candidate);
    std::stable_sort(ranked.begin(), ranked.end(), [](const Candidate* one, const Candidate* other) {
      return one->won != other->won ? one->won : one->score > other->score;
    });
    const std::size_t shown = std::min(ranked.size(), most_candidates);
    TextTable table;
    table.column("Call", Align::left);
    table.column("Agent", Align::left, TextTable::Yields::cells);
    table.column("Group", Align::left, TextTable::Yields::cells);
    table.column("Score", Align::right);
    table.column("Why", Align::left, TextTable::Yields::cells);
    for (std::size_t each = 0; each < shown; ++each) {
      const Candidate& candidate = *ranked[each];
      const Ink how = candidate.won ? Ink::green : Ink::plain;
      table.row({{candidate.is_this_call ? "this call" : candidate.call, how},
                 {candidate.agent, how},
                 {candidate.group, how},
                 {fmt::format("{:.3f}", candidate.score + 0.0), how},  // no negative zero
                 {candidate.won ? "won: " + candidate.why : candidate.why, how}});
    }
    constexpr std::size_t indent = 4;
    const std::string rows = table.text(width_ - indent, colour_);
    for (std::size_t at = 0; at < rows.size();) {
      const std::size_t end = std::min(rows.find('\n', at), rows.size());
      text_ += std::string(indent, ' ') + rows.substr(at, end - at) + '\n';
      at = end + 1;
    }
    if (shown < ranked.size()) hang("    ", fmt::format("… and {} more", ranked.size() - shown), Ink::faint);
  }

  const CallStory& story_;
  bool colour_;
  std::size_t width_;
  std::string text_;
};

}  // namespace

std::string terminal_text(const CallStory& story, const TerminalStyle& style) { return StoryText(story, style).text(); }

}  // namespace twinline::reports
