// What becomes of a customer's matter after each contact, as loaded: whether it is resolved, whether the customer comes
// again and as what, who hands the caller on, who must approve. Part of Scenario; sim/people makes behaviour of it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/distribution.hpp"

namespace twinline::scenarios {

/// Attributes of every centre that follows matters. They say of an arriving call how many contacts about its matter
/// were served before, and how many hours ago the last one was.
inline constexpr std::string_view contacts_attribute = "contacts";
inline constexpr std::string_view hours_since_contact_attribute = "hours_since_contact";

/// A customer who was served and whose matter was not resolved.
struct Recontact {
  double share = 0;  ///< of them who come again
  Distribution delay;
  std::vector<double> as;  ///< by call type: shares; none: always as before
  /// Of those who come as another call type than before: share who get another answer there, which opens the matter
  /// again, and how much longer that talk is.
  double inconsistent = 0;
  Distribution inconsistent_talk;
};

/// An agent who hands the caller on at the end of the talk.
struct Transfers {
  double share = 0;                 ///< of talks
  std::vector<double> to;           ///< by call type: shares; none without transfers
  double with_context = 1;          ///< of transfers: what the caller has said comes along
  Distribution repeated_questions;  ///< without it: by so much the next talk is longer
  std::uint8_t most_in_a_row = 3;
};

/// An unresolved matter that others must approve, level by level.
struct Escalation {
  double share = 0;  ///< of unresolved contacts
  std::uint8_t levels = 3;
  Distribution delay;       ///< of each level
  double rework = 0;        ///< share of decisions that send the matter back first
  CallTypeIndex rework_as;  ///< as what agents get it then; none without rework
};

/// A customer who complains instead.
struct Complaint {
  double share = 0;                ///< of unresolved contacts
  std::uint32_t from_contact = 1;  ///< from the how-manieth served contact on
  CallTypeIndex as;                ///< none without complaints
  Distribution delay;
};

/// Of the contacts of one call type.
struct AfterContact {
  double resolution = 1;  ///< share of served contacts that resolve the matter
  Recontact recontact;
  Transfers transfers;
  Escalation escalation;
  Complaint complaint;
};

struct Journeys {
  Duration fcr_window = 24h;
  Duration after_opening = 1h;      ///< who would come while the site is closed comes so long after it opens, at most
  std::vector<AfterContact> after;  ///< by call type
  std::vector<double> resolution_factor;  ///< by group, then call type
};

}  // namespace twinline::scenarios
