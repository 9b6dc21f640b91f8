// What every user of a SqlConnection writes: a transaction that is taken back unless it was committed, and statements
// in the words of the database at hand.
#pragma once

#include <string>

#include "live_bridge/store/sql_connection.hpp"

namespace twinline::live::store {

class Transaction {
 public:
  explicit Transaction(SqlConnection& connection) : connection_(&connection) { connection_->begin(); }
  ~Transaction() {
    if (connection_ != nullptr) connection_->roll_back();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit() {
    connection_->commit();
    connection_ = nullptr;
  }

 private:
  SqlConnection* connection_;
};

/// {integer}, {real}, {text}, {instant}, {boolean} and {end} of a statement that makes a table, as SqlWords has them.
std::string in_words_of(const SqlConnection& connection, const char* statement);

}  // namespace twinline::live::store
