// Gives a bridge a past: `past_days JOURNAL DAYS SECONDS` begins the journal anew, so many days earlier and in the
// state of its last segment's opening, and has one caller after the other answered in the first queue since, each after
// so many seconds. Nothing of it was ever told to an ACD: only what is folded from happenings sees those calls.
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <variant>

#include "reports/journal/instant_text.hpp"
#include "reports/journal/reader.hpp"
#include "reports/journal/writer.hpp"

namespace twinline {
namespace {

constexpr Duration between_calls = 5min;

/// Changes nothing: the ACD has given it to nobody.
const Fact late_timer = TimerFired{{TimerId::Owner::policies, 0, 4'000'000}};

Happening answered_call(std::uint64_t number, Time queued_at, Duration waited) {
  CallLabels labels;
  labels.type = CallTypeIndex{0U};
  labels.queue = QueueIndex{0U};
  return WaitEnded{{CallSlot{0U}, 1}, number, labels,    GroupIndex{0U}, AgentIndex{0U},
                   WaitEnd::answered, false,  queued_at, waited};
}

void give_past(const std::filesystem::path& path, std::chrono::days days, Duration waited) {
  journal::Reader reader(path);
  reader.seek_segment(reader.segments().size() - 1);
  const auto first = reader.next();
  const auto& opening = std::get<journal::Snapshot>(first.value());
  journal::Header header = reader.header();
  header.world_start = journal::text_of(journal::instant_of(header.world_start) - days);
  journal::WriterOptions options;
  options.segment_bytes = std::uint64_t{1} << 30;
  options.compress = false;
  options.existing = journal::Existing::replace;
  journal::Writer writer(path, header, opening, options);
  std::uint64_t number = 0;
  for (Time at = opening.at + waited; at < opening.at + days; at += between_calls) {
    writer.append(at, late_timer, {}, {}, {}, {}, {answered_call(++number, at - waited, waited)});
  }
  writer.close();
}

}  // namespace
}  // namespace twinline

int main(int count, char** words) try {
  if (count != 4) throw std::invalid_argument("past_days JOURNAL DAYS SECONDS");
  twinline::give_past(words[1], std::chrono::days{std::stoi(words[2])}, std::chrono::seconds{std::stoi(words[3])});
  return EXIT_SUCCESS;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return EXIT_FAILURE;
}
