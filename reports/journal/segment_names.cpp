#include "reports/journal/segment_names.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "reports/journal/journal_error.hpp"

namespace twinline::journal {
namespace {

constexpr std::size_t least_digits = 4;

/// The number in `file` when it is a segment of `journal`.
std::optional<std::uint32_t> number_in(const std::filesystem::path& file, const std::filesystem::path& journal) {
  const std::string name = file.filename().string();
  const std::string before = journal.stem().string() + ".";
  const std::string after = journal.extension().string();
  if (name.size() < before.size() + least_digits + after.size()) return std::nullopt;
  if (!name.starts_with(before) || !name.ends_with(after)) return std::nullopt;
  const std::string_view digits =
      std::string_view{name}.substr(before.size(), name.size() - before.size() - after.size());
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace

std::filesystem::path segment_path(const std::filesystem::path& journal, std::uint32_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < least_digits) digits.insert(0, least_digits - digits.size(), '0');
  return journal.parent_path() / (journal.stem().string() + "." + digits + journal.extension().string());
}

std::vector<std::filesystem::path> segments_of(const std::filesystem::path& journal) {
  std::error_code ignored;
  if (std::filesystem::exists(journal, ignored)) return {journal};
  std::map<std::uint32_t, std::filesystem::path> by_number;
  const std::filesystem::path folder = journal.has_parent_path() ? journal.parent_path() : std::filesystem::path{"."};
  for (std::filesystem::directory_iterator file{folder, ignored}, end; !ignored && file != end;
       file.increment(ignored)) {
    const auto number = number_in(file->path(), journal);
    if (number) by_number.emplace(*number, segment_path(journal, *number));
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& [number, path] : by_number) {
    const auto expected = static_cast<std::uint32_t>(by_number.begin()->first + paths.size());
    if (number != expected) throw JournalError(segment_path(journal, expected), "this segment is missing");
    paths.push_back(path);
  }
  return paths;
}

std::uint32_t last_segment_number(const std::filesystem::path& journal) {
  const auto segments = segments_of(journal);
  return segments.empty() ? 0 : number_in(segments.back(), journal).value_or(0);
}

}  // namespace twinline::journal
