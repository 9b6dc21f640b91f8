#include "live_bridge/world/kept_phone.hpp"

#include "live_bridge/world/kept_bytes.hpp"

namespace twinline::live {
namespace {

constexpr std::uint32_t phone_version = 1;

constexpr auto exchange_phone = [](auto archive, sip::PhoneRecord& phone) {
  archive(phone.user);
  archive(phone.uri);
  archive(phone.next_hop);
  archive(phone.route);
  archive(phone.source.address);
  archive(phone.source.port);
  archive(phone.transport);
  archive(phone.call_id);
  archive(phone.sequence);
  archive(phone.expires);
};

}  // namespace

std::vector<std::uint8_t> to_bytes(const sip::PhoneRecord& phone) {
  return kept_bytes(phone_version, phone, exchange_phone);
}

sip::PhoneRecord kept_phone_from(const std::vector<std::uint8_t>& bytes) {
  return kept_from<sip::PhoneRecord>(bytes, phone_version, "a kept registration", exchange_phone);
}

}  // namespace twinline::live
