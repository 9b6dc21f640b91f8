#include "live_bridge/world/bridge.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/rollout/local_day.hpp"
#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/board.hpp"
#include "live_bridge/world/earlier.hpp"
#include "live_bridge/world/fallback.hpp"
#include "live_bridge/world/keyed_hash.hpp"
#include "live_bridge/world/metrics.hpp"
#include "live_bridge/world/settings_change.hpp"
#include "policies/contract/attribute_roles.hpp"
#include "policies/rollout/hand_over.hpp"
#include "reports/journal/instant_text.hpp"
#include "reports/journal/journal_error.hpp"
#include "reports/json/json_reader.hpp"
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

template <class Policy>
constexpr PolicyKind kind_of() {
  if (std::is_same_v<Policy, StaffingPolicy>) return PolicyKind::staffing;
  return std::is_same_v<Policy, IvrPolicy> ? PolicyKind::ivr : PolicyKind::routing;
}

template <class Policy>
std::unique_ptr<Policy> made(const Centre& centre, const scenarios::PolicyChoice& choice) {
  if constexpr (kind_of<Policy>() == PolicyKind::routing) {
    return scenarios::make_routing(centre, choice);
  } else if constexpr (kind_of<Policy>() == PolicyKind::staffing) {
    return scenarios::make_staffing(centre, choice);
  } else {
    return scenarios::make_ivr(centre, choice);
  }
}

std::filesystem::path registrations_beside(std::filesystem::path dialogs) { return dialogs += ".phones"; }

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

Bridge::Bridge(EventLoop& loop, scenarios::Bridge configuration, OwnCommands commands)
    : loop_(loop),
      configuration_(std::move(configuration)),
      dialogs_(configuration_.settings.store.dialogs, configuration_.settings.store.dialog_key_file),
      registrations_(registrations_beside(configuration_.settings.store.dialogs),
                     configuration_.settings.store.dialog_key_file),
      pseudonym_key_(file_text(configuration_.settings.store.dialog_key_file)),
      barred_(rollout::BarredPolicies::read(rollout::barred_file(configuration_.settings.store.journal))),
      earlier_(read_earlier(configuration_.settings.store)),
      clock_(earlier_ ? Clock(earlier_->world_start, earlier_->last) : Clock()),
      rollout_(configuration_.settings.store.journal, earlier_ != nullptr, configuration_.scenario.routing,
               {configuration_.settings.rollout, configuration_.scenario.centre,
                [this](const scenarios::PolicyChoice& before) {
                  journal::PolicyIdentity now = rollout::identity_of(before);
                  put_in_force(acd_->routing(), rollout_.deciding(), now);
                },
                [this] {
                  return [zone = configuration_.scenario.horizon.time_zone, start = clock_.world_start()](Time at) {
                    return rollout::local_day(zone, start, at);
                  };
                },
                loop, std::move(commands.shadow)}),
      timers_(clock_, loop),
      watch_(rollout::barred_file(configuration_.settings.store.journal)),
      instants_(journal::text_of(clock_.world_start())),
      scores_(configuration_.settings.store),
      look_ups_(loop, timers_, clock_, [this](const Fact& fact) { tell(fact); }),
      rollout_office_(rollout_, clock_),
      explainer_(std::move(commands.explain)),
      tally_(configuration_.scenario.centre) {
  watch_.before_the_end([this] { leave_call_at_hand(); });
  replace_barred(barred_, configuration_.scenario);
  rollout_.use_own(configuration_.scenario.routing);
  const scenarios::Scenario& scenario = configuration_.scenario;
  const scenarios::BridgeSettings& settings = configuration_.settings;
  const std::string& journal_path = settings.store.journal;
  Outcome first;
  Time opening = clock_.now();
  journal::Header opening_header = header();
  if (earlier_) {
    acd_ = std::move(earlier_->acd);
    opening = earlier_->last;
    // The state belongs to the centre and policies of before; what this process has instead comes as facts.
    opening_header.centre = acd_->centre();
    opening_header.routing = earlier_->header.routing;
    opening_header.staffing = earlier_->header.staffing;
    opening_header.ivr = earlier_->header.ivr;
    opening_header.entries_before = earlier_->header.entries_before;
  } else {
    acd_ = std::make_unique<Acd>(
        scenario.centre,
        scenarios::make_policies(scenario.centre, rollout_.deciding(), scenario.staffing, scenario.ivr), scenario.seed);
    acd_->start(opening, first);
  }
  journal_.emplace(journal_path, opening_header, journal::Snapshot{opening, acd_->save()},
                   writer_options(settings.store));
  keeper_.emplace(journal_path, settings.store.sync_every);
  records_.emplace(settings.store, scenario.centre, journal::text_of(clock_.world_start()));
  watch_routing(opening_header.routing);
  watch_.in_force(PolicyKind::staffing, opening_header.staffing);
  watch_.in_force(PolicyKind::ivr, opening_header.ivr);
  decisions_.emplace(*acd_, clock_, *journal_, opening_header.entries_before, watch_.dog(),
                     [this](Time at, const Fact& fact, const Outcome& outcome) { perform(at, fact, outcome); });
  if (earlier_) {
    relieve(earlier_->header);
    acd_->resume(clock_.now(), first);
  }
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
  rollout_office_.use(configuration_.promotion, scenario.centre, scenario.seed);
  desk_.emplace(
      loop, settings, scenario.centre, [this](const desk::Command& command) { do_as_told(command); },
      desk::Errands{[this](const desk::Score& score) { keep(score); },
                    [this](const desk::RolloutRequest& request, const desk::RunOnLoop& on_loop) {
                      return answer(request, on_loop);
                    },
                    [this](const std::string& call) -> desk::ErrandReply {
                      explain::Explainer::Reply reply = explainer_.explain(call);
                      return {reply.status, std::move(reply.json)};
                    }});
  tick_ = Timers::Timer(timers_, [this](Time) { tick(); });
  tick();
}

/// Puts what the configuration has in the place of policies that are barred, before anything new is asked of them.
/// Nobody has been told yet what is open, so what these facts lead to is told with the rest.
void Bridge::relieve(journal::Header& before) {
  const scenarios::Scenario& scenario = configuration_.scenario;
  if (barred_.find(PolicyKind::routing, before.routing) != nullptr || rollout_.gave_up()) {
    put_in_force(acd_->routing(), rollout_.deciding(), before.routing);
  }
  if (barred_.find(PolicyKind::staffing, before.staffing) != nullptr) {
    put_in_force(acd_->staffing(), scenario.staffing, before.staffing);
  }
  if (barred_.find(PolicyKind::ivr, before.ivr) != nullptr) put_in_force(acd_->ivr(), scenario.ivr, before.ivr);
}

/// As a fact, with what an equal policy had learnt. `now` is the identity of the one in force, before and afterwards.
template <class Policy>
void Bridge::put_in_force(const Policy& in_force, const scenarios::PolicyChoice& choice, journal::PolicyIdentity& now) {
  const std::function<std::unique_ptr<Policy>()> make = [&] { return made<Policy>(acd_->centre(), choice); };
  HandedOver<Policy> next = hand_over(in_force, name_of(now), make, scenarios::name_of(choice));
  if (!next.refusal.empty()) log_warning("a policy begins without what it had learnt: {}", next.refusal);
  now = rollout::identity_of(choice);
  constexpr PolicyKind kind = kind_of<Policy>();
  const std::uint32_t number = acd_->prepare(std::move(next.policy));
  journal_->append(journal::Preparation{number, journal::Preparation::Policy{kind, now, std::move(next.state)}});
  if (kind == PolicyKind::routing) {
    watch_routing(now);
  } else {
    watch_.in_force(kind, now);
  }
  tell(PolicyPutInForce{kind, number});
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

/// Those policies of the configuration that differ from the ones of before.
void Bridge::put_in_force(journal::Header before) {
  const scenarios::Scenario& scenario = configuration_.scenario;
  if (before.routing != rollout::identity_of(rollout_.deciding())) {
    put_in_force(acd_->routing(), rollout_.deciding(), before.routing);
  }
  if (before.staffing != rollout::identity_of(scenario.staffing)) {
    put_in_force(acd_->staffing(), scenario.staffing, before.staffing);
  }
  if (before.ivr != rollout::identity_of(scenario.ivr)) put_in_force(acd_->ivr(), scenario.ivr, before.ivr);
}

/// Whom the watchdog bars when the routing policy does not return: in a canary the candidate.
void Bridge::watch_routing(const journal::PolicyIdentity& decides) {
  if (const rollout::Promoted* answerable = rollout_.answerable_for(decides)) {
    watch_.in_force(PolicyKind::routing, rollout::identity_of(answerable->policy), answerable->read.sha256);
  } else {
    watch_.in_force(PolicyKind::routing, decides);
  }
}

Bridge::~Bridge() {
  explainer_.stop();
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
  header.routing = rollout::identity_of(rollout_.deciding());
  header.staffing = rollout::identity_of(configuration_.scenario.staffing);
  header.ivr = rollout::identity_of(configuration_.scenario.ivr);
  header.time_zone = configuration_.scenario.horizon.time_zone;
  header.world_start = journal::text_of(clock_.world_start());
  header.interval_minutes = static_cast<std::uint32_t>(
      std::chrono::duration_cast<std::chrono::minutes>(configuration_.scenario.horizon.interval).count());
  header.horizon_end = never;
  header.centre = configuration_.scenario.centre;
  return header;
}

/// On the watchdog's thread, while the one with the calls hangs in a policy.
void Bridge::leave_call_at_hand() {
  const Fact* at_hand = switchboard_ ? decisions_->at_hand() : nullptr;
  if (const auto* arrived = at_hand ? std::get_if<CallArrived>(at_hand) : nullptr) switchboard_->leave(*arrived);
}

void Bridge::tell(const Fact& fact) { decisions_->tell(fact); }

void Bridge::perform(Time now, const Fact& fact, const Outcome& outcome) {
  if (const auto* arrived = std::get_if<CallArrived>(&fact); arrived && switchboard_) {
    switchboard_->taken_down(*arrived);
  }
  if (switchboard_) switchboard_->perform(outcome);
  tally_.fold(outcome.happenings);
  records_->add(decisions_->entries(), now, fact, outcome.happenings);
  rollout_.heard(now, outcome.happenings);
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
          metrics_text(bridge.acd_->view(), *bridge.switchboard_, *bridge.decisions_, bridge.rollout_,
                       bridge.look_ups_.statistics(), bridge.timers_, bridge.heap_.bytes(bridge.clock_.now()));
      return {};
    }
    std::string operator()(const desk::OnLoop& wanted) const {
      wanted.what();
      return {};
    }
  };
  return std::visit(Visitor{*this}, action);
}

/// Once every quarter of a second: what desks see, and what only time brings about.
void Bridge::tick() {
  const Time now = clock_.now();
  rollout_.tick(now, utc_now());
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
  try {
    barred_ = rollout::BarredPolicies::read(rollout::barred_file(configuration_.settings.store.journal));
  } catch (const reports::JsonReadError& error) {
    return error.what();
  }
  scenarios::Scenario next = configuration.scenario;
  replace_barred(barred_, next);
  if (std::string objection = rollout_.objection_to_own(next.routing); !objection.empty()) {
    return objection;
  }
  const journal::Header before = header();
  scenarios::Bridge former = configuration_;
  configuration_.scenario = std::move(next);
  live::put_in_force(configuration_.settings, configuration.settings);
  try {
    put_in_force(configuration_.scenario.centre);  // refuses what would take somebody's queue away
  } catch (const std::invalid_argument& refused) {
    configuration_.scenario = std::move(former.scenario);
    live::put_in_force(configuration_.settings, former.settings);
    return refused.what();
  }
  rollout_.use_own(configuration_.scenario.routing);
  configuration_.promotion = configuration.promotion;
  rollout_office_.use(configuration_.promotion, configuration_.scenario.centre, configuration_.scenario.seed);
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

/// On a thread of the desk's.
desk::ErrandReply Bridge::answer(const desk::RolloutRequest& request, const desk::RunOnLoop& on_loop) const {
  rollout::Reply reply = rollout_office_.answer({request.who, request.action, request.body}, on_loop);
  switch (reply.outcome) {
    case rollout::Reply::Outcome::done: break;
    case rollout::Reply::Outcome::refused: return {409, std::move(reply.json)};
    case rollout::Reply::Outcome::makes_no_sense: return {400, std::move(reply.json)};
    case rollout::Reply::Outcome::no_answer: return {504, std::move(reply.json)};
  }
  return {200, std::move(reply.json)};
}

std::shared_ptr<const desk::Board> Bridge::board() {
  auto board = std::make_shared<desk::Board>(painted_board(clock_.now(), acd_->view(), *switchboard_, tally_));
  board->draining = draining_;
  board->store_up = records_->is_up();
  return board;
}

}  // namespace twinline::live
