// Who may use the desk, and what everything is called there: the accounts with their password hashes, and the names of
// queues, groups, call types and trunks. Never changes once made, so any thread may read it; a reload makes another.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/centre.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::desk {

struct Account {
  AgentIndex agent;
  std::string user, name;
  std::string password_hash;  ///< empty: a phone without a desk
  bool supervisor = false;
};

class Directory {
 public:
  /// Reads the password files. Throws std::runtime_error naming every file that cannot be read or holds no hash, and
  /// every operator without one.
  Directory(const scenarios::BridgeSettings& settings, const Centre& centre);

  const std::vector<Account>& accounts() const { return accounts_; }
  /// Null when there is none.
  const Account* account(std::string_view user) const;
  const Account* account(AgentIndex agent) const;

  /// What it is called; "#7" for what came to the centre after this directory was made, empty for none.
  std::string name_of(AgentIndex agent) const;
  std::string name_of(GroupIndex group) const;
  std::string name_of(QueueIndex queue) const;
  std::string name_of(CallTypeIndex type) const;
  std::string name_of(SegmentIndex segment) const;
  std::string name_of(TrunkIndex trunk) const;

  const std::vector<std::string>& groups() const { return groups_; }
  const std::vector<std::string>& call_types() const { return call_types_; }

  /// The SHA-256 of the token with which quality scores are posted; empty when none are taken.
  const std::string& scores_token() const { return scores_token_; }

  /// The hash of the token of somebody who may roll policies out; empty where there is nobody of this name.
  std::string operator_hash(const std::string& name) const;

 private:
  std::vector<Account> accounts_;       ///< by user
  std::vector<std::size_t> of_agents_;  ///< by agent, the place among the accounts
  std::string scores_token_;
  std::map<std::string, std::string> operators_;  ///< name → hash
  std::vector<std::string> agents_, groups_, queues_, call_types_, segments_, trunks_;
};

}  // namespace twinline::live::desk
