// The customers' matters that a world follows, in a table beside its callers, and the book of what becomes of them
// (reports/kpi/journey_totals.hpp). A world has one only where its scenario says what follows contacts. It says here
// what happens to a caller and asks what comes of it; when and how the caller comes again is the world's business
// (virtual_world_journeys.hpp), what chance decides that of journeys.hpp.
//
// A mechanism that knows more of customers keeps it in Matter, and counts with counts_of().
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policies/contract/attributes.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "reports/kpi/journey_totals.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/callers.hpp"
#include "sim/people/journeys.hpp"

namespace twinline::sim {

/// What made the contact about the matter. For each there is a JourneyCount that counts first tries; all others are
/// redials.
enum class ContactSource : std::uint8_t { first_attempt, recontact, rework, hop, remedy };

/// What is known of a caller's matter, from the first attempt to its end.
struct Matter {
  Time opened_at{}, served_at{};  ///< served: when the last contact was over
  CallTypeIndex began_as;
  CallTypeIndex served_as;                ///< of the present contact, or else the last: what the agent took it for …
  GroupIndex group;                       ///< … and whose agent it was
  Duration longer_by{0};                  ///< the next talk, for an agent of speed 1
  std::uint32_t handled = 0, served = 0;  ///< contacts so far; served: those with the customer
  std::uint8_t transfers = 0;             ///< of the present contact
  std::uint8_t levels_passed = 0, reworks = 0;
  CallTypeIndex approved_by;  ///< the call type whose levels have it; none where it was not escalated
  ContactSource source = ContactSource::first_attempt;  ///< of the present contact
  bool is_open = false;
  bool is_redial = false;      ///< the present attempt, or the next
  bool counts = false;         ///< opened after the warm-up
  bool comes_soon = false;     ///< the present contact, within the window after the last one
  bool contradicted = false;   ///< the present contact, by what the last one said
  bool cut_off = false;        ///< the present contact, in the middle of the talk
  bool serves_itself = false;  ///< the present contact, or has tried to
};

/// Contacts in which a customer was served.
struct ContactHistory {
  std::uint32_t contacts = 0;
  Time last{};  ///< when the last one was over
};

class Matters {
 public:
  /// The scenario says what follows contacts, and must outlive this.
  explicit Matters(const scenarios::Scenario& scenario);

  /// Somebody else sits here, whose matter is not open yet.
  void forget(CallSlot slot);

  Matter& of(CallSlot slot) { return matters_[slot.value]; }
  const Matter& of(CallSlot slot) const { return matters_[slot.value]; }
  /// Where to count what happens to the matter: under its call type, or nowhere where it does not count.
  reports::JourneyCounts& counts_of(CallSlot slot);
  /// The same for a matter that would be opened now.
  reports::JourneyCounts& counts_at(CallTypeIndex type, Time now);

  /// The caller tries to reach the centre as this; the first time, that opens the matter.
  void attempt(CallSlot slot, CallTypeIndex as, Time now);

  /// The next attempt will be of a customer who was not served now.
  void redials(CallSlot slot);

  /// An agent of this group takes the call for one of this type.
  void take(CallSlot slot, CallTypeIndex as, GroupIndex by);
  /// Which talk about the matter that is, and its wrap-up.
  Leg leg(CallSlot slot) const;

  /// The caller has come to a step of a self-service.
  void try_self_service(CallSlot slot);

  /// The agent hands the caller on.
  void hand_on(CallSlot slot, const Journeys::Transfer& transfer);

  /// A contact is over, in which an agent served somebody. The customer comes again at that instant, or never. Whether
  /// it has settled something, as far as is known now.
  bool serve(CallSlot slot, Time now, std::optional<Time> again);

  /// The matter is over, or the world does not see what becomes of it: `how` is one of the ends of matters.
  void end(CallSlot slot, reports::JourneyCount how);

  /// What is asked of chance about the contact.
  Journeys::Contact contact(CallSlot slot, CallKey key) const;

  ContactHistory history(CallSlot slot) const { return {of(slot).served, of(slot).served_at}; }
  /// What a centre knows of the customer's contacts so far, as attributes, added to what is known.
  void tell(const ContactHistory& history, Time now, std::vector<Attribute>& known) const;

  /// All that was counted, those matters included that are still open.
  reports::JourneyTotals totals() const;

 private:
  std::vector<Matter> matters_;  ///< by slot
  reports::JourneyTotals totals_;
  reports::JourneyCounts uncounted_;
  Time counts_from_;
  Duration window_;
  AttributeIndex contacts_, hours_since_contact_;
};

}  // namespace twinline::sim
