// JSON that somebody else wrote, read with errors that say where: line and column where it is no JSON, and the way into
// it ("arms[0].kpis[2].numerators") where a value is not what it should be. What a document must hold is the business
// of whoever reads it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace twinline::reports {

/// what() begins with the file's name.
class JsonReadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `file` is what errors call it, `expected` what they say should be there. Throws JsonReadError.
nlohmann::ordered_json parse_json(std::string_view text, const std::string& file, std::string_view expected);

/// A value in a file with the way that leads to it. Document and file name must outlive it. Every function throws
/// JsonReadError where the value is of another kind.
struct JsonReader {
  const nlohmann::ordered_json& json;
  const std::string& file;
  std::string path{};

  [[noreturn]] void refuse(std::string_view expected) const;

  /// Under a key, which must be there.
  JsonReader at(const std::string& key) const;
  bool has(const std::string& key) const;
  std::vector<JsonReader> items() const;

  std::string text() const;
  std::uint64_t whole() const;
  double number() const;
  std::optional<double> number_or_null() const;
  bool yes_or_no() const;
  std::map<std::string, std::string> texts() const;

  /// `schema` of a document; another one is refused.
  void require_schema(std::string_view schema) const;
};

}  // namespace twinline::reports
