#include "live_bridge/store/call_record_database.hpp"

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "live_bridge/store/sql_text.hpp"

namespace twinline::live::store {
namespace {

constexpr std::int64_t schema_version = 1;

constexpr const char* version_table = "create table if not exists schema_version (version {integer} not null) {end}";

constexpr std::array tables{
    "create table journals (journal {integer} primary key, world_start {text} not null unique,"
    " written {integer} not null, resume {integer} not null) {end}",

    "create table calls (journal {integer} not null references journals, call {integer} not null,"
    " entry {integer} not null, pseudonym {text} not null, call_type {text} not null, segment {text}, trunk {text},"
    " queues {text} not null, arrived {instant} not null, queued {instant}, answered {instant},"
    " ended {instant} not null, wait {real} not null, talk {real} not null, hold {real} not null,"
    " wrap_up {real} not null, agent {text}, agent_group {text}, outcome {text} not null,"
    " abandoned_while_ringing {boolean} not null, offers_made {integer} not null, offers_refused {integer} not null,"
    " transfers {integer} not null, primary key (journal, call)) {end}",

    "create table offers (journal {integer} not null, call {integer} not null, offer {integer} not null,"
    " agent {text} not null, agent_group {text} not null, made {instant} not null, rang {real} not null,"
    " outcome {text} not null, primary key (journal, call, offer),"
    " foreign key (journal, call) references calls) {end}",

    "create index calls_by_end on calls (ended)",
};

const std::string insert_call =
    "insert into calls values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
    "$20, $21, $22, $23)";
const std::string insert_offer = "insert into offers values ($1, $2, $3, $4, $5, $6, $7, $8)";

const std::string update_progress = "update journals set written = $1, resume = $2 where journal = $3";

/// The same calls both times: offers go before the calls that they belong to.
constexpr const char* oldest_calls =
    "select journal, call from calls where ended < $1 order by ended, journal, call limit $2";
const std::string delete_oldest_offers = fmt::format("delete from offers where (journal, call) in ({})", oldest_calls);
const std::string delete_oldest_calls = fmt::format("delete from calls where (journal, call) in ({})", oldest_calls);

const std::string delete_later_offers =
    "delete from offers where (journal, call) in (select journal, call from calls where journal = $1 and entry > $2)";
const std::string delete_later_calls = "delete from calls where journal = $1 and entry > $2";

SqlValue value(std::uint64_t number) { return static_cast<std::int64_t>(number); }
SqlValue value(const std::optional<std::string>& text) { return text ? SqlValue{*text} : SqlValue{}; }
SqlValue value(const std::string& text) { return text; }
SqlValue value(std::string_view text) { return std::string{text}; }

std::uint64_t number_in(const std::optional<std::string>& field) { return std::stoull(field.value()); }

}  // namespace

CallRecordDatabase::CallRecordDatabase(std::unique_ptr<SqlConnection> connection, const std::string& world_start)
    : connection_(std::move(connection)) {
  make_tables();
  find_journal(world_start);
}

void CallRecordDatabase::make_tables() {
  Transaction transaction{*connection_};
  connection_->run(in_words_of(*connection_, version_table), {});
  const auto version = connection_->row("select version from schema_version", {});
  if (!version) {
    for (const char* table : tables) connection_->run(in_words_of(*connection_, table), {});
    connection_->run("insert into schema_version values ($1)", std::array{SqlValue{schema_version}});
  } else if (version->front() != std::to_string(schema_version)) {
    throw std::runtime_error("the call records have tables of version " + version->front().value_or("none") +
                             "; expected " + std::to_string(schema_version));
  }
  transaction.commit();
}

void CallRecordDatabase::find_journal(const std::string& world_start) {
  Transaction transaction{*connection_};
  connection_->run(
      "insert into journals select coalesce(max(journal), 0) + 1, $1, 0, 1 from journals"
      " where true on conflict (world_start) do nothing",
      std::array{SqlValue{world_start}});
  const auto row = connection_->row("select journal, written, resume from journals where world_start = $1",
                                    std::array{SqlValue{world_start}});
  transaction.commit();
  journal_ = static_cast<std::int64_t>(number_in(row.value()[0]));
  written_ = number_in(row.value()[1]);
  resume_ = number_in(row.value()[2]);
}

void CallRecordDatabase::write(std::span<const CallRecord> records, std::uint64_t entry, std::uint64_t resume) {
  Transaction transaction{*connection_};
  for (const CallRecord& record : records) insert(record);
  set_progress(entry, resume);
  transaction.commit();
  written_ = entry;
  resume_ = resume;
}

void CallRecordDatabase::set_progress(std::uint64_t written, std::uint64_t resume) {
  connection_->run(update_progress, std::array{value(written), value(resume), SqlValue{journal_}});
}

void CallRecordDatabase::insert(const CallRecord& record) {
  const std::array call{SqlValue{journal_},          value(record.call),
                        value(record.entry),         value(record.key),
                        value(record.call_type),     value(record.segment),
                        value(record.trunk),         value(record.queues),
                        value(record.arrived),       value(record.queued),
                        value(record.answered),      value(record.ended),
                        SqlValue{record.wait},       SqlValue{record.talk},
                        SqlValue{record.hold},       SqlValue{record.wrap_up},
                        value(record.agent),         value(record.agent_group),
                        value(record.outcome),       value(std::uint64_t{record.abandoned_while_ringing}),
                        value(record.offers.size()), value(record.offers_refused),
                        value(record.transfers)};
  connection_->run(insert_call, call);
  std::uint64_t ordinal = 0;
  for (const OfferRecord& offer : record.offers) {
    const std::array row{SqlValue{journal_},       value(record.call), value(++ordinal),     value(offer.agent),
                         value(offer.agent_group), value(offer.made),  SqlValue{offer.rang}, value(offer.outcome)};
    connection_->run(insert_offer, row);
  }
}

void CallRecordDatabase::rewind(std::uint64_t entry) {
  Transaction transaction{*connection_};
  const std::array after{SqlValue{journal_}, value(entry)};
  connection_->run(delete_later_offers, after);
  connection_->run(delete_later_calls, after);
  set_progress(entry, 1);
  transaction.commit();
  written_ = entry;
  resume_ = 1;
}

std::uint64_t CallRecordDatabase::remove_older_than(const std::string& instant, std::uint64_t at_most) {
  Transaction transaction{*connection_};
  const std::array oldest{value(instant), value(at_most)};
  connection_->run(delete_oldest_offers, oldest);
  const std::uint64_t removed = connection_->run(delete_oldest_calls, oldest);
  transaction.commit();
  return removed;
}

}  // namespace twinline::live::store
