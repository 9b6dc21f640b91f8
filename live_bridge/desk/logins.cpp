#include "live_bridge/desk/logins.hpp"

#include "live_bridge/desk/secrets.hpp"

namespace twinline::live::desk {
namespace {

constexpr int hashes_at_once = 2;
constexpr int longest_queue = 12;

// A guesser gets some thousands of passwords a day; somebody who mistypes waits five minutes at worst.
constexpr std::uint32_t attempts_per_user = 8;
constexpr std::uint32_t attempts_per_client = 20;  // a whole site may come from one address
constexpr Duration span = 5min;
constexpr std::size_t most_names = 4096;

}  // namespace

Logins::Logins()
    : hash_of_nobody_(hash_of_nobody()),
      by_user_(attempts_per_user, span, most_names),
      by_client_(attempts_per_client, span, most_names) {}

Logins::Answer Logins::check(const std::string& user, const std::string& kept, const std::string& password,
                             const std::string& client, Time now) {
  {
    // Counted before the hash is computed, or many guesses at once would all pass.
    const std::lock_guard lock{mutex_};
    const Duration of_client = by_client_.try_now(client, now);
    if (of_client > Duration{0}) return {Outcome::limited, of_client};
    const Duration of_user = by_user_.try_now(user, now);
    if (of_user > Duration{0}) return {Outcome::limited, of_user};
  }
  if (!take_turn()) {
    const std::lock_guard lock{mutex_};
    by_client_.take_back(client);
    by_user_.take_back(user);
    return {Outcome::busy, Duration{0}};
  }
  const bool right = is_password(password, kept.empty() ? hash_of_nobody_ : kept) && !kept.empty();
  end_turn();
  if (!right) return {Outcome::wrong, Duration{0}};
  const std::lock_guard lock{mutex_};
  by_client_.take_back(client);
  by_user_.success(user);
  return {Outcome::accepted, Duration{0}};
}

bool Logins::take_turn() {
  std::unique_lock lock{mutex_};
  if (waiting_ >= longest_queue) return false;
  ++waiting_;
  turn_.wait(lock, [&] { return computing_ < hashes_at_once; });
  --waiting_;
  ++computing_;
  return true;
}

void Logins::end_turn() {
  {
    const std::lock_guard lock{mutex_};
    --computing_;
  }
  turn_.notify_one();
}

}  // namespace twinline::live::desk
