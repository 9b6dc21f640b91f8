// A table of callers that was read when the bridge started or reloaded: it answers at once and never fails. A stranger
// is an answer too, with nothing in it.
#pragma once

#include <memory>
#include <utility>

#include "live_bridge/services/source.hpp"
#include "scenarios/schema/caller_table.hpp"

namespace twinline::live::services {

class TableSource final : public Source {
 public:
  explicit TableSource(std::shared_ptr<const scenarios::CallerTable> table) : table_(std::move(table)) {}

  std::vector<Attribute> known_of(const Question& question) const {
    const bool by_number = table_->key() == scenarios::CallerTable::Key::number;
    return table_->of(by_number ? question.number : question.keys);
  }

  void ask(const Question& question, Time, Replied replied) override { replied({true, known_of(question), {}, 0}); }

 private:
  std::shared_ptr<const scenarios::CallerTable> table_;
};

}  // namespace twinline::live::services
