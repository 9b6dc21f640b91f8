// The Board as somebody may see it. Here, and nowhere else, it is decided what leaves the bridge for a browser: an
// agent sees the queues and the own row; a supervisor sees all rows; a caller's number is shown to the agent whom that
// caller rings or talks to, and to nobody else.
#pragma once

#include <memory>
#include <string>

#include "live_bridge/desk/desk.hpp"
#include "live_bridge/desk/directory.hpp"

namespace twinline::live::desk {

/// A Board and when, by the desk's clock, it was put up.
struct BoardOnShow {
  std::shared_ptr<const Board> board;
  Time shown_at;
};

/// One line of JSON. Times are seconds of the world; `now` goes on from the Board's by what has passed since it was put
/// up.
std::string board_json(const BoardOnShow& on_show, Time now, const Directory& directory, const Account& reader);

/// What a page must know of its user and of the words it may send: one line of JSON.
std::string account_json(const Account& account, const Directory& directory, const std::string& csrf_token);

}  // namespace twinline::live::desk
