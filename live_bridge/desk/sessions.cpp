#include "live_bridge/desk/sessions.hpp"

#include <algorithm>
#include <utility>

#include "live_bridge/desk/secrets.hpp"

namespace twinline::live::desk {
namespace {

constexpr std::size_t token_bytes = 32;

}  // namespace

Sessions::Opened Sessions::open(const std::string& user, Time now) {
  Opened opened{random_token(token_bytes), {}};
  opened.session = {digest(opened.token), user, random_token(token_bytes), now, now};

  const std::lock_guard lock{mutex_};
  while (count_of(user) >= limits_.per_user) {
    auto oldest = sessions_.end();
    for (auto session = sessions_.begin(); session != sessions_.end(); ++session) {
      const bool older = oldest == sessions_.end() || session->second.used < oldest->second.used;
      if (session->second.user == user && older) oldest = session;
    }
    sessions_.erase(oldest);
  }
  sessions_.emplace(opened.session.key, opened.session);
  std::erase(gone_, user);
  return opened;
}

std::optional<Session> Sessions::of_token(std::string_view token, Time now) {
  const std::string key = digest(token);
  const std::lock_guard lock{mutex_};
  const auto found = sessions_.find(key);
  if (found == sessions_.end() || is_over(found->second, now)) return std::nullopt;
  found->second.used = now;
  return found->second;
}

bool Sessions::use(const std::string& key, Time now) {
  const std::lock_guard lock{mutex_};
  const auto found = sessions_.find(key);
  if (found == sessions_.end() || is_over(found->second, now)) return false;
  found->second.used = now;
  return true;
}

void Sessions::close(const std::string& key) {
  const std::lock_guard lock{mutex_};
  if (const auto found = sessions_.find(key); found != sessions_.end()) remove(found);
}

void Sessions::close_all_of(const std::string& user) {
  const std::lock_guard lock{mutex_};
  for (auto session = sessions_.begin(); session != sessions_.end();) {
    const auto next = std::next(session);
    if (session->second.user == user) remove(session);
    session = next;
  }
}

std::vector<std::string> Sessions::take_gone(Time now) {
  const std::lock_guard lock{mutex_};
  for (auto session = sessions_.begin(); session != sessions_.end();) {
    const auto next = std::next(session);
    if (is_over(session->second, now)) remove(session);
    session = next;
  }
  return std::exchange(gone_, {});
}

std::size_t Sessions::size() const {
  const std::lock_guard lock{mutex_};
  return sessions_.size();
}

bool Sessions::is_over(const Session& session, Time now) const {
  return now - session.used >= limits_.idle || now - session.began >= limits_.longest;
}

std::size_t Sessions::count_of(const std::string& user) const {
  return static_cast<std::size_t>(
      std::count_if(sessions_.begin(), sessions_.end(), [&](const auto& entry) { return entry.second.user == user; }));
}

void Sessions::remove(Table::iterator session) {
  const std::string user = session->second.user;
  sessions_.erase(session);
  if (count_of(user) == 0) gone_.push_back(user);
}

}  // namespace twinline::live::desk
