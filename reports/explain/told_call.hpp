// A call of a journal by its key, and its story, told by a replay that begins with the segment in which the call
// arrived and ends with the call: journals may be large, and people mostly ask about what has just happened. Who makes
// the policies, and which other one is asked beside, is for the caller to say.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "policies/contract/ids.hpp"
#include "reports/explain/call_story.hpp"
#include "reports/explain/story_teller.hpp"
#include "reports/journal/header.hpp"
#include "reports/replay/overheard_routing.hpp"
#include "reports/replay/replay.hpp"

namespace twinline::reports {

/// The call's first entry into a queue.
struct FirstWait {
  Time began;
  QueueIndex queue;
  journal::PolicyIdentity routing;  ///< in force then
};

struct CallFound {
  CallId call;
  CallKey key = 0;
  std::size_t segment = 0;          ///< in which it arrived, counted from 0
  std::optional<FirstWait> waited;  ///< none: the journal knows of none
  journal::Header newest;           ///< of the last segment, with the names of everything that the journal tells of
};

/// The call of this key that arrived last; none where there is no such call. Reads the segments from the newest to the
/// one in which it arrived. Throws journal::JournalError.
std::optional<CallFound> find_call(const std::filesystem::path& journal, CallKey key);

struct ToldCall {
  CallStory story;
  /// The first thing before the call's end that does not replay: nothing can be said of why then. None: all does.
  std::optional<journal::ReplayDifference> difference;
};

/// Replays from the segment of `found` on until the call has ended. `overhearing` says which other policy is asked, if
/// any; what it tells and keeps is set here. The story counts arrivals only where that segment is the first. Throws as
/// journal::replay() does.
ToldCall tell_call(const std::filesystem::path& journal, const CallFound& found, const journal::PolicyMakers& makers,
                   journal::Overhearing overhearing, StoryTeller::LocalText local);

/// "entry 12 differs in its wishes when it is replayed, so nothing can be said of why"
std::string in_words(const journal::ReplayDifference& difference);

}  // namespace twinline::reports
