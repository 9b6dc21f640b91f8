#include "tests/bridge/store/recorded_day.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <unistd.h>

#include "live_bridge/store/sql_connection.hpp"
#include "reports/journal/reader.hpp"
#include "reports/journal/segment_names.hpp"
#include "tests/project_files.hpp"
#include "tests/unit/store/folder.hpp"

namespace twinline::store_test {
namespace {

using live::store::SqlConnection;

const journal::Snapshot any_state{world_start, {1, 0, 0, 0}};

journal::WriterOptions following(const std::filesystem::path& journal) {
  const bool is_there = !journal::segments_of(journal).empty();
  return {.segment_bytes = 128 << 10,
          .compress = true,
          .handover = journal::Handover::every_frame,
          .existing = is_there ? journal::Existing::follow : journal::Existing::refuse};
}

journal::Header header_after(const Day& day, std::size_t entries) {
  journal::Header header = day.header;
  header.entries_before = entries;
  return header;
}

Day read_day(const std::filesystem::path& journal) {
  Day day;
  journal::Reader reader(journal);
  day.header = reader.header();
  while (auto record = reader.next()) {
    if (auto* entry = std::get_if<journal::Entry>(&*record)) day.entries.push_back(std::move(*entry));
  }
  return day;
}

void add_entry(Day& day, Time at, Fact fact, Happenings happenings) {
  journal::Entry& entry = day.entries.emplace_back();
  entry.at = at;
  entry.fact = std::move(fact);
  entry.happenings = std::move(happenings);
}

/// PostgreSQL has instants, SQLite has their text.
std::string instant(const SqlConnection& connection, const std::string& column) {
  if (std::string{connection.words().instant} == "text") return column;
  return "to_char(" + column + R"( at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))";
}

std::string nanoseconds(const std::string& column) { return "cast(round(" + column + " * 1000000000) as bigint)"; }

/// A table's rows in one text, a line each, in this order.
std::vector<std::string> lines_of(SqlConnection& connection, const std::vector<std::string>& columns,
                                  const std::string& table, const std::string& order) {
  std::string line;
  for (const std::string& column : columns) {
    line += (line.empty() ? "" : " || '|' || ") + ("coalesce(cast(" + column + " as text), '-')");
  }
  const bool is_sqlite = std::string{connection.words().instant} == "text";
  const std::string all = is_sqlite ? "group_concat(line, char(10))" : "string_agg(line, chr(10))";
  const auto row = connection.row(
      "select " + all + " from (select " + line + " as line from " + table + " order by " + order + ") as rows_of_it",
      {});
  std::istringstream text{row.value().front().value_or("")};
  std::vector<std::string> lines;
  while (std::getline(text, line)) lines.push_back(line);
  return lines;
}

}  // namespace

const Day& quickstart() {
  static const Day day = [] {
    const Folder folder;
    const std::string journal = folder / "quickstart.tlj";
    const std::string command = std::string{TWINLINE_BINARY} + " run " +
                                (tests::project() / "scenarios/library/quickstart.yaml").string() +
                                " --replications 1 --json --journal " + journal + " >/dev/null 2>&1";
    if (std::system(command.c_str()) != 0) throw std::runtime_error(command + " failed");
    Day simulated = read_day(journal);
    simulated.header.world_start = "2026-03-02T00:00:00+01:00";  // as a bridge would have it
    return simulated;
  }();
  return day;
}

Day steady_day(std::size_t calls) {
  Day day;
  day.header.world_start = "2026-03-02T00:00:00+01:00";
  Centre& centre = day.header.centre;
  centre.queues.resize(1);
  centre.queues[0].name = "retail";
  centre.call_types.resize(1);
  centre.call_types[0].name = "question";
  centre.call_types[0].queue = QueueIndex{0};
  centre.groups.resize(1);
  centre.groups[0].name = "juniors";
  centre.agents = {{"Anna", GroupIndex{0}}};
  centre.link();
  const CallLabels labels{CallTypeIndex{0}, {}, QueueIndex{0}, 0};
  constexpr AgentIndex anna{0};
  constexpr GroupIndex juniors{0};
  for (std::size_t number = 0; number < calls; ++number) {
    const Time at = world_start + std::chrono::seconds{number};
    const CallId call{CallSlot{number % 100}, static_cast<std::uint32_t>(number / 100 + 1)};
    const OfferId offer{anna, static_cast<std::uint32_t>(number + 1)};
    add_entry(day, at, CallArrived{call, number, labels.type, {}, {}, 0, 0, 0, {}},
              {WaitBegan{call, number, labels}, OfferMade{offer, call, juniors}});
    add_entry(day, at, OfferAnswered{offer},
              {OfferEnded{offer, call, juniors, OfferEnd::answered, 0s},
               WaitEnded{call, number, labels, juniors, anna, WaitEnd::answered, false, at, 0s}});
    add_entry(day, at, TalkEnded{call, TalkEnd::by_caller, 0s},
              {HandlingEnded{call, labels, juniors, anna, at, at, 30s, 0s, 0s, false},
               CallEnded{call, number, labels, CallOutcome::served}});
  }
  return day;
}

LiveBridge::LiveBridge(const Day& day, scenarios::StoreSettings settings)
    : day_(&day),
      told_(entries_in(settings.journal)),
      journal_(settings.journal, header_after(day, told_),
               {told_ == 0 ? world_start : day.entries[told_ - 1].at, any_state.state}, following(settings.journal)),
      records_(std::make_unique<live::store::CallRecords>(settings, day.header.centre, day.header.world_start)) {}

void LiveBridge::live_until(std::size_t entry) {
  for (; told_ < entry; ++told_) {
    const journal::Entry& next = day_->entries[told_];
    if (journal_.segment_is_full()) journal_.append(journal::Snapshot{next.at, any_state.state});
    journal_.append(next.at, next.fact, next.decisions, next.answers, next.reasons, next.wishes, next.happenings);
    if (records_) records_->add(told_ + 1, next.at, next.fact, next.happenings);
  }
}

bool LiveBridge::is_caught_up() const {
  return eventually([this] { return records_->is_up() && records_->written() == told_; });
}

scenarios::StoreSettings settings_in(const std::filesystem::path& folder) {
  scenarios::StoreSettings settings;
  settings.journal = folder / "bridge.tlj";
  settings.database = folder / "calls.sqlite";
  return settings;
}

std::size_t entries_in(const std::filesystem::path& journal) {
  return journal::segments_of(journal).empty() ? 0 : read_day(journal).entries.size();
}

std::vector<std::string> tables_in(const scenarios::StoreSettings& settings) {
  const auto connection = live::store::connect(settings);
  const auto at = [&](const char* column) { return instant(*connection, column); };
  connection->begin();
  std::vector<std::string> lines = lines_of(*connection,
                                            {"call",
                                             "entry",
                                             "pseudonym",
                                             "call_type",
                                             "segment",
                                             "trunk",
                                             "queues",
                                             at("arrived"),
                                             at("queued"),
                                             at("answered"),
                                             at("ended"),
                                             nanoseconds("wait"),
                                             nanoseconds("talk"),
                                             nanoseconds("hold"),
                                             nanoseconds("wrap_up"),
                                             "agent",
                                             "agent_group",
                                             "outcome",
                                             "case when abandoned_while_ringing then 1 else 0 end",
                                             "offers_made",
                                             "offers_refused",
                                             "transfers"},
                                            "calls", "call");
  const auto offers =
      lines_of(*connection, {"call", "offer", "agent", "agent_group", at("made"), nanoseconds("rang"), "outcome"},
               "offers", "call, offer");
  lines.insert(lines.end(), offers.begin(), offers.end());
  connection->commit();
  return lines;
}

std::string first_difference(const std::vector<std::string>& found, const std::vector<std::string>& expected) {
  for (std::size_t line = 0; line < std::max(found.size(), expected.size()); ++line) {
    const std::string here = line < found.size() ? found[line] : "nothing";
    const std::string there = line < expected.size() ? expected[line] : "nothing";
    if (here != there) return "line " + std::to_string(line + 1) + ": " + here + ", expected " + there;
  }
  return {};
}

double number(const scenarios::StoreSettings& settings, const std::string& query) {
  const auto connection = live::store::connect(settings);
  connection->begin();
  const auto row = connection->row(query, {});
  connection->commit();
  return std::stod(row.value().front().value_or("0"));
}

bool eventually(const std::function<bool()>& is_so, int seconds) {
  for (int attempt = 0; attempt < seconds * 100; ++attempt) {
    if (is_so()) return true;
    ::usleep(10'000);
  }
  return is_so();
}

}  // namespace twinline::store_test
