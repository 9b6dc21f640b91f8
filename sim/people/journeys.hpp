// What becomes of a customer's matter after a contact: whether it is resolved, whether the customer comes again, who
// hands the caller on, who must approve. Each answer is a function of the matter and of how many contacts there have
// been, drawn when it is asked for: whatever the centre does, the same contact of the same customer meets the same
// chance. Who keeps book of matters is matters.hpp.
#pragma once

#include <optional>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

class Journeys {
 public:
  /// The scenario says what follows contacts, and must outlive this.
  Journeys(const scenarios::Scenario& scenario, random::StreamSeed seed);

  /// A contact that is over, or nearly: the how-manieth about which matter, and as what it was served by whom.
  struct Contact {
    CallKey key = 0;            ///< of any of the matter's attempts
    std::uint32_t handled = 0;  ///< contacts about the matter that were handled before it
    std::uint32_t transfers = 0;
    std::uint32_t served = 0;  ///< of those before it, contacts with the customer
    CallTypeIndex served_as;
    GroupIndex group;
  };

  struct Transfer {
    CallTypeIndex to;
    Duration longer_by{0};  ///< the next talk, for an agent of speed 1
    bool with_context = true;
  };
  /// Whether the agent hands the caller on at the end of this talk.
  std::optional<Transfer> transfer(const Contact& contact) const;

  /// How an agent hands on a caller who was queued for the wrong people.
  Transfer hand_over(const Contact& contact, CallTypeIndex to) const;

  bool resolves(const Contact& contact) const;

  /// What an unresolved contact leads to.
  struct Unresolved {
    enum class Next : std::uint8_t { nothing, recontact, complaint, escalation };
    Next next = Next::nothing;
    CallTypeIndex as;  ///< of recontacts and complaints
    Duration delay{0};
    bool contradicted = false;  ///< the customer will get another answer than this one
    Duration longer_by{0};      ///< that talk, for an agent of speed 1
  };
  Unresolved unresolved(const Contact& contact) const;

  /// The same where the customer dealt with a machine, which hands nothing in and hears no complaint.
  Unresolved unresolved_by_machine(const Contact& contact) const {
    return recontact(contact, random::Entity{contact.key});
  }

  /// What the levels of an approval come to from `passed` of them on, until the matter is sent back or the last one has
  /// decided. `rules` is the call type as which it was handed in, `reworks` how often it was sent back before.
  struct Approval {
    Duration takes{0};
    std::uint8_t passed = 0;  ///< levels, those from before included
    CallTypeIndex rework_as;  ///< none: the last level has decided
  };
  Approval approve(CallKey key, CallTypeIndex rules, std::uint8_t passed, std::uint8_t reworks,
                   bool may_be_sent_back) const;

  /// How long after the opening somebody comes who wanted to come while the site was closed, and could from then on for
  /// so long.
  Duration after_opening(const Contact& contact, Duration open_for) const;

 private:
  struct Prepared {
    const scenarios::AfterContact* written;
    random::Distribution recontact_delay, inconsistent_talk, repeated_questions, escalation_delay, complaint_delay;
  };
  static random::Entity entity_of(const Contact& contact);
  Unresolved recontact(const Contact& contact, random::Entity of) const;

  std::vector<Prepared> after_;  ///< by call type
  const scenarios::Journeys* written_;
  random::StreamSeed seed_;
};

}  // namespace twinline::sim
