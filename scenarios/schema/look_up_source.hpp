// A source of ivr.look_ups as a bridge reaches it: a table of callers or a service behind a URL, as plain data. What it
// may tell are attributes, whose values are whole numbers, or words that stand for some.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/attributes.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/caller_table.hpp"

namespace twinline::scenarios {

/// An attribute that a source may tell.
struct ToldAttribute {
  std::string name;
  AttributeIndex attribute;
  std::map<std::string, std::int64_t, std::less<>> words;  ///< what may be said instead of a number

  /// The value that a text stands for: a whole number or one of the words.
  std::optional<std::int64_t> value_of(std::string_view text) const;

  bool operator==(const ToldAttribute&) const = default;
};

/// "http://127.0.0.1:9000/caller"
struct ServiceUrl {
  bool encrypted = false;  ///< https
  std::string host;        ///< a name or a numeric address; an IPv6 address has no brackets here
  std::uint16_t port = 80;
  std::string path = "/";  ///< with what follows it

  bool operator==(const ServiceUrl&) const = default;
};

std::optional<ServiceUrl> parse_service_url(std::string_view text);

/// Who answers behind a URL, which decides what it is sent (docs/services.md).
enum class ServiceKind : std::uint8_t {
  records,     ///< knows callers by their numbers
  recogniser,  ///< listens to the caller, and is sent no number
  bot,         ///< talks with the caller, and is sent no number
};

struct LookUpSource {
  LookUpIndex look_up;
  std::string name;
  std::vector<ToldAttribute> tells;
  std::shared_ptr<const CallerTable> table;  ///< null for a service
  // Of a service.
  ServiceUrl url;
  ServiceKind kind = ServiceKind::records;
  std::string token_file;           ///< sent as a bearer token; empty: none
  Duration deadline = 2s;           ///< of look-ups at arrival; a flow's step has its own
  Duration give_up_after = 10s;     ///< what comes between the deadline and this is still learnt
  std::uint32_t at_once = 4;        ///< requests in progress
  std::uint32_t waiting = 64;       ///< requests that wait for their turn; more fail at once
  std::vector<Attribute> defaults;  ///< what is taken for known when it fails or is late

  /// The same source, reached in the same way; tables count by what they say.
  bool operator==(const LookUpSource& other) const;
};

}  // namespace twinline::scenarios
