#include "live_bridge/world/bridge.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/board.hpp"
#include "live_bridge/world/earlier.hpp"
#include "live_bridge/world/keyed_hash.hpp"
#include "live_bridge/world/metrics.hpp"
#include "live_bridge/world/settings_change.hpp"
#include "policies/contract/attribute_roles.hpp"
#include "policies/rollout/hand_over.hpp"
#include "reports/journal/instant_text.hpp"
#include "reports/journal/journal_error.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/menu/split_policy.hpp"

namespace twinline::live {
namespace {

constexpr Duration board_every = 250ms;

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + " cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::filesystem::path registrations_beside(std::filesystem::path dialogs) { return dialogs += ".phones"; }

journal::PolicyIdentity identity_of(const scenarios::PolicyChoice& choice) {
  return {choice.name, choice.version, choice.parameters, choice.build};
}

PolicyName name_of(const journal::PolicyIdentity& identity) {
  return scenarios::name_of({identity.name, identity.version, identity.parameters, identity.build});
}

journal::WriterOptions writer_options(const scenarios::StoreSettings& store) {
  journal::WriterOptions options;
  options.segment_bytes = store.segment_bytes;
  options.compress = false;  // the keeper's thread packs what is full
  options.handover = journal::Handover::every_frame;
  options.existing = journal::Existing::follow;
  return options;
}

}  // namespace

Bridge::Bridge(EventLoop& loop, scenarios::Bridge configuration)
    : loop_(loop),
      configuration_(std::move(configuration)),
      dialogs_(configuration_.settings.store.dialogs, configuration_.settings.store.dialog_key_file),
      registrations_(registrations_beside(configuration_.settings.store.dialogs),
                     configuration_.settings.store.dialog_key_file),
      pseudonym_key_(file_text(configuration_.settings.store.dialog_key_file)),
      earlier_(read_earlier(configuration_.settings.store)),
      clock_(earlier_ ? Clock(earlier_->world_start, earlier_->last) : Clock()),
      timers_(clock_, loop),
      instants_(journal::text_of(clock_.world_start())),
      scores_(configuration_.settings.store),
      look_ups_(loop, timers_, clock_, [this](const Fact& fact) { tell(fact); }),
      tally_(configuration_.scenario.centre) {
  const scenarios::Scenario& scenario = configuration_.scenario;
  const scenarios::BridgeSettings& settings = configuration_.settings;
  const std::string& journal_path = settings.store.journal;
  Outcome first;
  Time opening = clock_.now();
  journal::Header opening_header = header();
  if (earlier_) {
    acd_ = std::move(earlier_->acd);
    acd_->resume(clock_.now(), first);
    opening = earlier_->last;
    // The state belongs to the centre and policies of before; what this process has instead comes as facts.
    opening_header.centre = acd_->centre();
    opening_header.routing = earlier_->header.routing;
    opening_header.staffing = earlier_->header.staffing;
    opening_header.ivr = earlier_->header.ivr;
    opening_header.entries_before = earlier_->header.entries_before;
  } else {
    acd_ = std::make_unique<Acd>(
        scenario.centre, scenarios::make_policies(scenario.centre, scenario.routing, scenario.staffing, scenario.ivr),
        scenario.seed);
    acd_->start(opening, first);
  }
  journal_.emplace(journal_path, opening_header, journal::Snapshot{opening, acd_->save()},
                   writer_options(settings.store));
  keeper_.emplace(journal_path, settings.store.sync_every);
  records_.emplace(settings.store, scenario.centre, journal::text_of(clock_.world_start()));
  decisions_.emplace(*acd_, clock_, *journal_, opening_header.entries_before,
                     [this](Time at, const Fact& fact, const Outcome& outcome) { perform(at, fact, outcome); });
  look_ups_.use(settings.look_ups);
  if (settings.recording) archivist_.emplace(*settings.recording);
  switchboard_ = std::make_unique<Switchboard>(Switchboard::Surroundings{
      loop, timers_, clock_, settings, scenario.centre, [this](const Fact& fact) { tell(fact); },
      [this](const std::string& origin) { return keyed_hash(pseudonym_key_, origin); }, dialogs_, registrations_,
      [this](CallId call, AttributeIndex name) { return attribute_of(call, name); },
      archivist_ ? &*archivist_ : nullptr, look_ups_, scenario.look_up_at_arrival});
  if (earlier_) {
    switchboard_->take_over(*acd_, first);
    put_in_force(scenario.centre);
    put_in_force(earlier_->header);
  } else {
    switchboard_->perform(first);
  }
  switchboard_->start();
  desk_.emplace(
      loop, settings, scenario.centre, [this](const desk::Command& command) { do_as_told(command); },
      [this](const desk::Score& score) { keep(score); });
  tick_ = Timers::Timer(timers_, [this](Time) { tick(); });
  tick();
}

/// As facts, so that a replay does the same. Throws std::invalid_argument where the ACD cannot take it. Agents whom the
/// file of before had in another group are moved; whom a supervisor has moved since stays there.
void Bridge::put_in_force(const Centre& centre) {
  const auto before = acd_->centre().agents;
  const std::uint32_t number = acd_->prepare(centre);
  journal_->append(journal::Preparation{number, centre});
  tell(CentreReloaded{number});
  for (std::size_t agent = 0; agent < before.size(); ++agent) {
    const GroupIndex group = centre.agents[agent].group;
    if (before[agent].group != group) tell(AgentMoved{AgentIndex{agent}, group});
  }
}

/// Those policies of the configuration that differ from the ones of before, with what equal ones had learnt.
void Bridge::put_in_force(const journal::Header& before) {
  const scenarios::Scenario& scenario = configuration_.scenario;
  const auto change = [this]<class Policy>(PolicyKind kind, const journal::PolicyIdentity& from,
                                           const journal::PolicyIdentity& to, const Policy& in_force,
                                           const std::function<std::unique_ptr<Policy>()>& make) {
    if (from == to) return;
    HandedOver<Policy> next = hand_over(in_force, name_of(from), make, name_of(to));
    if (!next.refusal.empty()) log_warning("a policy begins without what it had learnt: {}", next.refusal);
    const std::uint32_t number = acd_->prepare(std::move(next.policy));
    journal_->append(journal::Preparation{number, journal::Preparation::Policy{kind, to, std::move(next.state)}});
    tell(PolicyPutInForce{kind, number});
  };
  const journal::Header wanted = header();
  const Centre& centre = scenario.centre;
  change(PolicyKind::routing, before.routing, wanted.routing, acd_->routing(),
         std::function([&] { return scenarios::make_routing(centre, scenario.routing); }));
  change(PolicyKind::staffing, before.staffing, wanted.staffing, acd_->staffing(),
         std::function([&] { return scenarios::make_staffing(centre, scenario.staffing); }));
  change(PolicyKind::ivr, before.ivr, wanted.ivr, acd_->ivr(),
         std::function([&] { return scenarios::make_ivr(centre, scenario.ivr); }));
}

Bridge::~Bridge() {
  desk_.reset();
  switchboard_.reset();
  records_.reset();
  keeper_.reset();
  try {
    journal_->close();
  } catch (const journal::JournalError& error) {
    log_error("{}", error.what());
  }
}

journal::Header Bridge::header() const {
  journal::Header header;
  header.program_version = TWINLINE_VERSION;
  header.scenario_name = configuration_.scenario.name;
  header.scenario_hash = configuration_.scenario.hash;
  header.seed = configuration_.scenario.seed;
  header.policy_seed = configuration_.scenario.seed;
  header.routing = identity_of(configuration_.scenario.routing);
  header.staffing = identity_of(configuration_.scenario.staffing);
  header.ivr = identity_of(configuration_.scenario.ivr);
  header.time_zone = configuration_.scenario.horizon.time_zone;
  header.world_start = journal::text_of(clock_.world_start());
  header.interval_minutes = static_cast<std::uint32_t>(
      std::chrono::duration_cast<std::chrono::minutes>(configuration_.scenario.horizon.interval).count());
  header.horizon_end = never;
  header.centre = configuration_.scenario.centre;
  return header;
}

void Bridge::tell(const Fact& fact) { decisions_->tell(fact); }

void Bridge::perform(Time now, const Fact& fact, const Outcome& outcome) {
  switchboard_->perform(outcome);
  tally_.fold(outcome.happenings);
  records_->add(decisions_->entries(), now, fact, outcome.happenings);
}

std::optional<std::int64_t> Bridge::attribute_of(CallId call, AttributeIndex name) const {
  return value_of(name, acd_->view().attributes(call.slot));
}

/// On a thread of the desk's: whoever posted the score waits for the database.
void Bridge::keep(const desk::Score& score) {
  const Time now = clock_.now();
  scores_.keep({score.call, score.criterion, score.score, instants_.text(now)},
               instants_.text(now - configuration_.settings.store.keep_call_records));
}

void Bridge::do_as_told(const desk::Command& command) { command.answered(carry_out(command.action)); }

std::string Bridge::carry_out(const desk::Action& action) {
  struct Visitor {
    Bridge& bridge;
    std::string operator()(const desk::SetPresence& wanted) const {
      return bridge.switchboard_->roster().set_presence(wanted.agent, wanted.presence, wanted.reason);
    }
    std::string operator()(const desk::FinishWrapUp& wanted) const {
      return bridge.switchboard_->finish_wrap_up(wanted.agent);
    }
    std::string operator()(const desk::AnswerRequest& wanted) const {
      bridge.tell(RequestAnswered{wanted.request, wanted.agent, wanted.answer});
      return {};
    }
    std::string operator()(const desk::TransferToQueue& wanted) const {
      return bridge.switchboard_->transfer(wanted.agent, wanted.type);
    }
    std::string operator()(const desk::TransferToNumber& wanted) const {
      return bridge.switchboard_->transfer(wanted.agent, wanted.number);
    }
    std::string operator()(const desk::HangUp& wanted) const { return bridge.switchboard_->hang_up(wanted.agent); }
    std::string operator()(const desk::PauseRecording& wanted) const {
      return bridge.switchboard_->pause_recording(wanted.agent, wanted.paused);
    }
    std::string operator()(const desk::ReleaseAgent& wanted) const {
      return bridge.switchboard_->release(wanted.agent);
    }
    std::string operator()(const desk::MoveAgent& wanted) const {
      bridge.tell(AgentMoved{wanted.agent, wanted.group});
      return {};
    }
    std::string operator()(const desk::ListenIn& wanted) const {
      return bridge.switchboard_->listen_in(wanted.supervisor, wanted.agent);
    }
    std::string operator()(const desk::Drain& wanted) const {
      bridge.draining_ = wanted.on;
      bridge.switchboard_->drain(wanted.on);
      return {};
    }
    std::string operator()(const desk::ReadMetrics& wanted) const {
      *wanted.text =
          metrics_text(bridge.acd_->view(), *bridge.switchboard_, *bridge.decisions_, bridge.look_ups_.statistics(),
                       bridge.timers_, bridge.heap_.bytes(bridge.clock_.now()));
      return {};
    }
  };
  return std::visit(Visitor{*this}, action);
}

/// Once every quarter of a second: what desks see, and what only time brings about.
void Bridge::tick() {
  const Time now = clock_.now();
  desk_->show(board());
  if (journal_->segment_is_full()) decisions_->snapshot();
  if (drain_until_ != never && (switchboard_->calls() == 0 || now >= drain_until_)) {
    loop_.stop();
    return;
  }
  tick_.set(now + board_every);
}

std::string Bridge::reload(const scenarios::Bridge& configuration) {
  const auto restarts = needing_restart(configuration_, configuration);
  if (!restarts.empty()) return fmt::format("{} changed; this needs a restart", fmt::join(restarts, ", "));
  const Centre& wanted = configuration.scenario.centre;
  const Centre& present = configuration_.scenario.centre;
  const auto kept = std::mismatch(present.attributes.begin(), present.attributes.end(), wanted.attributes.begin(),
                                  wanted.attributes.end());
  if (kept.first != present.attributes.end()) {
    return "attributes have changed their order or are gone, and calls have some; new ones may only come last";
  }
  const journal::Header before = header();
  scenarios::Bridge former = configuration_;
  configuration_.scenario = configuration.scenario;
  live::put_in_force(configuration_.settings, configuration.settings);
  try {
    put_in_force(configuration_.scenario.centre);  // refuses what would take somebody's queue away
  } catch (const std::invalid_argument& refused) {
    configuration_.scenario = std::move(former.scenario);
    live::put_in_force(configuration_.settings, former.settings);
    return refused.what();
  }
  put_in_force(before);
  try {
    look_ups_.use(configuration_.settings.look_ups);
  } catch (const std::exception& error) {
    log_error("{}; sources are asked as before", error.what());
  }
  try {
    desk_->reload(configuration_.settings, configuration_.scenario.centre);
  } catch (const std::exception& error) {
    log_error("the desks keep the names of before: {}", error.what());
  }
  return {};
}

void Bridge::drain() {
  if (drain_until_ != never) return;
  log_info("draining: {} calls in progress", switchboard_->calls());
  draining_ = true;
  switchboard_->drain(true);
  drain_until_ = clock_.now() + configuration_.settings.limits.drain;
}

std::shared_ptr<const desk::Board> Bridge::board() {
  auto board = std::make_shared<desk::Board>(painted_board(clock_.now(), acd_->view(), *switchboard_, tally_));
  board->draining = draining_;
  board->store_up = records_->is_up();
  return board;
}

}  // namespace twinline::live
