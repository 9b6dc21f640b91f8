#include "live_bridge/audit/audit_trail.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <unistd.h>

#include "live_bridge/wall/refusal.hpp"
#include "live_bridge/wall/whole_file.hpp"
#include "reports/journal/instant_text.hpp"
#include "scenarios/schema/sha256.hpp"

namespace twinline::live {
namespace {

using Json = nlohmann::ordered_json;

const std::string sum_before_the_first(64, '0');
constexpr ::off_t longest_line = 65536;

/// The trail, open and ours alone for as long as this is there.
class Locked {
 public:
  explicit Locked(const std::filesystem::path& file) : file_(file) {
    std::error_code failed;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), failed);
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) refuse(file, "cannot be opened", errno);
    if (::flock(descriptor_, LOCK_EX) == 0) return;
    const int error = errno;
    ::close(descriptor_);
    refuse(file, "cannot be locked", error);
  }
  ~Locked() { ::close(descriptor_); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

  /// The last line; empty in a new trail. What follows it was torn off by a crash, was never acknowledged and is cut.
  std::string last_line() {
    const ::off_t size = ::lseek(descriptor_, 0, SEEK_END);
    const ::off_t begin = std::max<::off_t>(0, size - longest_line);
    std::string tail(static_cast<std::size_t>(size - begin), '\0');
    if (::pread(descriptor_, tail.data(), tail.size(), begin) != static_cast<::ssize_t>(tail.size())) {
      refuse(file_, "cannot be read", errno);
    }
    const auto end = tail.rfind('\n');
    const std::size_t whole = end == std::string::npos ? 0 : end + 1;
    if (whole == 0 && begin > 0) throw std::runtime_error(file_.string() + ": its last line is too long to be one");
    if (::ftruncate(descriptor_, begin + static_cast<::off_t>(whole)) != 0) refuse(file_, "cannot be cut", errno);
    ::lseek(descriptor_, 0, SEEK_END);
    if (whole == 0) return {};
    const auto before = whole >= 2 ? tail.rfind('\n', whole - 2) : std::string::npos;
    const std::size_t first = before == std::string::npos ? 0 : before + 1;
    return tail.substr(first, whole - 1 - first);
  }

  void append(const std::string& line) {
    const std::string text = line + "\n";
    if (::write(descriptor_, text.data(), text.size()) != static_cast<::ssize_t>(text.size()) ||
        ::fsync(descriptor_) != 0) {
      refuse(file_, "cannot be written", errno);
    }
  }

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
};

/// What a line says of itself; number 0 where it says nothing.
struct Link {
  std::uint64_t number = 0;
  std::string previous;
};

Link link_of(const std::string& line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("number") || !json.contains("previous")) return {};
  const Json& number = json["number"];
  const Json& previous = json["previous"];
  if (!number.is_number_unsigned() || !previous.is_string()) return {};
  return {number.get<std::uint64_t>(), previous.get<std::string>()};
}

std::string head_text(std::uint64_t number, const std::string& sum) { return fmt::format("{} {}\n", number, sum); }

}  // namespace

void AuditTrail::append(UtcTime at, const AuditEntry& entry) const {
  Locked trail(file_);
  const std::string last = trail.last_line();
  const std::uint64_t number = last.empty() ? 1 : link_of(last).number + 1;
  const Json line{{"number", number},
                  {"at", journal::text_of(at)},
                  {"who", entry.who},
                  {"did", entry.did},
                  {"call", entry.call},
                  {"about", entry.about},
                  {"previous", last.empty() ? sum_before_the_first : scenarios::sha256(last)}};
  const std::string text = line.dump(-1, ' ', true, Json::error_handler_t::replace);
  trail.append(text);
  write_whole(head_file(), head_text(number, scenarios::sha256(text)));
}

AuditTrail::Check AuditTrail::check(const std::function<void(const std::string& line)>& each) const {
  Check result{0, sum_before_the_first, {}};
  std::string head;
  std::getline(std::ifstream(head_file()) >> std::ws, head);
  const std::uint64_t head_number = std::strtoull(head.c_str(), nullptr, 10);
  bool head_is_there = head.empty();
  std::ifstream stream(file_);
  for (std::string line; std::getline(stream, line);) {
    const Link link = link_of(line);
    if (link.number != result.lines + 1 || link.previous != result.last_sum) {
      result.problem = fmt::format("{}:{}: does not follow from the line before it", file_.string(), result.lines + 1);
      return result;
    }
    each(line);
    ++result.lines;
    result.last_sum = scenarios::sha256(line);
    if (result.lines == head_number) head_is_there = head + "\n" == head_text(result.lines, result.last_sum);
  }
  // After a crash the head may be one line behind, never ahead.
  if (!head_is_there) {
    result.problem = fmt::format("{}: ends after {} lines; line {} of {} is missing or another", file_.string(),
                                 result.lines, head_number, head_file().string());
  } else if (head.empty() && result.lines > 0) {
    result.problem = fmt::format("{} is missing: lines at the end may be, too", head_file().string());
  }
  return result;
}

}  // namespace twinline::live
