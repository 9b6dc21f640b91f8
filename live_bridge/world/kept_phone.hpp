// A phone's registration as bytes, for another process to take over.
#pragma once

#include <cstdint>
#include <vector>

#include "live_bridge/sip/phone_record.hpp"

namespace twinline::live {

std::vector<std::uint8_t> to_bytes(const sip::PhoneRecord& phone);

/// Throws std::runtime_error for bytes of another version or that end too early.
sip::PhoneRecord kept_phone_from(const std::vector<std::uint8_t>& bytes);

}  // namespace twinline::live
