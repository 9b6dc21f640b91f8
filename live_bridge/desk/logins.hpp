// Whether somebody is who he says: the password against its hash, with a bound on how often one may guess and on how
// many hashes are computed at once, because each takes a tenth of a second and tens of megabytes. An unknown user costs
// as much time as a wrong password.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "live_bridge/desk/attempt_limit.hpp"

namespace twinline::live::desk {

class Logins {
 public:
  Logins();

  enum class Outcome { accepted, wrong, limited, busy };
  struct Answer {
    Outcome outcome = Outcome::wrong;
    Duration retry_after{0};  ///< of `limited`
  };
  /// Takes its time; on any thread but the loop's. `kept` is the hash of the password of this user, empty where there
  /// is no such user or no password; `client` is the address of the browser.
  Answer check(const std::string& user, const std::string& kept, const std::string& password, const std::string& client,
               Time now);

 private:
  bool take_turn();
  void end_turn();

  std::string hash_of_nobody_;
  std::mutex mutex_;
  std::condition_variable turn_;
  int computing_ = 0, waiting_ = 0;
  AttemptLimit by_user_, by_client_;
};

}  // namespace twinline::live::desk
