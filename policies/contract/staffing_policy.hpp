// Staffing within the day: who is asked to log in, stay, move or take a break at another time. People decide: a request
// is accepted, refused or expires, and the answers come back as happenings.
#pragma once

#include <vector>

#include "policies/contract/happenings.hpp"
#include "policies/contract/state.hpp"
#include "policies/contract/view.hpp"

namespace twinline {

struct StaffingOccasion {
  enum class Kind : std::uint8_t { start, timer, forecast_changed, request_settled };
  Kind kind = Kind::start;
  RequestId request;
};

/// A request without its number, which the ACD gives it.
struct StaffingRequest {
  RequestKind kind = RequestKind::log_in;
  GroupIndex group;
  AgentIndex agent;
  std::uint32_t people = 1;
  Time from, until;
  Time expires;
};

class StaffingDecisions {
 public:
  void ask(const StaffingRequest& request) { requests_.push_back(request); }
  void reconsider_at(Time at) { reconsider_at_ = at; }

  const std::vector<StaffingRequest>& requests() const { return requests_; }
  Time reconsider_time() const { return reconsider_at_; }
  void clear() {
    requests_.clear();
    reconsider_at_ = never;
  }

 private:
  std::vector<StaffingRequest> requests_;
  Time reconsider_at_ = never;
};

class StaffingPolicy {
 public:
  StaffingPolicy() = default;
  StaffingPolicy(const StaffingPolicy&) = delete;
  StaffingPolicy& operator=(const StaffingPolicy&) = delete;
  virtual ~StaffingPolicy() = default;

  virtual void decide(const View& view, const StaffingOccasion& occasion, StaffingDecisions& decisions) const = 0;
  virtual HappeningSet interests() const { return {}; }
  virtual void learn(const Happening& happening, const View& view) {
    static_cast<void>(happening);
    static_cast<void>(view);
  }
  virtual void save(StateWriter& writer) const { static_cast<void>(writer); }
  virtual void restore(StateReader& reader) { static_cast<void>(reader); }
};

}  // namespace twinline
