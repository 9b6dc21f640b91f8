#include "live_bridge/sip/dialogs.hpp"

#include <utility>

#include "live_bridge/sip/dialog.hpp"

namespace twinline::live::sip {

Dialogs::Dialogs(Events& events) : events_(events) {}
Dialogs::~Dialogs() = default;

LegId Dialogs::add(std::unique_ptr<Dialog> dialog) {
  const LegId leg = names_.add(*dialog);
  const Dialog* key = dialog.get();
  all_.emplace(key, std::move(dialog));
  return leg;
}

void Dialogs::bury(Dialog& dialog) {
  events_.post([this, buried = &dialog] {
    names_.release(buried->leg());
    all_.erase(buried);
  });
}

LegId Dialogs::replaced_by(std::string_view call_id, std::string_view a_tag, std::string_view another_tag) const {
  for (const auto& [key, dialog] : all_) {
    if (!find(dialog->leg())) continue;
    if (dialog->is(call_id, a_tag, another_tag) || dialog->is(call_id, another_tag, a_tag)) return dialog->leg();
  }
  return {};
}

}  // namespace twinline::live::sip
