// The rollout of a routing policy while calls go on. It owns the state and keeps it on the disk, takes the steps that
// stages.hpp allows, has a shadow run while that is the stage, listens to what happens in a canary, goes back by itself
// where the candidate does harm, and raises an alarm where the KPIs of the policy in force are not as its manifest
// foretells. All on the loop's thread; requests come through office.hpp.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "live_bridge/audit/audit_trail.hpp"
#include "live_bridge/rollout/retelling.hpp"
#include "live_bridge/rollout/shadow_process.hpp"
#include "live_bridge/rollout/shadow_report.hpp"
#include "live_bridge/rollout/stages.hpp"
#include "policies/contract/happenings.hpp"
#include "reports/rollout/band_watch.hpp"
#include "reports/rollout/monitor.hpp"

namespace twinline::live::rollout {

class Rollout {
 public:
  struct Surroundings {
    const scenarios::RolloutSettings& settings;
    const Centre& centre;  ///< of the bridge's file
    /// Puts deciding() in force in the place of this, between two facts. Throws std::exception where it cannot be made;
    /// nothing has changed then.
    std::function<void(const scenarios::PolicyChoice& before)> put_in_force;
    /// Gives what says which local day an instant lies in, for another thread to ask, too.
    std::function<twinline::rollout::BandWatch::DayOf()> days;
    EventLoop& loop;                          ///< that listens to the shadow
    std::vector<std::string> shadow_command;  ///< what this program is asked for a shadow, its name first
  };

  /// Goes on with what an earlier process left beside the journal, and in it, if that goes on. `own` is
  /// `policies.routing` of the bridge's file. Throws std::runtime_error where what was left cannot be read.
  Rollout(const std::filesystem::path& journal, bool journal_goes_on, scenarios::PolicyChoice own,
          Surroundings surroundings);

  /// What the ACD is to have in force.
  const scenarios::PolicyChoice& deciding() const { return state_.deciding(); }
  const State& state() const { return state_; }
  const scenarios::RolloutSettings& settings() const { return surroundings_.settings; }

  /// Whether something that an earlier process had in force does not decide any more, since this one began.
  bool gave_up() const { return gave_up_; }

  /// Who is to blame where the policy of this identity does harm to the process: of a canary the candidate, else the
  /// manifest in force. Null where it is none of the rollout's.
  const Promoted* answerable_for(const journal::PolicyIdentity& decides) const;

  /// Takes a step, or only says what it would do and everything that is against it. `who` is for the log and the page.
  struct Answer {
    std::vector<std::string> against;  ///< empty: it is done, or would be
    std::string does;                  ///< in words; empty where something is against it
  };
  Answer take(const Step& step, const std::string& who, bool dry_run);

  /// Why the file's own policy may not be another one now; empty where it may.
  std::string objection_to_own(const scenarios::PolicyChoice& wanted) const;
  /// Another file is in force. Only what nothing is objected to.
  void use_own(scenarios::PolicyChoice own) { state_.own = std::move(own); }

  /// What came of a fact. Nothing is decided in here, for the fact's wishes are not carried out yet.
  void heard(Time now, std::span<const Happening> happenings);
  /// Between two facts, a few times a second: begins and ends the shadow's process, and goes back, or raises an alarm,
  /// where what was heard asks for it. `at` is the same instant on the calendar.
  void tick(Time now, UtcTime at);

  /// How the arms of a canary do; none without one, and while the journal is read.
  std::optional<twinline::rollout::RolloutStanding> standing() const;
  /// Whether what was seen before this process began is still being read from the journal: of a canary what the arms
  /// have done, else how KPIs have kept to their bands.
  bool is_reading() const { return retelling_ != nullptr || band_retelling_ != nullptr; }
  struct ShadowStanding {
    std::string ended;                   ///< how its process ended, which nobody had asked to; empty: it has not
    std::optional<ShadowReport> report;  ///< what it said last; none yet
  };
  /// How the candidate's shadow does; none in other stages.
  std::optional<ShadowStanding> shadow() const;
  /// How KPIs keep to the bands of the manifest in force; empty where they are not held against any, and while the
  /// journal is read.
  std::vector<twinline::rollout::BandStanding> bands() const;
  /// Since this process began: policies put in force, candidates taken back without being asked, alarms, and shadows
  /// that ended by themselves.
  std::uint64_t swaps() const { return swaps_; }
  std::uint64_t rollbacks() const { return rollbacks_; }
  std::uint64_t alarms() const { return alarms_; }
  std::uint64_t shadow_deaths() const { return shadow_deaths_; }

  const AuditTrail& audit() const { return audit_; }

 private:
  BarredPolicies barred() const { return BarredPolicies::read(barred_file_); }
  std::string objection_to_canary(bool journal_goes_on) const;
  std::string put_in_force(State next, bool back);
  void keep() const;
  void watch();
  void watch_from(const std::filesystem::path& journal);
  std::unique_ptr<twinline::rollout::RolloutMonitor> new_monitor() const;
  void take_what_is_told();
  void watch_bands();
  void watch_bands_from(const std::filesystem::path& journal, Time from);
  std::unique_ptr<twinline::rollout::BandWatch> new_band_watch() const;
  void attend_shadow(Time now, UtcTime at);
  bool shadow_has_died() const;
  void begin_shadow();
  void note_end_of_shadow(UtcTime at);
  void roll_back_by_itself(UtcTime at, const std::string& why, bool bars);
  void raise_alarm(UtcTime at, const std::string& why);
  void write_down(UtcTime at, const std::string& did, const std::string& about) const;

  Surroundings surroundings_;
  std::filesystem::path state_file_, barred_file_;
  AuditTrail audit_;
  State state_;
  std::unique_ptr<twinline::rollout::RolloutMonitor> monitor_;  ///< while there is a canary, all of it known
  std::unique_ptr<Retelling<twinline::rollout::RolloutMonitor>> retelling_;  ///< while there is one that is being read
  std::unique_ptr<ShadowProcess> shadow_;                                    ///< in its stage, and until it is gone
  std::optional<ShadowReport> shadow_report_;
  std::unique_ptr<twinline::rollout::BandWatch> bands_;  ///< while a manifest that foretells some decides alone
  std::unique_ptr<Retelling<twinline::rollout::BandWatch>> band_retelling_;  ///< and what came of it is being read
  bool gave_up_ = false;
  std::uint64_t swaps_ = 0, rollbacks_ = 0, alarms_ = 0, shadow_deaths_ = 0;
};

}  // namespace twinline::live::rollout
