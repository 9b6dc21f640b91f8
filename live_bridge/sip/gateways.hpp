// The way out: each trunk's gateways, asked by OPTIONS whether they are there. Any final response but 503 says so;
// after two losses a gateway is down, after one success up again. Until it was asked it is taken to be up.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "live_bridge/sip/dialog.hpp"

namespace twinline::live::sip {

/// A gateway that says nothing for so long is passed over.
inline constexpr Duration gateway_silence = 2s;

class Gateways {
 public:
  /// Throws std::runtime_error where a trunk's gateways are to be reached over a transport without a listener.
  explicit Gateways(Shared& shared);
  ~Gateways();

  /// Where a call to this number may be sent, in order: what is up; empty where everything is down.
  std::vector<Target> targets_of(TrunkIndex trunk, const std::string& number) const;

 private:
  /// One gateway and what is known of it.
  class Gateway {
   public:
    Gateway(Gateways& all, const scenarios::TrunkSettings& trunk, const scenarios::Endpoint& at);
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    TrunkIndex trunk() const { return trunk_.trunk; }
    bool is_up() const { return up_; }
    Target target(const std::string& number) const;

   private:
    void on_timer();
    void ask();
    void on_options_response(nta_outgoing_t* request, int status, const sip_t* response);
    void lose();
    void forget_question();

    Gateways& all_;
    const scenarios::TrunkSettings& trunk_;
    const scenarios::Endpoint& at_;
    std::string contact_;
    bool up_ = true;
    int losses_ = 0;
    nta_outgoing_t* question_ = nullptr;
    Timers::Timer timer_;
  };

  bool any_up(TrunkIndex trunk) const;

  Shared& shared_;
  std::vector<std::unique_ptr<Gateway>> gateways_;  ///< trunk by trunk, in their order
};

}  // namespace twinline::live::sip
