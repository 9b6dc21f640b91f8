// The way from the desk's threads to the loop's: commands stand in line until the loop, which they wake, takes them.
// Whoever asked waits for the answer, but not for ever; the loop never waits.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "live_bridge/desk/desk.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "live_bridge/wall/wake.hpp"

namespace twinline::live::desk {

class CommandQueue {
 public:
  /// `handle` is called on the loop's thread. Constructed and destroyed there. Throws std::system_error where the
  /// system has no eventfd to give.
  CommandQueue(EventLoop& loop, std::function<void(const Command&)> handle);
  ~CommandQueue();
  CommandQueue(const CommandQueue&) = delete;
  CommandQueue& operator=(const CommandQueue&) = delete;

  enum class Outcome { carried_out, refused, unanswered, closed };
  struct Answer {
    Outcome outcome = Outcome::carried_out;
    std::string why;  ///< of `refused`
  };
  /// Asks and waits, on any thread but the loop's. After `patience` the answer is `unanswered`: what the loop has not
  /// begun by then it leaves undone, what it has begun may still be carried out. `closed` when the queue is too long or
  /// being closed.
  Answer ask(Action action, std::chrono::milliseconds patience);

  /// Asks without waiting, on any thread.
  void tell(Action action);

  /// Nobody waits any longer, and nothing more is taken.
  void close();

 private:
  struct Line;
  void hand_over();

  std::function<void(const Command&)> handle_;
  std::shared_ptr<Line> line_;  ///< shared with the answers, which may come when the queue is gone
  Wake wake_;
};

}  // namespace twinline::live::desk
