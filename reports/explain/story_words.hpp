// The contract's enumerators and identities in plain words, for stories that people read.
#pragma once

#include <string>
#include <string_view>

#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/wishes.hpp"
#include "reports/journal/header.hpp"

namespace twinline::reports::words {

/// 16 hexadecimal digits.
std::string of(CallKey key);
/// "12:3"
std::string of(CallId call);
/// "20.0 s"
std::string of(Duration duration);

std::string_view of(WaitEnd how);
std::string_view of(OfferEnd how);
std::string_view of(TalkEnd how);
std::string_view of(CallOutcome outcome);
std::string_view of(DecisionFault fault);
std::string_view of(TreatmentKind kind);
std::string_view of(TreatmentOutcome outcome);
std::string_view of(LookUpOutcome outcome);
std::string_view of(ReleaseCause cause);
std::string_view of(TransferOutcome outcome);

/// The name of a table's row, "?" for one that the table has not.
template <class Table, class Index>
std::string name_in(const Table& table, Index index) {
  return index.value < table.size() ? table[index.value].name : "?";
}
/// The same for tables of nothing but names.
std::string name_in(const std::vector<std::string>& table, std::uint32_t position);

/// "ann (sales)"
std::string agent(const Centre& centre, AgentIndex agent, GroupIndex group);

/// "skill_priority, version 1, overflow_after=30 s"
std::string policy(const journal::PolicyIdentity& policy);

}  // namespace twinline::reports::words
