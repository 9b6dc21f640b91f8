// Every request that belongs to no dialog: who sent it, whether it is let in, and what it is about. Refusals are
// stateless: a flood of them costs no memory, and beyond a rate strangers are not answered at all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "live_bridge/sip/phones.hpp"
#include "live_bridge/sip/token_bucket.hpp"

namespace twinline::live::sip {

class FrontDoor {
 public:
  /// Reads the trunks' passwords; throws std::runtime_error where one cannot be read, or where a source is no address.
  FrontDoor(Shared& shared, ServerDigest& digest, Phones& phones);

  /// Takes the message.
  void take(msg_t* message, sip_t* sip);

  void drain(bool draining) { draining_ = draining; }

 private:
  struct Trunk {
    const scenarios::TrunkSettings* settings = nullptr;
    std::vector<Network> sources;
    std::string user, password;  ///< asked of its INVITEs, if not empty
  };
  /// Who sent it, and what is still to be shown.
  struct Sender {
    TrunkIndex trunk;
    AgentIndex agent;
    bool must_show_password = false;
    explicit operator bool() const { return trunk || agent; }
  };

  Sender identify(msg_t* message, const sip_t* sip) const;
  const Trunk* trunk(TrunkIndex index) const;
  void take_invite(msg_t* message, sip_t* sip);
  void take_register(msg_t* message, sip_t* sip);
  bool shows_password(msg_t* message, const sip_t* sip, const Sender& sender);
  void admit(msg_t* message, sip_t* sip, const Sender& sender);
  bool is_overloaded();
  void refuse_stranger(msg_t* message);
  template <class... Tags>
  void reply(msg_t* message, int status, Tags... tags);

  Shared& shared_;
  ServerDigest& digest_;
  Phones& phones_;
  std::vector<Trunk> trunks_;
  std::optional<Source> edge_;
  TokenBucket calls_;
  TokenBucket strangers_;
  bool draining_ = false;
};

}  // namespace twinline::live::sip
