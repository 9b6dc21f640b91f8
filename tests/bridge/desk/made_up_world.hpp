// A centre that lives on a Board alone: what people do at the desk changes their row as the ACD would, and calls come
// and go by command.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "live_bridge/desk/desk.hpp"

namespace twinline::live::desk_test {

/// Two groups, two queues, two call types, a trunk; the agents anna and bert, the supervisor carla, and p1 … p25.
Centre small_centre();

/// Accounts of that centre, all with the password file, listening on 127.0.0.1.
scenarios::BridgeSettings small_settings(const Centre& centre, const std::string& password_file, std::uint16_t port);

class MadeUpWorld {
 public:
  explicit MadeUpWorld(const Centre& centre);

  /// Carries out what somebody did, or says why not.
  void handle(const desk::Command& command);

  /// `offer USER NUMBER`, `answer USER`, `hang-up USER`, `request USER`, `phone USER on|off`, `mute on|off`,
  /// `attribute USER TEXT`. Throws std::runtime_error for anything else.
  void obey(const std::string& line);

  std::shared_ptr<const desk::Board> board();

  /// Called after every change.
  std::function<void()> changed;

 private:
  std::string apply(const desk::Action& action);
  std::string apply_to_row(desk::AgentRow& row, const desk::Action& action);
  desk::AgentRow& row_of(const std::string& user);

  const Centre& centre_;
  desk::Board board_;
  std::uint32_t calls_ = 0, requests_ = 0, boards_ = 0;
  bool mute_ = false;  ///< nobody is answered
};

}  // namespace twinline::live::desk_test
