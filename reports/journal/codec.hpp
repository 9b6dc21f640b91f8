// The contract's types as Protobuf messages and back. Exhaustive both ways: an alternative that a variant
// gains does not compile until it is written here, and the message it then gains does not compile until it is
// read here. Messages come from disk and are not believed: what no contract type can hold is a BadRecord.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/wishes.hpp"
#include "reports/journal/header.hpp"
#include "reports/journal/record.hpp"

namespace twinline::journal {

// Protobuf's classes are named here and defined nowhere but in this room's sources.
namespace v1 {
class Centre;
class Entry;
class Fact;
class Happening;
class Header;
class PolicyIdentity;
class Preparation;
class Snapshot;
class Wish;
}  // namespace v1

/// Raised when the meaning of what is written changes; a reader refuses what is newer than itself.
inline constexpr std::uint32_t format_version = 2;

/// A whole frame that makes no sense. The reader adds file and position.
class BadRecord : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The parts of an Entry, as the writer is given them.
struct EntryParts {
  Duration after;  ///< since the record before
  const Fact& fact;
  std::span<const Decision> decisions;
  std::span<const std::uint32_t> answers;
  std::span<const Reason> reasons;
  const Wishes& wishes;
  const Happenings& happenings;
};

/// encode() fills a message that is empty; decode() throws BadRecord.
void encode(const Header& header, v1::Header& message);
Header decode(const v1::Header& message);

void encode(const Snapshot& snapshot, v1::Snapshot& message);
Snapshot decode(const v1::Snapshot& message);

void encode(const Preparation& preparation, v1::Preparation& message);
Preparation decode(const v1::Preparation& message);

void encode(const EntryParts& parts, v1::Entry& message);
/// `before` is the time of the record before.
Entry decode(const v1::Entry& message, Time before);

void encode(const Fact& fact, v1::Fact& message);
/// The fact's attributes are kept in `storage`.
Fact decode(const v1::Fact& message, std::vector<Attribute>& storage);

void encode(const Wish& wish, v1::Wish& message);
Wish decode(const v1::Wish& message);

void encode(const Happening& happening, v1::Happening& message);
Happening decode(const v1::Happening& message);

void encode(const Centre& centre, v1::Centre& message);
/// Linked. Every index in it names something that is there.
Centre decode(const v1::Centre& message);

}  // namespace twinline::journal
