// All dialogs of a stack: it owns them, and names them for the rest of the bridge.
#pragma once

#include <memory>
#include <string_view>
#include <unordered_map>

#include "live_bridge/sip/events.hpp"
#include "live_bridge/sip/leg_table.hpp"

namespace twinline::live::sip {

class Dialog;

class Dialogs {
 public:
  explicit Dialogs(Events& events);
  ~Dialogs();
  Dialogs(const Dialogs&) = delete;
  Dialogs& operator=(const Dialogs&) = delete;

  LegId add(std::unique_ptr<Dialog> dialog);

  /// nullptr where the leg is gone.
  Dialog* find(LegId leg) const { return names_.find(leg); }

  /// The name is no longer valid; the dialog may live on until its transactions have run out.
  void release(LegId leg) { names_.release(leg); }

  /// Destroys the dialog when nobody works with it any more: from the loop, after all that it has told.
  void bury(Dialog& dialog);

  /// The named dialog that a Replaces header means (RFC 3891), whichever way round it puts the tags.
  LegId replaced_by(std::string_view call_id, std::string_view a_tag, std::string_view another_tag) const;

  std::size_t size() const { return all_.size(); }

 private:
  Events& events_;
  LegTable<Dialog> names_;
  std::unordered_map<const Dialog*, std::unique_ptr<Dialog>> all_;
};

}  // namespace twinline::live::sip
