// The totals of one replication as bytes and back, bit for bit: what shard files hold and what travels between ranks.
// Bytes come from disk or from elsewhere and are not believed.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "reports/kpi/totals.hpp"

namespace twinline::shards {

/// Bytes that are no replication.
class BadTotals : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string to_bytes(const reports::ReplicationTotals& totals);

/// Throws BadTotals.
reports::ReplicationTotals from_bytes(std::string_view bytes);

}  // namespace twinline::shards
