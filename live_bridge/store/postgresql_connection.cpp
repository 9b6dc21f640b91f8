// PostgreSQL behind SqlConnection. A server that does not answer is a server that is away: nothing here waits for long.
#include <map>
#include <string_view>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include "live_bridge/store/sql_connection.hpp"

namespace twinline::live::store {
namespace {

constexpr SqlWords words_of_postgresql{"bigint", "double precision", "text", "timestamptz", "boolean", ""};

/// Time limits come first: what the connection string says itself comes later and wins.
std::string with_time_limits(const std::string& connection_string) {
  constexpr std::string_view limits = "connect_timeout=5 tcp_user_timeout=15000 keepalives_idle=15 ";
  const bool is_uri = connection_string.starts_with("postgresql://") || connection_string.starts_with("postgres://");
  if (!is_uri) return std::string{limits} + connection_string;
  if (connection_string.find("connect_timeout=") != std::string::npos) return connection_string;
  const bool has_parameters = connection_string.find('?') != std::string::npos;
  return connection_string + (has_parameters ? "&" : "?") + "connect_timeout=5&tcp_user_timeout=15000";
}

class PostgresqlConnection final : public SqlConnection {
 public:
  explicit PostgresqlConnection(const std::string& connection_string)
      : connection_(with_time_limits(connection_string)) {
    connection_.set_variable("client_min_messages", "warning");
    connection_.set_variable("statement_timeout", "15000");
    connection_.set_variable("timezone", "'UTC'");
  }

  const SqlWords& words() const override { return words_of_postgresql; }
  void begin() override { transaction_ = std::make_unique<pqxx::work>(connection_); }

  void commit() override {
    transaction_->commit();
    transaction_.reset();
  }

  void roll_back() noexcept override { transaction_.reset(); }

  std::uint64_t run(const std::string& statement, std::span<const SqlValue> values) override {
    return execute(statement, values).affected_rows();
  }

  std::optional<SqlRow> row(const std::string& statement, std::span<const SqlValue> values) override {
    const pqxx::result result = execute(statement, values);
    if (result.empty()) return std::nullopt;
    SqlRow found;
    for (const pqxx::field& field : result.front()) {
      found.push_back(field.is_null() ? std::nullopt : std::optional<std::string>{field.c_str()});
    }
    return found;
  }

 private:
  pqxx::result execute(const std::string& statement, std::span<const SqlValue> values) {
    const auto [known, is_new] = names_.try_emplace(statement, "statement_" + std::to_string(names_.size()));
    if (is_new) connection_.prepare(known->second, statement);
    texts_.clear();
    for (const SqlValue& value : values) texts_.push_back(text_of(value));
    parameters_.clear();
    for (std::size_t position = 0; position < texts_.size(); ++position) {
      const bool is_null = std::holds_alternative<std::monostate>(values[position]);
      parameters_.push_back(is_null ? nullptr : texts_[position].c_str());
    }
    return transaction_->exec_prepared(known->second, pqxx::prepare::make_dynamic_params(parameters_));
  }

  static std::string text_of(const SqlValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return {};
  }

  pqxx::connection connection_;
  std::unique_ptr<pqxx::work> transaction_;
  std::map<std::string, std::string> names_;  ///< of prepared statements, by their text
  std::vector<std::string> texts_;
  std::vector<const char*> parameters_;
};

}  // namespace

std::unique_ptr<SqlConnection> connect_postgresql(const std::string& connection_string) {
  return std::make_unique<PostgresqlConnection>(connection_string);
}

}  // namespace twinline::live::store
