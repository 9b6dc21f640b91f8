#include "live_bridge/store/scores.hpp"

#include <array>
#include <utility>

#include "live_bridge/store/sql_text.hpp"

namespace twinline::live::store {
namespace {

constexpr const char* table =
    "create table if not exists scores (pseudonym {text} not null, criterion {text} not null, score {real} not null,"
    " received {instant} not null, primary key (pseudonym, criterion)) {end}";
constexpr const char* index = "create index if not exists scores_by_time on scores (received)";

constexpr const char* insert =
    "insert into scores values ($1, $2, $3, $4) on conflict (pseudonym, criterion)"
    " do update set score = excluded.score, received = excluded.received";
constexpr const char* delete_old = "delete from scores where received < $1";

std::unique_ptr<SqlConnection> connection_with_table(const scenarios::StoreSettings& settings) {
  auto connection = connect(settings);
  Transaction transaction{*connection};
  connection->run(in_words_of(*connection, table), {});
  connection->run(index, {});
  transaction.commit();
  return connection;
}

}  // namespace

Scores::Scores(scenarios::StoreSettings settings) : settings_(std::move(settings)) {}

void Scores::keep(const QualityScore& score, const std::string& oldest) {
  const std::lock_guard lock{mutex_};
  // Given back only when all went well: one that failed is given up.
  auto connection = connection_ ? std::move(connection_) : connection_with_table(settings_);
  {
    Transaction transaction{*connection};
    connection->run(insert, std::array{SqlValue{score.pseudonym}, SqlValue{score.criterion}, SqlValue{score.score},
                                       SqlValue{score.received}});
    connection->run(delete_old, std::array{SqlValue{oldest}});
    transaction.commit();
  }
  connection_ = std::move(connection);
}

}  // namespace twinline::live::store
