#include "reports/journal/entry_text.hpp"

#include "reports/journal/codec.hpp"
#include "reports/journal/journal.pb.h"

namespace twinline::journal {
namespace {

/// An entry of nothing but these parts, in Protobuf's own text form.
std::string text_of(const std::vector<Decision>& decisions, const Wishes& wishes, const Happenings& happenings) {
  const Fact no_fact = TimerFired{};
  v1::Entry message;
  encode(EntryParts{Duration{0}, no_fact, decisions, {}, {}, wishes, happenings}, message);
  message.clear_fact();
  const std::string text = message.ShortDebugString();
  return text.empty() ? "nothing" : text;
}

}  // namespace

std::string to_text(const std::vector<Decision>& decisions) { return text_of(decisions, {}, {}); }
std::string to_text(const Wishes& wishes) { return text_of({}, wishes, {}); }
std::string to_text(const Happenings& happenings) { return text_of({}, {}, happenings); }

}  // namespace twinline::journal
