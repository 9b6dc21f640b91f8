// IVR flows within a Centre on disk, and the check that what a Centre names is there. For this room's codec alone.
#pragma once

#include <cstdint>
#include <string>

#include "policies/contract/centre.hpp"
#include "reports/journal/codec_fields.hpp"

namespace twinline::journal {

namespace v1 {
class Centre;
class Flow;
}  // namespace v1

/// An index that has to name one of `size` entries.
template <class Place>
Place present(std::uint32_t number, std::size_t size, const char* what) {
  if (number == 0 || number > size) {
    throw BadRecord(std::string{"the centre names "} + what + " number " + std::to_string(number) + " of " +
                    std::to_string(size));
  }
  return index_of<Place>(number);
}

/// The same, but none is allowed.
template <class Place>
Place present_or_none(std::uint32_t number, std::size_t size, const char* what) {
  return number == 0 ? Place{} : present<Place>(number, size, what);
}

void encode(const Flow& flow, v1::Flow& message);
/// Every index in it names something that is in `centre`, or in the flow.
Flow flow_of(const v1::Flow& message, const v1::Centre& centre);

}  // namespace twinline::journal
