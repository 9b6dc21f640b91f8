#include "live_bridge/store/sql_text.hpp"

#include <fmt/format.h>

namespace twinline::live::store {

std::string in_words_of(const SqlConnection& connection, const char* statement) {
  const SqlWords& words = connection.words();
  return fmt::format(fmt::runtime(statement), fmt::arg("integer", words.integer), fmt::arg("real", words.real),
                     fmt::arg("text", words.text), fmt::arg("instant", words.instant),
                     fmt::arg("boolean", words.boolean), fmt::arg("end", words.table_end));
}

}  // namespace twinline::live::store
