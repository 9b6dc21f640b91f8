// Where a provider wants the bridge to register before it sends calls: REGISTER with digest, refreshed in time, tried
// again with growing pauses, and given up for good on a wrong password, which would else lock the account.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "live_bridge/sip/client_digest.hpp"
#include "live_bridge/sip/shared.hpp"

namespace twinline::live::sip {

class Registrations {
 public:
  /// Reads the passwords; throws std::runtime_error where one cannot be read.
  explicit Registrations(Shared& shared);
  ~Registrations();

  /// For challenges of the trunk's provider to calls of ours; nullptr where there are no credentials.
  std::unique_ptr<ClientDigest> digest_of(TrunkIndex trunk) const;

 private:
  class Registration {
   public:
    Registration(Shared& shared, const scenarios::TrunkSettings& trunk);
    ~Registration();
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

    TrunkIndex trunk() const { return trunk_.trunk; }
    std::unique_ptr<ClientDigest> digest() const;

   private:
    void send();
    void on_register_response(nta_outgoing_t* request, int status, const sip_t* response);
    void come_again(Duration pause);
    void give_up(const char* why);
    const std::string& name() const { return shared_.centre.trunks[trunk_.trunk.value].name; }

    Shared& shared_;
    const scenarios::TrunkSettings& trunk_;
    std::string contact_;
    std::string password_;
    ClientDigest digest_;
    nta_leg_t* leg_ = nullptr;  ///< no dialog: it keeps Call-ID, tag and sequence
    nta_outgoing_t* request_ = nullptr;
    bool registered_ = false;
    std::uint64_t failures_ = 0;
    Timers::Timer timer_;
  };

  std::vector<std::unique_ptr<Registration>> registrations_;
};

}  // namespace twinline::live::sip
