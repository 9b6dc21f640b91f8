// The sessions at the media server, one a call: who the caller is connected with (the prompts, or a phone) and the
// requests that change it. Within a session the tags are ours: "caller" stays, "prompts" is a party that only plays,
// each phone has one. A session's requests go out one after the other, for the server works on several at once;
// sessions do not wait for each other. A party that is no longer connected is blocked, not deleted: in rtpengine 10.5,
// deleting one party of a call silences the prompts of the others.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "live_bridge/media/control_channel.hpp"
#include "live_bridge/media/media_server.hpp"
#include "live_bridge/media/negotiation.hpp"

namespace twinline::live::media {

constexpr std::string_view caller_tag = "caller";
constexpr std::string_view prompts_tag = "prompts";

class Sessions {
 public:
  Sessions(ControlChannel& control, Timers& timers, const Clock& clock, std::string prompts_folder);

  // As in MediaServer, where they are described.
  void open(const MediaId& id, const std::string& caller_offer, const Party& caller, Done done);
  void open_without_offer(const MediaId& id, const Party& caller, Done done);
  void complete(const MediaId& id, const std::string& caller_answer, Done done);
  void play(const MediaId& id, const std::string& prompt, bool forever, Done done);
  void stop(const MediaId& id);
  void invite(const MediaId& id, const std::string& party, const Party& agent, Done done);
  void bridge(const MediaId& id, const std::string& party, const std::string& agent_answer, Done done);
  void unbridge(const MediaId& id, Done done);
  void reoffer(const MediaId& id, bool by_caller, const std::string& sdp, Done done);
  void start_recording(const MediaId& id, MediaServer::Notes notes, Done done);
  void stop_recording(const MediaId& id, Done done);
  void subscribe(const MediaId& id, Done done);
  void listen(const MediaId& id, const std::string& answer, Done done);
  void query(const MediaId& id, std::function<void(std::optional<Activity>)> done);
  void close(const MediaId& id);
  void adopt(const MediaId& id, const std::string& caller_sdp, const Party& caller);
  void adopt_talk(const MediaId& id, const std::string& party, const std::string& agent_answer, const Party& agent);
  void adopt_parted(const MediaId& id, const std::string& party, const std::string& agent_answer, const Party& agent);

  /// Whether the digit comes from the caller; none where it comes from nobody who is connected.
  std::optional<bool> is_of_caller(std::string_view id, std::string_view tag) const;

  std::size_t size() const { return sessions_.size(); }
  std::uint64_t refusals() const { return refusals_; }

 private:
  struct Phone {
    std::string party;
    Party terms;
    std::optional<Audio> audio;  ///< what it answered or offered last
    Layout layout{std::string{}};
    bool blocked = false;  ///< the server passes nothing on that comes from it
    std::string tag() const { return "phone-" + party; }
  };

  /// Packets of a party, as counted by the server, and when the count was seen to rise last.
  struct Counted {
    std::int64_t packets = 0;
    std::optional<Time> risen;
  };

  struct Session;
  using Start = std::function<void(Session&)>;
  struct Operation {
    Start start;
    Done done;
    bool started = false;
  };

  struct Session {
    MediaId id;
    Party caller_terms;
    std::optional<Audio> caller;  ///< none until he described himself
    std::list<Phone> phones;
    Phone* partner = nullptr;     ///< none: the prompts
    Phone* offered_to = nullptr;  ///< whom the caller's audio was offered last; none: the prompts
    std::string listener_tag;
    std::uint64_t version = 0;
    Counted from_caller, from_partner;
    std::list<Operation> operations;  ///< the first is under way
    bool caller_blocked = false;      ///< so is the caller towards a phone that holds
    bool opened = false;
    bool known_to_server = false;
    bool closing = false;
  };

  using Told = std::function<void(Session&, const bencode::Value& reply)>;
  /// Descriptions for the party that was offered to and for the party that offered.
  using Exchanged = std::function<void(Session&, const std::string& for_answerer, const std::string& for_offerer)>;

  struct Side {
    std::string tag, sdp;
    bool comedia = false;
  };

  void enqueue(const MediaId& id, Done done, Start start);
  void run_next(Session& session);
  void finish(Session& session, const Reply& reply);
  void refuse(Session& session, std::string_view error);
  void later(std::function<void()> what);

  void ask(Session& session, bencode::Dictionary request, Told told);
  /// Asks where a refusal changes nothing.
  void ask_anyway(Session& session, bencode::Dictionary request, Start next);
  void exchange(Session& session, const Side& offerer, const PhoneOffer& offer, const Side& answerer,
                Exchanged exchanged);
  static bencode::Dictionary request(const Session& session, std::string_view command);
  static bencode::Dictionary offer(const Session& session, const Side& from, std::string_view to,
                                   const PhoneOffer& terms);
  static bencode::Dictionary answer(const Session& session, std::string_view from, const Side& to);

  void connect_to_prompts(Session& session, const Audio& caller);
  void connect_to_phone(Session& session, const Audio& caller, Phone& phone);
  void answer_bridge(Session& session, Phone& phone);
  void stop_prompts(Session& session, Start next);
  void keep_hold(Session& session, Phone& phone, Start next);
  void set_blocked(Session& session, const std::string& tag, bool& is_blocked, bool wanted, const Start& next);
  void settle_bridge(Session& session, Phone& phone, const std::string& caller_sdp);
  void reoffer_by_phone(Session& session, Phone& phone, const std::string& sdp);
  void describe_to_caller(Session& session, std::string_view server_sdp);
  void describe_to_phone(Session& session, Phone& phone, std::string_view server_sdp);
  Origin next_origin(Session& session, std::string_view tag) const;
  static Phone* find_phone(Session& session, const std::string& party);
  static Phone& phone_for(Session& session, const std::string& party);

  ControlChannel& control_;
  const Clock& clock_;
  const std::string prompts_folder_;
  Timers::Timer soon_;
  std::vector<std::function<void()>> to_do_;
  std::map<MediaId, Session, std::less<>> sessions_;
  std::uint64_t refusals_ = 0;
};

}  // namespace twinline::live::media
