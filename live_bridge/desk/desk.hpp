// Agents' and supervisors' desks: an HTTP API and a small page, on a thread of their own. What people do there comes to
// the loop's thread as Commands, one after the other; what they see is the latest Board that the world has put up. It
// decides nothing, and a desk that hangs or crawls never keeps a call waiting.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "live_bridge/recording/progress.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/wishes.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::desk {

// What people do.
struct SetPresence {
  AgentIndex agent;
  Presence presence = Presence::ready;
  NotReadyReason reason = NotReadyReason::none;
};
struct FinishWrapUp {
  AgentIndex agent;
};
struct AnswerRequest {
  RequestId request;
  AgentIndex agent;
  RequestAnswer answer = RequestAnswer::accepted;
};
/// The agent sends the caller in talk to a queue, as a call of this type.
struct TransferToQueue {
  AgentIndex agent;
  CallTypeIndex type;
};
/// … or passes the caller on to a number outside.
struct TransferToNumber {
  AgentIndex agent;
  std::string number;
};
struct HangUp {
  AgentIndex agent;
};
/// The agent has the recording of the talk interrupted, as for the number of a card, or gone on with.
struct PauseRecording {
  AgentIndex agent;
  bool paused = true;
};
/// A supervisor frees an agent whose call is over though nobody said so.
struct ReleaseAgent {
  AgentIndex supervisor, agent;
};
struct MoveAgent {
  AgentIndex supervisor, agent;
  GroupIndex group;
};
struct ListenIn {
  AgentIndex supervisor, agent;
};
struct Drain {
  AgentIndex supervisor;
  bool on = true;
};
/// A monitoring system asks: the text of GET /metrics as it is now, to be put here before the command is answered.
struct ReadMetrics {
  std::shared_ptr<std::string> text;
};
/// Something that is not the desk's own is to be done between two facts.
struct OnLoop {
  std::function<void()> what;
};
using Action = std::variant<SetPresence, FinishWrapUp, AnswerRequest, TransferToQueue, TransferToNumber, HangUp,
                            PauseRecording, ReleaseAgent, MoveAgent, ListenIn, Drain, ReadMetrics, OnLoop>;

/// `refused` says in words why an action was not carried out; empty when it was.
using Answered = std::function<void(const std::string& refused)>;
struct Command {
  Action action;
  Answered answered;  ///< to be called once, on any thread
};

/// What a quality scorer thinks of a call.
struct Score {
  std::string call;  ///< its pseudonym, 16 hexadecimal digits
  std::string criterion;
  double score = 0;
};
/// Keeps a score for good. Called on the desk's threads, several at once; throws what keeps it from doing so.
using KeepScore = std::function<void(const Score&)>;

struct ErrandReply {
  int status = 200;  ///< HTTP's
  std::string body;  ///< JSON
};

/// What somebody who may wants of the rollout of policies: live_bridge/rollout reads it and answers, the desk only
/// knows who asks.
struct RolloutRequest {
  std::string who, action;
  std::string body;  ///< JSON
};
/// Has something done on the loop's thread and waits for it; false where that took too long.
using RunOnLoop = std::function<bool(std::function<void()>)>;
/// Called on the desk's threads, several at once; may take seconds.
using ManageRollout = std::function<ErrandReply(const RolloutRequest&, const RunOnLoop&)>;

/// Says why a call was routed so, by its pseudonym, 16 hexadecimal digits. Called on the desk's threads, several at
/// once; may take many seconds.
using ExplainCall = std::function<ErrandReply(const std::string& call)>;

/// What the desk has others do on its own threads.
struct Errands {
  KeepScore keep_score;
  ManageRollout manage_rollout;
  ExplainCall explain_call;
};

// What people see.
struct OpenRequestRow {
  RequestId request;
  RequestKind kind = RequestKind::log_in;
  GroupIndex group;
  Time from, until, expires;
};
struct CallRow {
  std::string name;  ///< the call's pseudonym, never a number
  CallTypeIndex type;
  SegmentIndex segment;
  QueueIndex queue;
  Time queued_at;
  std::vector<std::pair<std::string, std::string>> attributes;  ///< name and value, path so far included
};
struct AgentRow {
  AgentIndex agent;
  GroupIndex group;
  AgentState state = AgentState::logged_out;
  NotReadyReason reason = NotReadyReason::none;
  Time since;
  bool phone = false;  ///< can be reached
  std::optional<CallRow> call;
  std::string caller_number;                                 ///< shown to this agent alone while ringing and in talk
  recording::Progress recording = recording::Progress::off;  ///< of the talk
  std::vector<OpenRequestRow> requests;
};
struct QueueRow {
  QueueIndex queue;
  std::uint32_t waiting = 0;
  Duration longest_wait{0};
  std::uint64_t offered = 0, answered = 0, abandoned = 0, answered_in_threshold = 0;  ///< since the bridge began
};
struct TrunkRow {
  TrunkIndex trunk;
  bool up = true;
  std::uint32_t busy = 0, lines = 0;
};
struct Board {
  Time now;
  std::vector<AgentRow> agents;  ///< by index
  std::vector<QueueRow> queues;
  std::vector<TrunkRow> trunks;
  bool draining = false, media_up = true, store_up = true;
};

class Desk {
 public:
  /// Starts the thread. `handle` is called on the loop's thread. Throws std::runtime_error where the port is taken or a
  /// password file cannot be read.
  Desk(EventLoop& loop, const scenarios::BridgeSettings& settings, const Centre& centre,
       std::function<void(const Command&)> handle, Errands errands);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  /// Replaces what people see; cheap, and may be called from the loop's thread only. Pages are told at once.
  void show(std::shared_ptr<const Board> board);

  /// Other accounts, names or passwords are in force from now on; the address stays. Whoever has the same password as
  /// before stays logged in. From the loop's thread only; throws as the constructor does, and changes nothing then.
  void reload(const scenarios::BridgeSettings& settings, const Centre& centre);

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

/// A password as it is kept: a salted slow hash, in one line of text.
std::string hashed(const std::string& password);

}  // namespace twinline::live::desk
