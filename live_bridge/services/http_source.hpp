// A service that is asked over HTTP. Requests stand in a bounded line until one of a few workers takes them; replies
// come back to the loop, which they wake. The loop never waits, and a service that hangs holds up nobody but
// itself.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "live_bridge/services/source.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "live_bridge/wall/wake.hpp"
#include "scenarios/schema/look_up_source.hpp"

namespace twinline::live::services {

class HttpSource final : public Source {
 public:
  /// Starts the workers. Constructed and destroyed on the loop's thread. Throws std::system_error where the system has
  /// no eventfd or thread to give.
  HttpSource(EventLoop& loop, const Clock& clock, scenarios::LookUpSource settings, std::string token);

  /// Ends what is in progress, which may take as long as a connection that is just being made.
  ~HttpSource() override;

  void ask(const Question& question, Time deadline, Replied replied) override;
  void close() override;
  bool has_ended() const override;

 private:
  class Workers;
  void hand_over();

  Wake wake_;
  std::unique_ptr<Workers> workers_;        ///< they ring, and so end first
  std::map<std::uint64_t, Replied> asked_;  ///< by ticket; seen by the loop's thread alone
  std::uint64_t last_ticket_ = 0;
};

}  // namespace twinline::live::services
