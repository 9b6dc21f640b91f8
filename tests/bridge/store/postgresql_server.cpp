#include "tests/bridge/store/postgresql_server.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live_bridge/store/sql_connection.hpp"

namespace twinline::store_test {
namespace {

/// Debian keeps the server's programs in a folder for each version.
std::filesystem::path programs() {
  std::vector<std::filesystem::path> found;
  std::error_code missing;
  for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", missing)) {
    if (std::filesystem::exists(version.path() / "bin/initdb")) found.push_back(version.path() / "bin");
  }
  if (found.empty()) throw std::runtime_error("PostgreSQL's server is not installed");
  return *std::max_element(found.begin(), found.end());
}

/// PostgreSQL refuses to run as root.
const ::passwd& user_without_privileges() {
  for (const char* name : {"postgres", "nobody"}) {
    if (const ::passwd* user = ::getpwnam(name)) return *user;
  }
  throw std::runtime_error("neither postgres nor nobody is a user here");
}

/// What to put before a command: it ends with this process, and is run without privileges.
std::vector<std::string> leash() {
  std::vector<std::string> words{"setpriv", "--pdeathsig", "QUIT"};
  if (::geteuid() == 0) {
    const ::passwd& user = user_without_privileges();
    for (const std::string& word : {"--reuid=" + std::to_string(user.pw_uid), "--regid=" + std::to_string(user.pw_gid),
                                    std::string{"--clear-groups"}}) {
      words.push_back(word);
    }
  }
  return words;
}

::pid_t begin(const std::vector<std::string>& command, const std::filesystem::path& log) {
  std::vector<std::string> words = leash();
  words.insert(words.end(), command.begin(), command.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const ::pid_t process = ::fork();
  if (process < 0) throw std::runtime_error("cannot fork");
  if (process == 0) {
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    if (::chdir(log.parent_path().c_str()) == 0) ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  return process;
}

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

PostgresqlServer::PostgresqlServer() {
  if (::geteuid() == 0) {
    const ::passwd& user = user_without_privileges();
    if (::chown(folder_.path().c_str(), user.pw_uid, user.pw_gid) != 0) throw std::runtime_error("cannot chown");
  }
  const ::pid_t initdb =
      begin({programs() / "initdb", "--pgdata", folder_ / "data", "--auth=trust", "--username=twinline", "--no-sync",
             "--encoding=UTF8", "--locale=C", "--no-instructions"},
            folder_ / "initdb.log");
  int status = 0;
  ::waitpid(initdb, &status, 0);
  if (status != 0) throw std::runtime_error("initdb failed:\n" + contents(folder_ / "initdb.log"));
}

PostgresqlServer::~PostgresqlServer() {
  if (process_ != 0) crash();
}

void PostgresqlServer::start() {
  process_ = begin({programs() / "postgres", "-D", folder_ / "data", "-k", folder_.path(), "-c",
                    "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=10", "-c", "shared_buffers=16MB"},
                   folder_ / "server.log");
  for (int attempt = 0; attempt < 200; ++attempt) {
    try {
      live::store::connect_postgresql(connection_string());
      return;
    } catch (const std::exception&) {
      ::usleep(100'000);
    }
  }
  throw std::runtime_error("PostgreSQL does not answer:\n" + contents(folder_ / "server.log"));
}

void PostgresqlServer::crash() {
  ::kill(process_, SIGQUIT);  // PostgreSQL's immediate shutdown
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

std::string PostgresqlServer::connection_string() const {
  return "host=" + folder_.path().string() + " user=twinline dbname=postgres";
}

}  // namespace twinline::store_test
