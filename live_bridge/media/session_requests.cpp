// How a session speaks with the server: one operation after the other, each a chain of requests of the ng protocol.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/media/sessions.hpp"

namespace twinline::live::media {
namespace {

// Beyond this a session's owner asks faster than any server answers.
constexpr std::size_t most_operations = 32;

std::uint64_t hash_of(std::string_view text) {  // FNV-1a
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return hash;
}

bencode::List as_list(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

}  // namespace

Sessions::Sessions(ControlChannel& control, Timers& timers, const Clock& clock, std::string prompts_folder)
    : control_(control), clock_(clock), prompts_folder_(std::move(prompts_folder)), soon_(timers, [this](Time) {
        for (const auto& what : std::exchange(to_do_, {})) what();
      }) {}

void Sessions::enqueue(const MediaId& id, Done done, Start start) {
  const auto found = sessions_.find(id);
  const bool full = found != sessions_.end() && found->second.operations.size() >= most_operations;
  if (found == sessions_.end() || full) {
    const std::string error = full ? "too many requests" : "no such session";
    if (done) later([done = std::move(done), error] { done({false, {}, Duration{0}, error}); });
    return;
  }
  found->second.operations.push_back({std::move(start), std::move(done)});
  run_next(found->second);
}

void Sessions::run_next(Session& session) {
  if (session.operations.empty() || session.operations.front().started) return;
  session.operations.front().started = true;
  session.operations.front().start(session);
}

void Sessions::finish(Session& session, const Reply& reply) {
  const MediaId id = session.id;
  const Done done = std::move(session.operations.front().done);
  session.operations.pop_front();
  const bool of_no_use = session.closing || !session.opened;
  if (session.operations.empty() && of_no_use) {
    // What failed to open may have been opened: only the reply was lost.
    const bool leave = !session.closing && session.known_to_server;
    if (leave) close(id);
    if (!leave) sessions_.erase(id);
  }
  if (done) done(reply);
  if (const auto found = sessions_.find(id); found != sessions_.end()) run_next(found->second);
}

void Sessions::refuse(Session& session, std::string_view error) {
  later([this, id = session.id, reply = Reply{false, {}, Duration{0}, std::string{error}}] {
    finish(sessions_.find(id)->second, reply);
  });
}

/// Nobody is told anything from within the call that asked for it.
void Sessions::later(std::function<void()> what) {
  to_do_.push_back(std::move(what));
  soon_.set(clock_.now());
}

bencode::Dictionary Sessions::request(const Session& session, std::string_view command) {
  return {{"command", command}, {"call-id", session.id}};
}

bencode::Dictionary Sessions::offer(const Session& session, const Side& from, std::string_view to,
                                    const PhoneOffer& terms) {
  bencode::Dictionary made = request(session, "offer");
  made.insert({{"from-tag", from.tag}, {"to-tag", to}, {"sdp", from.sdp}, {"ICE", "remove"}});
  made.insert({"transport-protocol", "RTP/AVP"});
  // Left to itself the server sends to whoever sends to it first, so that a stranger can draw a call to himself.
  made.insert({"flags", bencode::List{from.comedia ? "strict source" : "asymmetric"}});
  bencode::Dictionary codec;
  if (!terms.masked.empty()) codec.insert({"mask", as_list(terms.masked)});
  if (!terms.transcode.empty()) codec.insert({"transcode", as_list(terms.transcode)});
  if (!codec.empty()) made.insert({"codec", std::move(codec)});
  return made;
}

bencode::Dictionary Sessions::answer(const Session& session, std::string_view from, const Side& to) {
  bencode::Dictionary made = request(session, "answer");
  made.insert({{"from-tag", from}, {"to-tag", to.tag}, {"sdp", to.sdp}, {"ICE", "remove"}});
  made.insert({"flags", bencode::List{to.comedia ? "strict source" : "asymmetric"}});
  return made;
}

void Sessions::ask(Session& session, bencode::Dictionary request, Told told) {
  session.known_to_server = true;
  // The session is there when the reply comes, for it ends by an operation of its own.
  control_.ask(request, [this, id = session.id, told = std::move(told)](const bencode::Value* reply) {
    Session& asked = sessions_.find(id)->second;
    if (reply && reply->text_at("result") == "ok") {
      told(asked, *reply);
      return;
    }
    if (reply) ++refusals_;
    const std::string_view reason = reply ? reply->text_at("error-reason") : "timeout";
    finish(asked, {false, {}, Duration{0}, std::string{reason.empty() ? "refused" : reason}});
  });
}

void Sessions::ask_anyway(Session& session, bencode::Dictionary request, Start next) {
  control_.ask(request, [this, id = session.id, next = std::move(next)](const bencode::Value*) {
    next(sessions_.find(id)->second);
  });
}

void Sessions::exchange(Session& session, const Side& offerer, const PhoneOffer& terms, const Side& answerer,
                        Exchanged exchanged) {
  const auto take_answer = [exchanged = std::move(exchanged)](std::string offered) -> Told {
    return [exchanged, offered = std::move(offered)](Session& answered, const bencode::Value& reply) {
      exchanged(answered, offered, std::string{reply.text_at("sdp")});
    };
  };
  ask(session, offer(session, offerer, answerer.tag, terms),
      [this, offerer, answerer, take_answer](Session& offered, const bencode::Value& reply) {
        ask(offered, answer(offered, offerer.tag, answerer), take_answer(std::string{reply.text_at("sdp")}));
      });
}

Origin Sessions::next_origin(Session& session, std::string_view tag) const {
  // Rising over a restart of the bridge too, which forgets the count but not the time.
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
  session.version = std::max<std::uint64_t>(session.version + 1, static_cast<std::uint64_t>(seconds));
  return {hash_of(fmt::format("{}/{}", session.id, tag)) >> 2, session.version};
}

void Sessions::describe_to_caller(Session& session, std::string_view server_sdp) {
  const Layout layout = session.caller ? session.caller->layout : Layout{std::string{}};
  const auto sdp = description_for_party(server_sdp, layout, next_origin(session, caller_tag));
  finish(session, sdp ? Reply{true, *sdp, Duration{0}, {}} : Reply{false, {}, Duration{0}, "no audio at the server"});
}

void Sessions::describe_to_phone(Session& session, Phone& phone, std::string_view server_sdp) {
  const auto sdp = description_for_party(server_sdp, phone.layout, next_origin(session, phone.tag()));
  finish(session, sdp ? Reply{true, *sdp, Duration{0}, {}} : Reply{false, {}, Duration{0}, "no audio at the server"});
}

}  // namespace twinline::live::media
