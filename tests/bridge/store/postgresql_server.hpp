// A PostgreSQL server of the test's own: a fresh cluster in a folder, reached over a socket in it and by nothing else,
// run by a user without privileges. It ends with the test, and with the test's process should that be killed.
#pragma once

#include <string>

#include <sys/types.h>

#include "tests/unit/store/folder.hpp"

namespace twinline::store_test {

class PostgresqlServer {
 public:
  /// Makes the cluster; nothing runs yet. Throws std::runtime_error with what initdb says when it cannot.
  PostgresqlServer();
  ~PostgresqlServer();

  /// Returns when it answers. Throws after 20 s.
  void start();

  /// As a crash: every session ends at once, nothing is written that was not written before.
  void crash();

  std::string connection_string() const;

 private:
  Folder folder_;
  ::pid_t process_ = 0;
};

}  // namespace twinline::store_test
