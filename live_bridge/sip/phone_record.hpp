// Where an agent's phone registered, as another process needs it to call that phone without being told again. Kept
// apart from journal and call records, as dialogs are.
#pragma once

#include <cstdint>
#include <string>

#include "policies/contract/time.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::sip {

struct PhoneRecord {
  std::string user;             ///< of the account
  std::string uri;              ///< its Contact
  std::string next_hop, route;  ///< where requests go instead, and the Path along which; may be empty
  scenarios::Endpoint source;   ///< where the REGISTER came from
  scenarios::SipTransport transport = scenarios::SipTransport::udp;  ///< over which it came
  std::string call_id;
  std::uint32_t sequence = 0;
  Duration expires{0};  ///< since 1970: the process that reads it may have another world
};

}  // namespace twinline::live::sip
