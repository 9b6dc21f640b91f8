#include "live_bridge/desk/commands.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace twinline::live::desk {
namespace {

// More than this many people at once means that the loop takes none; they are told so at once.
constexpr std::size_t longest_line = 256;

}  // namespace

struct CommandQueue::Line {
  struct Waiting {
    std::uint64_t ticket;
    Action action;
    bool somebody_waits;
  };

  std::mutex mutex;
  std::condition_variable answered;
  std::deque<Waiting> waiting;
  std::map<std::uint64_t, std::optional<std::string>> answers;  ///< of those who wait
  std::uint64_t last_ticket = 0;
  bool closed = false;

  /// The ticket, or none when nothing more is taken.
  std::optional<std::uint64_t> join(Action action, bool somebody_waits) {
    if (closed || waiting.size() >= longest_line) return std::nullopt;
    waiting.push_back({++last_ticket, std::move(action), somebody_waits});
    if (somebody_waits) answers.try_emplace(last_ticket);
    return last_ticket;
  }

  void answer(std::uint64_t ticket, const std::string& refused) {
    {
      const std::lock_guard lock{mutex};
      const auto found = answers.find(ticket);
      if (found == answers.end() || found->second) return;
      found->second = refused;
    }
    answered.notify_all();
  }
};

CommandQueue::CommandQueue(EventLoop& loop, std::function<void(const Command&)> handle)
    : handle_(std::move(handle)), line_(std::make_shared<Line>()), wake_(loop, [this] { hand_over(); }) {}

CommandQueue::~CommandQueue() { close(); }

CommandQueue::Answer CommandQueue::ask(Action action, std::chrono::milliseconds patience) {
  std::unique_lock lock{line_->mutex};
  const auto ticket = line_->join(std::move(action), true);
  if (!ticket) return {Outcome::closed, {}};
  wake_.ring();
  const auto answer = line_->answers.find(*ticket);
  const bool in_time =
      line_->answered.wait_for(lock, patience, [&] { return answer->second.has_value() || line_->closed; });
  const std::optional<std::string> refused = answer->second;
  line_->answers.erase(answer);
  if (refused) return {refused->empty() ? Outcome::carried_out : Outcome::refused, *refused};
  return {in_time ? Outcome::closed : Outcome::unanswered, {}};
}

void CommandQueue::tell(Action action) {
  const std::lock_guard lock{line_->mutex};
  if (line_->join(std::move(action), false)) wake_.ring();
}

void CommandQueue::close() {
  {
    const std::lock_guard lock{line_->mutex};
    line_->closed = true;
    line_->waiting.clear();
  }
  line_->answered.notify_all();
}

void CommandQueue::hand_over() {
  std::deque<Line::Waiting> taken;
  {
    const std::lock_guard lock{line_->mutex};
    taken.swap(line_->waiting);
    // Who was told that it came to nothing must not see it happen afterwards.
    std::erase_if(taken, [&](const Line::Waiting& waiting) {
      return waiting.somebody_waits && !line_->answers.contains(waiting.ticket);
    });
  }
  for (auto& waiting : taken) {
    handle_({std::move(waiting.action),
             [line = line_, ticket = waiting.ticket](const std::string& refused) { line->answer(ticket, refused); }});
  }
}

}  // namespace twinline::live::desk
