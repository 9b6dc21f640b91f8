// Whoever can be asked about a caller: a table in memory or a service behind a URL, behind one interface. Deadlines,
// defaults and facts are not a source's business but that of who asks (look_ups.hpp).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "policies/contract/attributes.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline::live::services {

/// What a source may be told of a call. Number and keys are personal data: they go to the source and nowhere else.
struct Question {
  CallKey call = 0;
  std::string number;  ///< the caller's, as the trunk's rules leave it; empty when withheld
  std::string keys;    ///< those of the last step that asked for some, secret ones too
  std::string prompt;  ///< what the caller was played last
};

struct Reply {
  bool answered = false;
  std::vector<Attribute> attributes;  ///< those that the source may tell
  std::string failure;                ///< in words for the log; nothing of the caller
  std::size_t passed_over = 0;        ///< attributes that it may not tell, or whose values make no sense
};

class Source {
 public:
  using Replied = std::function<void(const Reply&)>;

  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Calls `replied` once, on the loop's thread, perhaps before this returns. What could not be sent by the deadline is
  /// not sent any more; what was sent is waited for beyond it, within the source's own bound.
  virtual void ask(const Question& question, Time deadline, Replied replied) = 0;

  /// Nobody asks any more: whoever waits is told that it failed. Does not block.
  virtual void close() {}

  /// Whether a closed source can be destroyed without waiting.
  virtual bool has_ended() const { return true; }
};

}  // namespace twinline::live::services
