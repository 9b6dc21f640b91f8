#include "live_bridge/rollout/rollout.hpp"

#include <chrono>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/rollout/canary.hpp"
#include "live_bridge/rollout/recovery.hpp"
#include "live_bridge/rollout/state_file.hpp"
#include "live_bridge/wall/log.hpp"
#include "reports/json/json_reader.hpp"
#include "reports/manifest/instant.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live::rollout {
namespace {

std::filesystem::path audit_file_beside(const std::filesystem::path& journal) {
  return std::filesystem::path(journal).replace_extension(".rollout_audit");
}

/// Which manifest decides about all calls; empty: none.
std::string decides_alone(const State& state) {
  return state.split || !state.in_force ? std::string{} : state.in_force->read.sha256;
}

std::vector<twinline::rollout::Band> bands_of(const manifest::Forecast& forecast) {
  std::vector<twinline::rollout::Band> bands;
  for (const manifest::Band& band : forecast.bands) {
    bands.push_back({band.interval, band.kpi, band.mean.value_or(NAN), band.low.value_or(NAN), band.high.value_or(NAN),
                     band.offered.value_or(NAN)});
  }
  return bands;
}

/// Once it is told: whether all of it is known.
template <class Watch>
bool has_told(std::unique_ptr<Retelling<Watch>>& retelling, std::unique_ptr<Watch>& watch, const char* what) {
  if (!retelling) return false;
  auto told = retelling->told();
  if (!told) return false;
  watch = std::move(told);
  const std::string why = retelling->why();
  if (!why.empty()) log_error("rollout: {} is not known before this: {}", what, why);
  retelling.reset();
  return why.empty();
}

}  // namespace

Rollout::Rollout(const std::filesystem::path& journal, bool journal_goes_on, scenarios::PolicyChoice own,
                 Surroundings surroundings)
    : surroundings_(std::move(surroundings)),
      state_file_(state_file_beside(journal)),
      barred_file_(barred_file(journal)),
      audit_(audit_file_beside(journal)) {
  if (auto left = read_state(state_file_)) {
    state_ = std::move(*left);
    if ((state_.in_force || state_.split) && !same(state_.own, own)) {
      log_warning("policies.routing of the file is {}; {} decides, as the rollout says", in_words(own),
                  in_words(state_.deciding()));
    }
  }
  state_.own = std::move(own);
  const std::string decided_alone = decides_alone(state_);
  const auto plugin_of = [](const manifest::PolicyIdentity& policy) {
    return scenarios::plugin_of(policy.kind, policy.name, policy.version);
  };
  const auto given_up = recover(state_, barred(), plugin_of, objection_to_canary(journal_goes_on));
  for (const std::string& words : given_up) {
    log_error("rollout: {}", words);
    write_down(utc_now(), "rollback", words);
    state_.last = words;
  }
  gave_up_ = !given_up.empty();
  if (gave_up_) keep();
  if (state_.split) watch_from(journal);
  if (journal_goes_on && state_.watched_from && decided_alone == decides_alone(state_)) {
    watch_bands_from(journal, *state_.watched_from);
  } else {
    watch_bands();
  }
}

/// Why a canary that was left cannot go on; empty where it can, or where there is none.
std::string Rollout::objection_to_canary(bool journal_goes_on) const {
  if (!state_.split) return {};
  if (!journal_goes_on) return "the journal in which its time is counted is gone";
  try {
    terms_of(*state_.split, surroundings_.centre, surroundings_.settings);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

const Promoted* Rollout::answerable_for(const journal::PolicyIdentity& decides) const {
  if (state_.split && decides == identity_of(*state_.split)) return &*state_.candidate;
  return state_.in_force && decides == identity_of(state_.in_force->policy) ? &*state_.in_force : nullptr;
}

Rollout::Answer Rollout::take(const Step& step, const std::string& who, bool dry_run) {
  Answer answer{against(step, state_, {surroundings_.settings, barred(), shadow_has_died()}), {}};
  if (!answer.against.empty()) return answer;
  answer.does = in_words(step, state_);
  if (dry_run) return answer;
  State next = after(step, state_);
  next.last = fmt::format("{}, {}: {}", word_of(step), who, answer.does);
  const bool back = std::holds_alternative<RollBack>(step);
  if (std::string refused = put_in_force(std::move(next), back); !refused.empty()) return {{std::move(refused)}, {}};
  if (std::holds_alternative<BeginShadow>(step) && shadow_has_died()) shadow_.reset();  // the next tick begins another
  log_info("rollout: {}", state_.last);
  return answer;
}

/// Says why it cannot be; nothing has changed then. A process that is killed between the disk and the policy finds what
/// was meant; only the way back waits for no disk.
std::string Rollout::put_in_force(State next, bool back) {
  const State before = std::exchange(state_, std::move(next));
  try {
    if (!back) write_state(state_file_, state_);
    if (!same(before.deciding(), deciding())) {
      surroundings_.put_in_force(before.deciding());
      ++swaps_;
    }
    if (back) keep();
  } catch (const std::exception& error) {
    state_ = before;
    keep();
    return error.what();
  }
  const bool goes_on = before.split && state_.split && same(*before.split, *state_.split);
  if (!goes_on) watch();
  if (shadow_ && state_.stage != Stage::shadow) shadow_->end();
  const bool acknowledges = !before.alarm.empty() && state_.alarm.empty();
  if (decides_alone(before) != decides_alone(state_) || acknowledges) watch_bands();
  return {};
}

/// Where what is done is done, whether or not it can be kept.
void Rollout::keep() const {
  try {
    write_state(state_file_, state_);
  } catch (const std::exception& error) {
    log_error("rollout: {}; whoever starts next does not know of this step", error.what());
  }
}

std::unique_ptr<twinline::rollout::RolloutMonitor> Rollout::new_monitor() const {
  return std::make_unique<twinline::rollout::RolloutMonitor>(
      surroundings_.centre, terms_of(*state_.split, surroundings_.centre, surroundings_.settings));
}

/// Begins to watch the canary that the state has, or watches nothing.
void Rollout::watch() {
  retelling_.reset();
  monitor_ = state_.split ? new_monitor() : nullptr;
}

/// Goes on watching the canary of an earlier process.
void Rollout::watch_from(const std::filesystem::path& journal) {
  auto monitor = new_monitor();
  const Time began = monitor->terms().split.began;
  retelling_ = std::make_unique<Retelling<twinline::rollout::RolloutMonitor>>(
      journal, identity_of(*state_.split), began, surroundings_.centre, std::move(monitor));
}

/// Holds what comes against the bands of the manifest that decides alone; null where there is none that has any, or an
/// alarm stands already.
std::unique_ptr<twinline::rollout::BandWatch> Rollout::new_band_watch() const {
  if (state_.split || !state_.in_force || !state_.alarm.empty()) return nullptr;
  const std::optional<manifest::Forecast>& forecast = state_.in_force->read.manifest.forecast;
  if (!forecast) return nullptr;
  auto watch = std::make_unique<twinline::rollout::BandWatch>(surroundings_.centre, bands_of(*forecast),
                                                              forecast->replications, surroundings_.days());
  return watch->has_bands() ? std::move(watch) : nullptr;
}

/// From now on; the next tick says when that is.
void Rollout::watch_bands() {
  band_retelling_.reset();
  state_.watched_from.reset();
  bands_ = new_band_watch();
}

/// Goes on with the watch of an earlier process.
void Rollout::watch_bands_from(const std::filesystem::path& journal, Time from) {
  auto watch = new_band_watch();
  if (!watch) return;
  band_retelling_ = std::make_unique<Retelling<twinline::rollout::BandWatch>>(
      journal, identity_of(state_.in_force->policy), from, surroundings_.centre, std::move(watch));
}

std::string Rollout::objection_to_own(const scenarios::PolicyChoice& wanted) const {
  if (same(wanted, state_.own) || (!state_.in_force && !state_.candidate)) return {};
  return fmt::format(
      "policies.routing changed, but a rollout says what decides: {}; roll back first, or leave "
      "policies.routing as it was",
      in_words(deciding()));
}

void Rollout::heard(Time now, std::span<const Happening> happenings) {
  if (monitor_) monitor_->fold(now, happenings);
  if (retelling_) retelling_->heard(now, happenings);
  if (bands_) bands_->fold(now, happenings);
  if (band_retelling_) band_retelling_->heard(now, happenings);
}

void Rollout::tick(Time now, UtcTime at) {
  take_what_is_told();
  attend_shadow(now, at);
  if (bands_ && !state_.watched_from) {
    state_.watched_from = now;
    keep();
  }
  if (bands_ && bands_->alarm()) raise_alarm(at, bands_->alarm()->reason);
  if (!monitor_ || !monitor_->rollback()) return;
  const twinline::rollout::Rollback rollback = *monitor_->rollback();
  roll_back_by_itself(at, rollback.reason, rollback.kpi.empty());
}

void Rollout::take_what_is_told() {
  if (has_told(retelling_, monitor_, "what the arms have done")) {
    log_info("rollout: {} calls of the canary were read from the journal", monitor_->waits());
  }
  if (has_told(band_retelling_, bands_, "how the KPIs kept to their bands")) {
    log_info("rollout: how the KPIs kept to their bands was read from the journal");
  }
}

/// One process at a time: that of a stage that was left is gone before another begins. One that ended by itself stays
/// as it is until somebody wants another, for it might do the same again.
void Rollout::attend_shadow(Time now, UtcTime at) {
  if (shadow_ && shadow_->tick(now)) note_end_of_shadow(at);
  if (shadow_ && shadow_->was_told_to_end() && shadow_->has_ended()) shadow_.reset();
  if (!shadow_ && state_.stage == Stage::shadow) begin_shadow();
}

bool Rollout::shadow_has_died() const { return shadow_ && !shadow_->was_told_to_end() && shadow_->has_ended(); }

void Rollout::begin_shadow() {
  shadow_report_.reset();
  shadow_ = std::make_unique<ShadowProcess>(surroundings_.loop, surroundings_.shadow_command, [this](auto line) {
    if (auto report = read_shadow_report(line)) shadow_report_ = std::move(report);
  });
}

/// A candidate that did not return has been barred by its shadow.
void Rollout::note_end_of_shadow(UtcTime at) {
  ++shadow_deaths_;
  log_warning("rollout: the shadow of {} has ended by itself: {}", in_words(state_.candidate->policy),
              shadow_->how_it_ended());
  std::string bar;
  try {
    bar = bar_of(*state_.candidate, barred());
  } catch (const reports::JsonReadError& error) {
    log_error("rollout: {}", error.what());
  }
  if (!bar.empty()) roll_back_by_itself(at, "it is barred: " + bar, false);
}

std::optional<Rollout::ShadowStanding> Rollout::shadow() const {
  if (state_.stage != Stage::shadow) return std::nullopt;
  if (!shadow_ || shadow_->was_told_to_end()) return ShadowStanding{};  // the next tick begins it
  return ShadowStanding{shadow_->how_it_ended(), shadow_report_};
}

void Rollout::roll_back_by_itself(UtcTime at, const std::string& why, bool bars) {
  const Promoted given_up = *state_.candidate;
  State next = after(RollBack{}, state_);
  next.last = fmt::format("rollback, the bridge itself: {}", why);
  if (bars) {
    const std::string when = manifest::to_text(std::chrono::floor<std::chrono::seconds>(at));
    const bool written =
        bar(barred_file_, {{PolicyKind::routing, identity_of(given_up.policy), given_up.read.sha256, why, when}});
    if (!written) log_error("rollout: {} cannot be written; the manifest is not barred", barred_file_.string());
  }
  const std::string refused = put_in_force(std::move(next), true);
  if (!refused.empty()) {
    log_error("rollout: {} cannot be rolled back: {}", in_words(given_up.policy), refused);
    monitor_.reset();  // it would ask for the same again
    return;
  }
  ++rollbacks_;
  log_warning("rollout: {} is rolled back: {}", in_words(given_up.policy), why);
  write_down(at, "rollback", fmt::format("{}: {}", in_words(given_up), why));
}

/// The policy goes on: only people can say whether it, the traffic or the forecast is what has changed.
void Rollout::raise_alarm(UtcTime at, const std::string& why) {
  ++alarms_;
  const bool freezes = settings().freeze_on_alarm && !state_.frozen;
  state_.alarm = why;
  state_.frozen = state_.frozen || freezes;
  state_.last = fmt::format("alarm, the bridge itself: {}{}", why, freezes ? "; the rollout is frozen" : "");
  keep();
  log_warning("rollout: {} is not as foretold: {}{}", in_words(state_.in_force->policy), why,
              freezes ? "; the rollout is frozen" : "");
  write_down(at, "alarm", fmt::format("{}: {}", in_words(*state_.in_force), why));
  bands_.reset();  // last, for the reason is its
}

/// What the bridge does by itself is done for safety: it is not left undone where it cannot be written down.
void Rollout::write_down(UtcTime at, const std::string& did, const std::string& about) const {
  try {
    audit_.append(at, {"bridge", did, "", about});
  } catch (const std::exception& error) {
    log_error("rollout: {}", error.what());
  }
}

std::optional<twinline::rollout::RolloutStanding> Rollout::standing() const {
  return monitor_ ? std::optional(monitor_->standing()) : std::nullopt;
}

std::vector<twinline::rollout::BandStanding> Rollout::bands() const {
  return bands_ ? bands_->standing() : std::vector<twinline::rollout::BandStanding>{};
}

}  // namespace twinline::live::rollout
