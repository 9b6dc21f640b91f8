#include "live_bridge/desk/directory.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "live_bridge/desk/secrets.hpp"
#include "live_bridge/wall/secret_file.hpp"

namespace twinline::live::desk {
namespace {

constexpr auto no_account = static_cast<std::size_t>(-1);

template <class Named>
std::vector<std::string> names_of(const std::vector<Named>& table) {
  std::vector<std::string> names;
  names.reserve(table.size());
  for (const auto& entry : table) names.push_back(entry.name);
  return names;
}

template <class Tag>
std::string name_in(const std::vector<std::string>& names, Index<Tag> index) {
  if (!index) return {};
  return index.value < names.size() ? names[index.value] : fmt::format("#{}", index.value);
}

/// The hash in the file; a complaint is added when there is none.
std::string password_hash(const scenarios::AgentAccount& account, std::string& complaints) {
  if (account.desk_password_file.empty()) return {};
  std::ifstream file{account.desk_password_file};
  std::string line;
  if (!file) {
    complaints +=
        fmt::format("{}: the desk password file of {} cannot be read\n", account.desk_password_file, account.user);
  } else if (!std::getline(file, line) || !is_hash(line)) {
    complaints +=
        fmt::format("{}:1:1: no password hash for {}; expected the line that `twinline-bridge password` writes\n",
                    account.desk_password_file, account.user);
  }
  return line;
}

}  // namespace

Directory::Directory(const scenarios::BridgeSettings& settings, const Centre& centre)
    : scores_token_(settings.http.scores_token_file.empty()
                        ? ""
                        : digest(read_secret(settings.http.scores_token_file, "quality scores"))),
      operators_(settings.rollout.operators),
      agents_(names_of(centre.agents)),
      groups_(names_of(centre.groups)),
      queues_(names_of(centre.queues)),
      call_types_(names_of(centre.call_types)),
      segments_(names_of(centre.segments)),
      trunks_(names_of(centre.trunks)) {
  std::string complaints;
  for (const auto& entry : settings.agents) {
    accounts_.push_back(
        {entry.agent, entry.user, name_of(entry.agent), password_hash(entry, complaints), entry.supervisor});
  }
  for (const auto& [name, hash] : operators_) {
    if (is_hash(hash)) continue;
    complaints += fmt::format(
        "bridge.promotion.operators.{} is no hash of a token; expected the line that `twinline-bridge password` "
        "writes\n",
        name);
  }
  if (!complaints.empty()) {
    complaints.pop_back();
    throw std::runtime_error(complaints);
  }
  std::sort(accounts_.begin(), accounts_.end(), [](const Account& a, const Account& b) { return a.user < b.user; });
  of_agents_.resize(agents_.size(), no_account);
  for (std::size_t place = 0; place < accounts_.size(); ++place) {
    const AgentIndex agent = accounts_[place].agent;
    if (agent.value < of_agents_.size()) of_agents_[agent.value] = place;
  }
}

const Account* Directory::account(std::string_view user) const {
  const auto found =
      std::lower_bound(accounts_.begin(), accounts_.end(), user,
                       [](const Account& account, std::string_view name) { return account.user < name; });
  return found != accounts_.end() && found->user == user ? &*found : nullptr;
}

const Account* Directory::account(AgentIndex agent) const {
  const bool known = agent.value < of_agents_.size() && of_agents_[agent.value] != no_account;
  return known ? &accounts_[of_agents_[agent.value]] : nullptr;
}

std::string Directory::operator_hash(const std::string& name) const {
  const auto found = operators_.find(name);
  return found == operators_.end() ? std::string{} : found->second;
}

std::string Directory::name_of(AgentIndex agent) const { return name_in(agents_, agent); }
std::string Directory::name_of(GroupIndex group) const { return name_in(groups_, group); }
std::string Directory::name_of(QueueIndex queue) const { return name_in(queues_, queue); }
std::string Directory::name_of(CallTypeIndex type) const { return name_in(call_types_, type); }
std::string Directory::name_of(SegmentIndex segment) const { return name_in(segments_, segment); }
std::string Directory::name_of(TrunkIndex trunk) const { return name_in(trunks_, trunk); }

}  // namespace twinline::live::desk
