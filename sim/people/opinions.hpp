// What customers think of a contact, and what they do about it: whether they say so, buy, buy again or leave for good.
// Each answer is a function of the customer, the matter or the contact alone, drawn when it is asked for, so that the
// same contact of the same customer meets the same chance whatever the centre does. Who remembers is customers.hpp.
#pragma once

#include <cstdint>
#include <optional>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/customers.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

/// How a contact ended for the customer.
enum class ContactEnd : std::uint8_t { resolved, unresolved, not_served };

/// What a contact was like.
struct Experience {
  Duration waited{0};
  std::uint32_t transfers = 0;
  std::uint32_t repeated_questions = 0;
  std::uint32_t contacts_before = 0;  ///< about the same matter
  ContactEnd end = ContactEnd::resolved;
};

class Opinions {
 public:
  /// The customers must outlive this.
  Opinions(const scenarios::Customers& customers, random::StreamSeed seed);

  /// What is a customer's own, in points.
  double own_points(random::Entity customer) const;
  /// With which loyalty a customer begins.
  double loyalty_at_start(random::Entity customer) const;

  /// By how many points a contact is better than `base`, apart from what is the customer's own; `last` is what this
  /// was of the customer's last contact.
  double points(const Experience& experience, double last, CallKey contact) const;

  /// The score that so many points come to on a scale from 1 to 5 …
  static std::uint8_t score(double points);
  /// … and how likely the customer would be to recommend the centre, from 0 to 10.
  static std::uint8_t recommendation(double points);

  bool is_asked(CallKey contact) const;
  /// Whether somebody who is asked answers with this score.
  bool answers(std::uint8_t score, CallKey contact) const;

  bool buys(CallTypeIndex served_as, bool resolved, CallKey contact) const;

  /// The loyalty after a matter has ended; `score` is that of its last contact.
  double loyalty_after(double loyalty, bool resolved, bool went_wrong, std::uint8_t score) const;

  /// Whether the customer leaves for good after the matter.
  bool leaves(double loyalty, bool in_silence, CallKey matter) const;
  bool buys_again(double loyalty, CallKey matter) const;

  /// After how long the centre rings somebody who answered with this score; nothing where it does not.
  std::optional<Duration> remedy(std::uint8_t answer, CallKey contact) const;

 private:
  bool chance(random::Purpose purpose, random::Entity entity, double share) const {
    return share > 0 && seed_.stream(purpose, entity).chance(share);
  }

  const scenarios::Customers* written_;
  random::Distribution remedy_delay_;
  random::StreamSeed seed_;
};

}  // namespace twinline::sim
